"""A company's own: brand, departments, assignments, the team page and the company's home."""
