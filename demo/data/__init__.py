"""What the demo says: tables only, no operations."""
