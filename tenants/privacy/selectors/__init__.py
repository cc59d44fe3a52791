"""What privacy knows, for pages."""
