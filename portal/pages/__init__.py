"""What a page shows, put together from the apps' answers."""
