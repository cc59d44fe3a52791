"""The app's place in Django: label `engagement`, one copy in every schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    """Learning days and goals of a company's people, and in `public` of the marketplace's consumers."""

    name = "learning.engagement"
    label = "engagement"
    verbose_name = _("Engagement")
