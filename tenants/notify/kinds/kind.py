"""What there is to know about one kind of message: who gets it, where, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.notify.enums import CHOSEN, Channel, Urgency

Words = str | Promise


class Group(models.TextChoices):
    """The headings of the settings page."""

    LEARNING = "learning", _("Your learning")
    WORK = "work", _("Your work for others")
    APPLICATIONS = "applications", _("Your applications")
    COMPANY = "company", _("Your company")
    SYSTEM = "system", _("About your messages")


class Audience(StrEnum):
    """Whose settings page offers a kind."""

    EVERYBODY = "everybody"
    AUTHORS = "authors"
    MANAGERS = "managers"
    ADMINS = "admins"
    OWNERS = "owners"


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    Words hold `{placeholders}`: the names in `fields`, `{name}` of the reader and `{company}`.

    Args:
        name: `area.what_happened`; stored, so it never changes.
        group: heading on the settings page.
        label: what it is called there.
        description: when it is told.
        fields: what the context must hold, and of which type: str, int, date, datetime or list.
        subject: of the mail, and the title everywhere else.
        intro: the mail's first paragraph, without a greeting.
        line: one sentence for bell, push and text.
        action: words of the button.
        icon: a symbol of the sprite.
        urgency: whether it may wait for a summary, or may not be switched off.
        on: the channels that are on unless somebody chose otherwise.
        offered: the channels a person may choose.
        audience: whose settings page offers it.
        chat: one sentence for a team chat; empty when it is not offered there.
        chat_label: what it is called where nobody in particular is told.
        text: name in settings.TEXTS of its SMS and WhatsApp form; empty when it is not offered so.
        text_fields: the fields that the text holds, in the order in which it is registered.
        detail: template below `mail/notify/` for more than the first paragraph; empty for none.
        fallback: the channels to try in turn when one failed for good.
        may_reword: whether a company may put its own words.
        company_only: whether the public site never tells it.
        public_only: whether companies never tell it.
        sample: a context to show a preview with.
    """

    name: str
    group: Group
    label: Words
    description: Words
    fields: Mapping[str, type]
    subject: Words
    intro: Words
    line: Words
    action: Words
    icon: str
    urgency: Urgency = Urgency.IMMEDIATE
    on: frozenset[Channel] = frozenset({Channel.MAIL, Channel.PUSH})
    offered: frozenset[Channel] = frozenset(CHOSEN)
    audience: Audience = Audience.EVERYBODY
    chat: Words = ""
    chat_label: Words = ""
    text: str = ""
    text_fields: tuple[str, ...] = ()
    detail: str = ""
    fallback: tuple[Channel, ...] = ()
    may_reword: bool = True
    company_only: bool = False
    public_only: bool = False
    sample: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_mandatory(self) -> bool:
        """Whether nobody can switch it off."""
        return self.urgency == Urgency.MANDATORY

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names that its words may hold."""
        plain = [name for name, kind in self.fields.items() if kind is not list]
        return ("name", "company", *plain)
