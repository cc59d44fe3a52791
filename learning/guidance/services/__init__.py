"""What learners do about their goals and skills."""
