"""Services of others: one module each, the only one that knows its protocol or SDK."""
