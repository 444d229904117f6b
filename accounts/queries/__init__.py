"""Questions about companies and people."""
