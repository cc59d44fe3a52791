"""What people send: choices, words, channels, filters."""
