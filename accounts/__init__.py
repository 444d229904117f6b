"""People, client companies, partners, the provider's legal entities, their credentials, and the mail they get."""
