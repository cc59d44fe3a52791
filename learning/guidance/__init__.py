"""What a person wants to become and can do: goals, skill checks, what to learn next."""
