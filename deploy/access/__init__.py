"""The access matrix: made by asking the real policies, in a real schema, for a person of each role."""
