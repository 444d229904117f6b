"""One module for each `make` target that needs more than a line."""
