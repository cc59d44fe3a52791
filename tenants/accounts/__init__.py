"""People who can sign in: users, roles, invitations, seats."""
