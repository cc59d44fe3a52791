"""The app of people who can sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, roles, invitations and seats, in every schema."""

    name = "tenants.accounts"
    label = "accounts"
