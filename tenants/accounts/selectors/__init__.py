"""What can be asked about people, invitations and seats."""
