"""Pages of the platform's own staff, under `/staff/` on the public host."""
