"""The shapes that staff fill in."""
