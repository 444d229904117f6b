"""A hundred thousand seats and years of leases: what people ask most, beside the best SQL for the same answer."""
