"""What people type, checked for form only; rules are the services'."""
