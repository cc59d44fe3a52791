"""Lives in: every schema. What people were told, how, what they chose, and what became of it."""

from tenants.notify.models.address import AddressTrouble
from tenants.notify.models.chat import ChatChannel
from tenants.notify.models.delivery import Delivery
from tenants.notify.models.notification import Batch, Notification
from tenants.notify.models.preference import (
    CompanyDefault,
    CompanyRules,
    PersonRules,
    Preference,
)
from tenants.notify.models.push import PushSubscription
from tenants.notify.models.text import TextOverride

__all__ = [
    "AddressTrouble",
    "Batch",
    "ChatChannel",
    "CompanyDefault",
    "CompanyRules",
    "Delivery",
    "Notification",
    "PersonRules",
    "Preference",
    "PushSubscription",
    "TextOverride",
]
