"""Who can sign in to the demo, for people to read; the password and the key are public on purpose."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "seats-for-everyone"  # noqa: S105 - public: the demo is refused where it would open anything
PARTNER_KEY = "partners.ForTheDemoOnlyKnownToEverybody01"


@dataclass(frozen=True, slots=True)
class Login:
    email: str
    who: str


LOGINS = (
    Login("dana@copperline.example", "client · owner of Copperline Support, Austin (an invoice to pay)"),
    Login("joan@copperline.example", "client · billing at Copperline Support"),
    Login("theo@copperline.example", "client · viewer at Copperline Support"),
    Login("isagani@bayani.example", "client · owner of Bayani Outsourcing, Cebu (six leases, withholds 5 %)"),
    Login("ramon@talaconnect.example", "client · owner of Tala Connect, Clark (zero-rated by PEZA)"),
    Login("sasha@juniperhome.example", "client · owner of Juniper Home Goods (signed up two days ago)"),
    Login("opal@sinagtala.example", "staff · facility manager"),
    Login("felix@sinagtala.example", "staff · finance"),
    Login("ada@sinagtala.example", "staff · administrator"),
)
