"""What the public site's frame needs Python for: addresses for search engines."""
