"""Migrations, squashed while nothing is deployed."""
