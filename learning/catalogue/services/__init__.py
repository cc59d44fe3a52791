"""What can be done to a course; each function owns its transaction and its rule."""
