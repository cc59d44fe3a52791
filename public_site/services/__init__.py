"""What the public site does."""
