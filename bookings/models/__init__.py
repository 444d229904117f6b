"""The words of this app."""

from bookings.models.amendments import AmendedSeat, Amendment
from bookings.models.bookings import Allocation, Booking
from bookings.models.policies import BookingPolicy
from bookings.models.terms import OneOff, Terms
from bookings.models.waitlist import WaitlistEntry

__all__ = ["Allocation", "AmendedSeat", "Amendment", "Booking", "BookingPolicy", "OneOff", "Terms", "WaitlistEntry"]
