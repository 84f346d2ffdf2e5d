"""Accounts, what is open in their name, and what was tried: kept as hashes, bound to a tenant by hand."""
