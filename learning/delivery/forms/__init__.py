"""What learners send: the player reports, reviews and what is said about them."""
