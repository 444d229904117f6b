"""The audit log: who did what, when and to whom. Rows are only ever added."""
