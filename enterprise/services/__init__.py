"""What can be done here. Each function owns its transaction."""
