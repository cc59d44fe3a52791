"""What people fill in about tokens."""
