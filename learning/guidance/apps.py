"""The app's place in Django: label `guidance`, in every schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    """What a person wants to become and can do: goals, skill checks, what to learn next."""

    name = "learning.guidance"
    label = "guidance"
    verbose_name = _("Guidance")
