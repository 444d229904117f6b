"""Pages, put together from the apps' answers."""
