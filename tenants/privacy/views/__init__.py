"""Privacy's pages: one's own, and a company's."""
