"""Side-by-side timings: what the product takes, and what the same work takes at least."""
