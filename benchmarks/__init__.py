"""Side-by-side timings, run by hand: ours against the least a database needs for the same rows."""
