"""The app's place in Django: label `catalogue`, one copy in every schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """Courses in `public` are the marketplace's; in a company's schema its own."""

    name = "learning.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogue")
