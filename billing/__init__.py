"""Billing: period revisions, documents, payments, reminders."""
