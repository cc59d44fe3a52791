"""Pages: one's own messages and settings, and the company's."""
