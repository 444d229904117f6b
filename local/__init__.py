"""The command line of a working copy: set up, run, test and check it with one command each; see `make help`."""
