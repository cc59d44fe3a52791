"""Pages of a person's own account. Signing in and passwords are allauth's views in our templates."""
