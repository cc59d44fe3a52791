"""What is known of a learner's goals and skills, and what to learn next."""
