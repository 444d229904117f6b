"""Bookings: their seats, prices and conditions, every change, and what they come to net."""
