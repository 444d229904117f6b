"""The questions of this app."""
