"""What is known of companies and people."""
