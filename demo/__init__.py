"""A believable provider with a year of history, for trying the product out; never for production."""
