"""The interface for our own people: Django's admin, doing every operation the way the other interfaces do."""
