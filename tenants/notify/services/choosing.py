"""What people and companies choose. What waits already is looked at again with the new choice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid
from tenants.kernel.jobs import enqueue
from tenants.notify.enums import Channel, DeliveryState, Rhythm
from tenants.notify.hours import next_digest, quiet_until
from tenants.notify.kinds import KINDS, Kind
from tenants.notify.models import (
    CompanyDefault,
    CompanyRules,
    Delivery,
    PersonRules,
    Preference,
)
from tenants.notify.planning import is_on
from tenants.notify.selectors.company import company_choices, read_company
from tenants.notify.selectors.reader import readers_of

Choices = Mapping[tuple[str, str], bool]


def choose(*, user: User, choices: Choices) -> None:
    """Write down what a person wants; what is like the company's default follows it later as well.

    Args:
        user: whose choice it is.
        choices: by (kind, channel); what is not offered is left out.
    """
    company = company_choices()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(id=user.id)
        for (name, channel), wanted in _offered(choices):
            kind = KINDS[name]
            if wanted == is_on(kind, Channel(channel), chosen={}, company=company):
                Preference.objects.filter(user=user, kind=name, channel=channel).delete()
            else:
                Preference.objects.update_or_create(
                    user=user,
                    kind=name,
                    channel=channel,
                    defaults={"is_on": wanted, "changed_at": now()},
                )


def set_person_rules(
    *,
    user: User,
    time_zone: str,
    is_quiet_on: bool,
    quiet_from: time,
    quiet_until: time,
    rhythm: str,
    digest_hour: int,
    digest_weekday: int,
) -> None:
    """Write down when a person may be disturbed and how mail is collected.

    Raises:
        Invalid: (`quiet_until`) when quiet hours begin and end at the same time.
    """
    _check_quiet(is_quiet_on, quiet_from, quiet_until)
    with transaction.atomic():
        PersonRules.objects.update_or_create(
            user=user,
            defaults={
                "time_zone": time_zone,
                "is_quiet_on": is_quiet_on,
                "quiet_from": quiet_from,
                "quiet_until": quiet_until,
                "rhythm": Rhythm(rhythm),
                "digest_hour": digest_hour,
                "digest_weekday": digest_weekday,
            },
        )
        look_again(user)


def stop_mail(*, user: User, kinds: Sequence[str]) -> list[Kind]:
    """Switch mail off for some kinds, by the link in a mail; return those that it concerns."""
    concerned = [KINDS[name] for name in kinds if name in KINDS and not KINDS[name].is_mandatory]
    with transaction.atomic():
        for kind in concerned:
            Preference.objects.update_or_create(
                user=user,
                kind=kind.name,
                channel=Channel.MAIL,
                defaults={"is_on": False, "changed_at": now()},
            )
    return concerned


def resume_mail(*, user: User, kinds: Sequence[str]) -> None:
    """Undo `stop_mail`: mail about these kinds comes again, whatever the company's default."""
    with transaction.atomic():
        for name in kinds:
            if name in KINDS and Channel.MAIL in KINDS[name].offered:
                Preference.objects.update_or_create(
                    user=user,
                    kind=name,
                    channel=Channel.MAIL,
                    defaults={"is_on": True, "changed_at": now()},
                )


def set_company_defaults(
    *,
    choices: Choices,
    is_quiet_on: bool,
    quiet_from: time,
    quiet_until: time,
    rhythm: str,
    falls_back: bool,
    actor: User,
) -> None:
    """Write down what holds for everybody who has not chosen.

    Raises:
        Invalid: (`quiet_until`) when quiet hours begin and end at the same time.
    """
    _check_quiet(is_quiet_on, quiet_from, quiet_until)
    with transaction.atomic():
        before = company_choices()
        wanted = {key: on for key, on in _offered(choices) if _ours(*key) != on}
        for key in before.keys() - wanted.keys():
            CompanyDefault.objects.filter(kind=key[0], channel=key[1]).delete()
        for (kind, channel), on in wanted.items():
            CompanyDefault.objects.update_or_create(
                kind=kind, channel=channel, defaults={"is_on": on}
            )
        CompanyRules.objects.update_or_create(
            only=True,
            defaults={
                "is_quiet_on": is_quiet_on,
                "quiet_from": quiet_from,
                "quiet_until": quiet_until,
                "rhythm": Rhythm(rhythm),
                "falls_back": falls_back,
            },
        )
        changed = sorted(
            f"{kind} {channel}"
            for kind, channel in before.keys() | wanted.keys()
            if before.get((kind, channel)) != wanted.get((kind, channel))
        )
        audit.record("messages.defaults_changed", actor=actor, changes={"changed": changed})


def _ours(kind: str, channel: str) -> bool:
    return is_on(KINDS[kind], Channel(channel), chosen={}, company={})


def _offered(choices: Choices) -> Iterable[tuple[tuple[str, str], bool]]:
    for (name, channel), wanted in sorted(choices.items()):
        kind = KINDS.get(name)
        if (
            kind is not None
            and channel in kind.offered
            and not (kind.is_mandatory and channel in kind.on)
        ):
            yield (name, str(channel)), wanted


def _check_quiet(is_quiet_on: bool, start: time, end: time) -> None:
    if is_quiet_on and start == end:
        raise Invalid(
            _("Quiet hours that begin and end at the same time are none. Switch them off instead."),
            field="quiet_until",
        )


def look_again(user: User) -> None:
    """Give what waits its new moment; the jobs of the old one will find nothing to do."""
    company, moment = read_company(), now()
    reader = readers_of([user], company)[user.id]
    waiting = Delivery.objects.select_for_update(of=("self",)).filter(user=user)
    summary = next_digest(
        moment,
        reader.zone,
        rhythm=reader.rhythm,
        hour=reader.digest_hour,
        weekday=reader.digest_weekday,
    )
    digested = waiting.filter(state=DeliveryState.DIGESTED)
    if digested.exists():
        due = summary or moment
        Delivery.objects.filter(user=user, state=DeliveryState.DIGESTED).update(due_at=due)
        enqueue("notify.send_digest", run_after=due, user_id=user.id)
    due = quiet_until(moment, reader.zone, reader.quiet) or moment
    held: list[UUID] = [row.id for row in waiting.filter(state=DeliveryState.HELD).order_by("id")]
    Delivery.objects.filter(id__in=held).update(due_at=due)
    for delivery_id in held:
        enqueue("notify.deliver", run_after=due, delivery_id=delivery_id)
