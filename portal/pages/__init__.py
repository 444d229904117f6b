"""What a page shows, put together from the rooms' answers."""
