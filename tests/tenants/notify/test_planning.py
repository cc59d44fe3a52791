"""Which channels, when, and why not: every combination of choices keeps these promises."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.notify.enums import CHOSEN, LOUD, Channel, DeliveryState, Rhythm, Urgency
from tenants.notify.hours import Quiet, quiet_until
from tenants.notify.kinds import KINDS, kind_named
from tenants.notify.planning import Reader, is_on, next_channel, plan

NIGHT = datetime(2026, 11, 22, 18, tzinfo=UTC)  # 23:30 in Kolkata
DAY = datetime(2026, 11, 22, 6, tzinfo=UTC)
QUIET = Quiet(time(21), time(8))
ASSIGNED = kind_named("learning.assignment_given")
COMPLETED = kind_named("team.course_completed")
REVOKED = kind_named("learning.certificate_revoked")

kinds = st.sampled_from(list(KINDS.values()))
choices = st.dictionaries(
    st.tuples(st.sampled_from(list(KINDS)), st.sampled_from([str(c) for c in CHOSEN])),
    st.booleans(),
    max_size=12,
)
readers = st.builds(
    Reader,
    is_active=st.booleans(),
    email=st.sampled_from(["", "a@acme.example"]),
    phone=st.sampled_from(["", "+919812345678"]),
    devices=st.integers(0, 2),
    chosen=choices,
    quiet=st.sampled_from([None, QUIET, Quiet(time(0), time(23, 59))]),
    zone=st.sampled_from(["Asia/Kolkata", "America/New_York", "UTC"]),
    rhythm=st.sampled_from(list(Rhythm)),
    trouble=st.sampled_from(["", "bounced", "complained"]),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@given(kinds, readers, choices, moments, st.booleans())
def test_promises(kind, reader, company, moment, falls_back) -> None:  # type: ignore[no-untyped-def]
    steps = plan(kind, reader, company=company, now=moment, falls_back=falls_back)
    by_channel = {step.channel: step for step in steps}
    assert len(by_channel) == len(steps), "one row for a channel"
    assert by_channel[Channel.IN_APP].state == DeliveryState.DELIVERED
    for step in steps[1:]:
        goes = step.state != DeliveryState.SUPPRESSED
        assert (step.due_at is not None) == (
            step.state in (DeliveryState.HELD, DeliveryState.DIGESTED)
        )
        if step.due_at is not None:
            assert step.due_at > moment
        if not goes:
            assert step.reason
            continue
        assert reader.is_active
        assert kind.is_mandatory or reader.chosen.get((kind.name, str(step.channel))) is not False
        if step.channel == Channel.MAIL:
            assert reader.email
            assert reader.trouble != "bounced"
        elif step.channel == Channel.PUSH:
            assert reader.devices
        else:
            assert reader.phone
        if step.channel in LOUD and not kind.is_mandatory and reader.quiet is not None:
            is_quiet = quiet_until(moment, reader.zone, reader.quiet) is not None
            assert (step.state == DeliveryState.HELD) == is_quiet
        if kind.urgency != Urgency.DIGESTABLE:
            assert step.state != DeliveryState.DIGESTED


@given(kinds, choices, choices)
def test_what_nobody_may_switch_off_is_on(kind, chosen, company) -> None:  # type: ignore[no-untyped-def]
    for channel in kind.on if kind.is_mandatory else ():
        assert is_on(kind, channel, chosen=chosen, company=company)


def states(steps: list) -> dict[str, tuple[str, str]]:  # type: ignore[type-arg]
    return {str(step.channel): (str(step.state), str(step.reason)) for step in steps}


def test_the_persons_word_goes_before_the_companys_and_that_before_ours() -> None:
    key = ("learning.assignment_given", "mail")
    reader = Reader(email="a@acme.example")
    assert states(plan(ASSIGNED, reader, company={key: False}, now=DAY)) == {
        "in_app": ("delivered", "")
    }
    wants = replace(reader, chosen={key: True})
    assert "mail" in states(plan(ASSIGNED, wants, company={key: False}, now=DAY))
    refuses = replace(reader, chosen={key: False})
    assert states(plan(ASSIGNED, refuses, company={}, now=DAY))["mail"] == (
        "suppressed",
        "switched_off",
    )


def test_at_night_the_phone_waits_and_mail_does_not() -> None:
    reader = Reader(email="a@acme.example", devices=1, quiet=QUIET)
    by_channel = {step.channel: step for step in plan(ASSIGNED, reader, company={}, now=NIGHT)}
    assert by_channel[Channel.MAIL].state == DeliveryState.QUEUED
    assert by_channel[Channel.PUSH].state == DeliveryState.HELD
    assert by_channel[Channel.PUSH].due_at == datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def test_a_complaint_stops_everything_but_what_is_mandatory() -> None:
    reader = Reader(email="a@acme.example", trouble="complained")
    assert states(plan(ASSIGNED, reader, company={}, now=DAY))["mail"] == (
        "suppressed",
        "complained",
    )
    assert states(plan(REVOKED, reader, company={}, now=DAY))["mail"] == ("queued", "")


@pytest.mark.parametrize(
    ("phone", "devices", "chosen", "expected"),
    [
        ("+919812345678", 0, {}, "whatsapp"),
        ("", 0, {}, None),
        # Push is on anyway, so nothing more is needed.
        ("+919812345678", 1, {}, "push"),
        ("+919812345678", 0, {("learning.assignment_given", "whatsapp"): False}, "sms"),
    ],
)
def test_without_mail_an_urgent_message_takes_the_next_way(
    phone: str, devices: int, chosen: dict[tuple[str, str], bool], expected: str | None
) -> None:
    reader = Reader(phone=phone, devices=devices, chosen=chosen)
    off = states(plan(ASSIGNED, reader, company={}, now=DAY))
    assert not {"whatsapp", "sms"} & {c for c, s in off.items() if s[0] != "suppressed"}
    on = states(plan(ASSIGNED, reader, company={}, now=DAY, falls_back=True))
    sent = {channel for channel, (state, _why) in on.items() if state == "queued"}
    assert sent == ({expected} if expected else set())


def test_what_may_still_arrive_makes_another_channel_needless() -> None:
    reader = Reader(phone="+919812345678", devices=1)
    assert next_channel(ASSIGNED, reader, tried={"mail": False, "push": True}) is None
    assert next_channel(ASSIGNED, reader, tried={"mail": False, "push": False}) == Channel.WHATSAPP
    assert next_channel(COMPLETED, reader, tried={"mail": False}) is None
