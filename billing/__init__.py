"""What is owed: settlements, documents, payments, the ledger, reminders."""
