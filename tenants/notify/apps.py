"""The app's place in Django: label `notify`, in every schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    """What people are told, by which channel, and when: one service for all."""

    name = "tenants.notify"
    label = "notify"
    verbose_name = _("Notifications")
