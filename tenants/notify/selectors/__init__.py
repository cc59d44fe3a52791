"""Reading: people as the planner needs them, lists, the log, choices."""
