"""The company's own words for mail: kept when their placeholders are known, shown before, put back."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing
from tenants.kernel.names import link, origin
from tenants.notify.kinds import KINDS, Kind
from tenants.notify.models import TextOverride
from tenants.notify.places import place
from tenants.notify.services.mailing import mail_context
from tenants.notify.wording import Overrides, names_in, put_in_words
from tenants.schemas import current_tenant

LONGEST_SUBJECT, LONGEST_INTRO = 150, 1000


@dataclass(frozen=True)
class Preview:
    """A mail as it would arrive, about made-up facts."""

    subject: str
    text: str
    html: str


def reworded_kind(name: str) -> Kind:
    """Return a kind whose words a company may change.

    Raises:
        Missing: when there is no such kind, or its words are ours alone.
    """
    kind = KINDS.get(name)
    if kind is None or not kind.may_reword:
        raise Missing(_("There is no such message."))
    return kind


def reword(*, kind: str, language: str, subject: str, intro: str, actor: User) -> None:
    """Put a company's own subject and first paragraph in place of ours; empty ones are ours again.

    Raises:
        Missing: for a kind that cannot be reworded.
        Invalid: (`subject`, `intro`) for a placeholder that the message does not have.
    """
    declared, words = reworded_kind(kind), checked(kind=kind, subject=subject, intro=intro)
    with transaction.atomic():
        if words == Overrides():
            TextOverride.objects.filter(kind=kind, language=language).delete()
        else:
            TextOverride.objects.update_or_create(
                kind=kind,
                language=language,
                defaults={
                    "subject": words.subject,
                    "intro": words.intro,
                    "changed_by": actor,
                    "changed_at": now(),
                },
            )
        audit.record(
            "messages.reworded",
            actor=actor,
            target=f"{declared.label} ({language})",
            changes={"subject": words.subject, "intro": words.intro},
        )


def checked(*, kind: str, subject: str, intro: str) -> Overrides:
    """Return words after holding them against the kind; raises as `reword` does."""
    declared = reworded_kind(kind)
    subject = " ".join(subject.split())
    intro = intro.strip().replace("\r\n", "\n")
    _check(declared, subject, "subject", LONGEST_SUBJECT)
    _check(declared, intro, "intro", LONGEST_INTRO)
    return Overrides(subject=subject, intro=intro)


def _check(kind: Kind, text: str, field: str, longest: int) -> None:
    if len(text) > longest:
        raise Invalid(_("Keep it to %(n)d characters.") % {"n": longest}, field=field)
    try:
        names = names_in(text)
    except Invalid as error:
        raise Invalid(error.message, field=field, code=error.code) from error
    for name in names:
        if name not in kind.placeholders:
            raise Invalid(
                _("This message has no {%(name)s}. It has: %(known)s.")
                % {"name": name, "known": ", ".join(f"{{{one}}}" for one in kind.placeholders)},
                field=field,
                code="placeholder",
            )


def preview(*, kind: str, language: str, words: Overrides, reader: str) -> Preview:
    """Return the mail that these words make, about the catalogue's made-up facts.

    Raises:
        Missing: for a kind that cannot be reworded.
    """
    declared, tenant = reworded_kind(kind), current_tenant()
    facts: dict[str, Any] = dict(declared.sample)
    with translation.override(language), timezone.override(tenant.time_zone):
        worded = put_in_words(declared, facts, name=reader, company=tenant.name, overrides=words)
        context = {
            **mail_context(declared, facts, worded, name=reader, url=link("/")),
            "settings_url": link(place("notify:settings")),
            "tenant": tenant,
            "origin": origin(),
            "brand": import_string(settings.MAIL_BRAND)(),
        }
        return Preview(
            subject=worded.title,
            text=render_to_string("mail/notification.txt", context).strip(),
            html=render_to_string("mail/notification.html", context),
        )
