"""What is done with tokens and kept answers."""
