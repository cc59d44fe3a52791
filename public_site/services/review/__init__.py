"""Applications and their reviews: what applicants do, what staff do, and what follows."""
