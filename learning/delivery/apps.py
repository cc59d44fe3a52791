"""The app's place in Django: label `delivery`, one copy in every schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    """Enrolments of a company's people, and in `public` of the marketplace's consumers."""

    name = "learning.delivery"
    label = "delivery"
    verbose_name = _("Delivery")
