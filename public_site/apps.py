"""The public site as a Django app. It composes pages; its tables are applications and their reviews."""

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    """Registers the public site."""

    name = "public_site"
    label = "public_site"
    verbose_name = "Public site"
