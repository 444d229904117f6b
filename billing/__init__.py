"""What is owed: period revisions, documents, payments, the ledger, reminders."""
