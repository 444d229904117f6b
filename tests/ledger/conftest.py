"""The same provider and the same lease as billing's."""

from tests.billing.conftest import facility, lease, provider

__all__ = ["facility", "lease", "provider"]
