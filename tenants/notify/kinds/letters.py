"""What is told in a letter: several paragraphs that depend on what happened, written by whom it happened to.

Their facts are the letter itself, in the language of whom it is for; the catalogue decides on channels,
brand and log as for every other kind. What somebody must know of their application or their company
cannot be switched off.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tenants.notify.enums import Channel, Urgency
from tenants.notify.kinds.kind import Audience, Group, Kind, Words

_MAIL = frozenset({Channel.MAIL})
_MAIL_OR_PUSH = frozenset({Channel.MAIL, Channel.PUSH})
_FIELDS: Mapping[str, type] = {
    "headline": str,
    "opening": str,
    "paragraphs": list,
    "points": list,
    "after": list,
    "button": str,
}


def _letter(
    name: str,
    *,
    group: Group,
    label: Words,
    description: Words,
    icon: str,
    sample: str,
    **more: Any,
) -> Kind:
    """Return a kind whose words come with it."""
    return Kind(
        name=name,
        group=group,
        label=label,
        description=description,
        fields=_FIELDS,
        subject="{headline}",
        intro="{opening}",
        line="{headline}",
        action="{button}",
        icon=icon,
        detail="letter",
        may_reword=False,
        sample={
            "headline": sample,
            "opening": sample,
            "paragraphs": [],
            "points": [],
            "after": [],
            "button": "OK",
        },
        **{"on": _MAIL, "offered": _MAIL_OR_PUSH, **more},
    )


LETTERS = (
    _letter(
        "application.received",
        group=Group.APPLICATIONS,
        label=_("Your application has arrived"),
        description=_("When you hand in an application to teach or to recruit."),
        icon="tick-circle",
        sample="We have your application",
        public_only=True,
    ),
    _letter(
        "application.asked",
        group=Group.APPLICATIONS,
        label=_("A question about your application"),
        description=_("When we need to know more before we decide."),
        icon="mail",
        sample="A question about your application",
        urgency=Urgency.MANDATORY,
        public_only=True,
    ),
    _letter(
        "application.decided",
        group=Group.APPLICATIONS,
        label=_("A decision on your application"),
        description=_("When we decide, and when we take a decision back."),
        icon="award",
        sample="About your application",
        urgency=Urgency.MANDATORY,
        public_only=True,
    ),
    _letter(
        "application.answered",
        group=Group.WORK,
        label=_("An applicant answers your questions"),
        description=_("For the reviewer who has taken the application."),
        icon="mail",
        sample="Asha Rao has answered",
        audience=Audience.ADMINS,
        public_only=True,
    ),
    _letter(
        "company.standing",
        group=Group.COMPANY,
        label=_("How your company stands"),
        description=_("For owners: trial, payment, suspension, closing, before it happens and when it does."),
        icon="building",
        sample="Acme Realty is active",
        urgency=Urgency.MANDATORY,
        audience=Audience.OWNERS,
        company_only=True,
    ),
    _letter(
        "company.domain",
        group=Group.COMPANY,
        label=_("News of your company's domains"),
        description=_("For owners: a proof that was found, or is missing."),
        icon="globe",
        sample="learn.acme.example is yours here",
        urgency=Urgency.MANDATORY,
        audience=Audience.OWNERS,
        company_only=True,
    ),
)  # fmt: skip
