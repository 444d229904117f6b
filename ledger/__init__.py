"""The books of our companies: entries that balance, accounts, periods and exchange rates. They know no document."""
