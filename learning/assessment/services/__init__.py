"""What changes a quiz or an attempt."""
