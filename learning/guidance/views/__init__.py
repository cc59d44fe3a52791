"""Pages of the welcome and of the skill check, on both kinds of host."""
