"""What authors type, parsed; the rules themselves are the services'."""
