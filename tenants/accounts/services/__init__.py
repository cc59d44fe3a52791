"""What can be done to people, invitations and seats."""
