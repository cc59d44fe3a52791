"""The table of choices: kinds by channels, for a person or for the whole company."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tenants.accounts.api import User
from tenants.notify.enums import CHOSEN, Channel
from tenants.notify.kinds import Group, Kind
from tenants.notify.models import AddressTrouble, PersonRules, Preference, PushSubscription
from tenants.notify.planning import is_on
from tenants.notify.policies import kinds_for
from tenants.notify.selectors.company import Company, read_company
from tenants.notify.selectors.phone import phones_of, text_channels
from tenants.notify.selectors.reader import Rules, rules_of


@dataclass(frozen=True)
class Cell:
    """One kind on one channel. `is_fixed` means on for everybody; not `is_offered`, never on."""

    channel: Channel
    field: str
    is_on: bool
    is_offered: bool
    is_fixed: bool


@dataclass(frozen=True)
class Row:
    """One kind with its cells."""

    kind: Kind
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Section:
    """The rows under one heading."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class OwnSettings:
    """Everything on a person's settings page."""

    sections: tuple[Section, ...]
    channels: tuple[Channel, ...]
    rules: Rules
    devices: tuple[PushSubscription, ...]
    phone: str
    trouble: AddressTrouble | None
    company: Company


def field_of(kind: str, channel: str) -> str:
    """Return the form field of one cell."""
    return f"{kind}:{channel}"


def sections_of(
    kinds: Iterable[Kind],
    channels: tuple[Channel, ...],
    *,
    chosen: Mapping[tuple[str, str], bool],
    company: Mapping[tuple[str, str], bool],
) -> tuple[Section, ...]:
    """Return the table: what is on, by group."""
    by_group: dict[str, list[Row]] = {}
    for kind in kinds:
        cells = tuple(_cell(kind, channel, chosen, company) for channel in channels)
        by_group.setdefault(kind.group, []).append(Row(kind, cells))
    return tuple(Section(str(Group(group).label), tuple(rows)) for group, rows in by_group.items())


def _cell(
    kind: Kind,
    channel: Channel,
    chosen: Mapping[tuple[str, str], bool],
    company: Mapping[tuple[str, str], bool],
) -> Cell:
    is_fixed = kind.is_mandatory and channel in kind.on
    return Cell(
        channel=channel,
        field=field_of(kind.name, channel),
        is_on=is_on(kind, channel, chosen=chosen, company=company),
        is_offered=channel in kind.offered or is_fixed,
        is_fixed=is_fixed,
    )


def own_choices(user: User) -> dict[tuple[str, str], bool]:
    """Return what a person chose, by (kind, channel)."""
    rows = Preference.objects.filter(user_id=user.id).values_list("kind", "channel", "is_on")
    return {(kind, channel): is_on for kind, channel, is_on in rows}


def own_settings(user: User) -> OwnSettings:
    """Return a person's choices and rules, with what holds where they chose nothing."""
    company = read_company()
    phone = phones_of([user]).get(user.id, "")
    texts = text_channels() if phone else frozenset()
    channels = tuple(one for one in CHOSEN if one in (Channel.MAIL, Channel.PUSH) or one in texts)
    return OwnSettings(
        sections=sections_of(
            kinds_for(user), channels, chosen=own_choices(user), company=company.choices
        ),
        channels=channels,
        rules=rules_of(PersonRules.objects.filter(user_id=user.id).first(), company),
        devices=tuple(PushSubscription.objects.filter(user_id=user.id).order_by("created_at")),
        phone=phone,
        trouble=AddressTrouble.objects.filter(
            address=user.email or "", user=user, cleared_at__isnull=True
        ).first(),
        company=company,
    )
