"""Pages of credentials. One module per noun."""
