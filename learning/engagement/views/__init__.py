"""Pages of one's own timeline and goals, on both kinds of host."""
