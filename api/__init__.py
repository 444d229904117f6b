"""The interface for partners: REST under /api/v1/. It translates, makes one call, and translates back."""
