"""Pages of tokens, and the description of the API for people."""
