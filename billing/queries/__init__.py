"""The questions of this room."""
