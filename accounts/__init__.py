"""Who: people, client companies, partners, the provider's legal entities, their credentials, what we tell them."""
