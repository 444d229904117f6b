"""What staff see of each noun; importing a module here puts its nouns into the back office."""

from backoffice.admin import (
    assets,
    bookings,
    catalogue,
    clients,
    documents,
    entities,
    keys,
    payments,
    people,
    places,
    presentation,
    prices,
    records,
    runs,
    tax,
    waitlist,
)

__all__ = [
    "assets",
    "bookings",
    "catalogue",
    "clients",
    "documents",
    "entities",
    "keys",
    "payments",
    "people",
    "places",
    "presentation",
    "prices",
    "records",
    "runs",
    "tax",
    "waitlist",
]
