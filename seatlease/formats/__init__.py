"""How days and times are written where Django writes them by itself, such as in lists of the admin."""
