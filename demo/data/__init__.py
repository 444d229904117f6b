"""What the demo says: tables only, no deeds."""
