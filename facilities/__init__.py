"""Facilities: buildings, rooms, workstations, what comes with them, list prices, and when a seat is taken."""
