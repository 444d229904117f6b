"""Who did what, when and to whom: a log that is only ever added to."""
