"""What authors and learners send."""
