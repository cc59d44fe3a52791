"""Decides by which channels a message goes to one person, and when. Pure; the property tests hold it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from tenants.notify.enums import (
    CHOSEN,
    LOUD,
    Channel,
    DeliveryState,
    Reason,
    Rhythm,
    Trouble,
    Urgency,
)
from tenants.notify.hours import Quiet, next_digest, quiet_until
from tenants.notify.kinds import Kind

_NO_WAY_TO_MAIL = (Reason.NO_ADDRESS, Reason.ADDRESS_BOUNCED, Reason.COMPLAINED)


@dataclass(frozen=True)
class Reader:
    """What is known of a person when something is to be told.

    Args:
        chosen: their own choices by (kind, channel).
        quiet: None when they have no quiet hours.
        zone: IANA name.
        texts: by which of SMS and WhatsApp texts can be sent here.
        trouble: why mail to their address stops, or "".
    """

    is_active: bool = True
    email: str = ""
    phone: str = ""
    texts: frozenset[Channel] = frozenset({Channel.WHATSAPP, Channel.SMS})
    devices: int = 0
    chosen: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    quiet: Quiet | None = None
    zone: str = "Asia/Kolkata"
    rhythm: Rhythm = Rhythm.IMMEDIATE
    digest_hour: int = 9
    digest_weekday: int = 0
    trouble: str = ""


@dataclass(frozen=True)
class Planned:
    """What shall happen on one channel; `due_at` for what waits."""

    channel: Channel
    state: DeliveryState
    reason: str = ""
    due_at: datetime | None = None


def is_on(
    kind: Kind,
    channel: Channel,
    *,
    chosen: Mapping[tuple[str, str], bool],
    company: Mapping[tuple[str, str], bool],
) -> bool:
    """Whether a kind goes out on a channel: the person's word, then the company's, then ours."""
    if channel == Channel.IN_APP or (kind.is_mandatory and channel in kind.on):
        return True
    if channel not in kind.offered:
        return False
    key = (kind.name, str(channel))
    return chosen.get(key, company.get(key, channel in kind.on))


def plan(
    kind: Kind,
    reader: Reader,
    *,
    company: Mapping[tuple[str, str], bool],
    now: datetime,
    falls_back: bool = False,
) -> list[Planned]:
    """Return what shall happen on each channel, in-app first.

    A channel nobody asked for leaves no trace; one that the person switched off against the default,
    or that cannot reach them although it is on, is written down as not sent, with the reason.
    """
    planned = [Planned(Channel.IN_APP, DeliveryState.DELIVERED)]
    for channel in CHOSEN:
        step = _on(kind, channel, reader, company, now)
        if step is not None:
            planned.append(step)
    if falls_back and any(
        step.channel == Channel.MAIL and step.reason in _NO_WAY_TO_MAIL for step in planned
    ):
        instead = next_channel(
            kind,
            reader,
            tried={step.channel: step.state != DeliveryState.SUPPRESSED for step in planned},
        )
        if instead is not None:
            planned.append(replace(when(kind, instead, reader, now), reason=Reason.FALLBACK))
    return planned


def next_channel(kind: Kind, reader: Reader, *, tried: Mapping[str, bool]) -> Channel | None:
    """Return the channel to turn to when one failed for good, or None.

    It must reach the person, who must not have switched it off for this kind.

    Args:
        tried: the channels that were decided on already, with whether they may still arrive; one
            that may makes another needless.
    """
    for channel in kind.fallback:
        if tried.get(channel):
            return None
        if channel in tried or not reader.chosen.get((kind.name, str(channel)), True):
            continue
        if obstacle_to(channel, reader, mandatory=kind.is_mandatory) is None:
            return channel
    return None


def _on(
    kind: Kind,
    channel: Channel,
    reader: Reader,
    company: Mapping[tuple[str, str], bool],
    now: datetime,
) -> Planned | None:
    if not is_on(kind, channel, chosen=reader.chosen, company=company):
        if is_on(kind, channel, chosen={}, company=company):
            return _not(channel, Reason.SWITCHED_OFF)
        return None
    if not reader.is_active:
        return _not(channel, Reason.INACTIVE)
    obstacle = obstacle_to(channel, reader, mandatory=kind.is_mandatory)
    if obstacle:
        asked_for = (kind.name, str(channel)) in reader.chosen or channel == Channel.MAIL
        return _not(channel, obstacle) if asked_for else None
    return when(kind, channel, reader, now)


def obstacle_to(channel: Channel, reader: Reader, *, mandatory: bool) -> Reason | None:
    """Return why a channel cannot reach a person, or None when it can."""
    if channel == Channel.MAIL:
        if not reader.email:
            return Reason.NO_ADDRESS
        if reader.trouble == Trouble.BOUNCED:
            return Reason.ADDRESS_BOUNCED
        # Who reported a mail as unwanted still gets what nobody can switch off.
        return Reason.COMPLAINED if reader.trouble and not mandatory else None
    if channel == Channel.PUSH:
        return None if reader.devices else Reason.NO_DEVICE
    return None if reader.phone and channel in reader.texts else Reason.NO_PHONE


def when(kind: Kind, channel: Channel, reader: Reader, now: datetime) -> Planned:
    """Return when a message may go out on a channel that is on and reaches the person."""
    if channel in LOUD and not kind.is_mandatory:
        end = quiet_until(now, reader.zone, reader.quiet)
        if end is not None:
            return Planned(channel, DeliveryState.HELD, due_at=end)
    if channel == Channel.MAIL and kind.urgency == Urgency.DIGESTABLE:
        due = next_digest(
            now,
            reader.zone,
            rhythm=reader.rhythm,
            hour=reader.digest_hour,
            weekday=reader.digest_weekday,
        )
        if due is not None:
            return Planned(channel, DeliveryState.DIGESTED, due_at=due)
    return Planned(channel, DeliveryState.QUEUED)


def _not(channel: Channel, reason: Reason) -> Planned:
    return Planned(channel, DeliveryState.SUPPRESSED, reason)
