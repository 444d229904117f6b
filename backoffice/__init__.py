"""The door for our own people: Django's admin, doing every deed the way the other doors do."""
