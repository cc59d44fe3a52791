"""Acts: telling, sending, choosing, reading, noticing what came back."""
