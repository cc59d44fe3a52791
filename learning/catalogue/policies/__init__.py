"""Who may do what to a course."""
