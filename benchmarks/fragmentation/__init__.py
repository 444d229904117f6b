"""Months of teams coming and going, seated by our choice of seats and by simpler strategies, side by side."""
