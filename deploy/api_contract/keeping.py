"""Whether a promise is kept: what a program that was written for the old one would stumble over."""

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from django.conf import settings

from deploy.api_contract.promise import BOUNDS, Promise
from tenants.api_access.retirement import Retirement

_UPPER = ("maximum", "maxLength", "maxItems")


def broken(old: Promise, new: Promise, *, at: datetime) -> list[str]:
    """Return, in words, everything that was taken away or narrowed.

    What is asked for may become less and may become wider; what is answered may become more. A word (of a scope,
    a problem, a list of values) may be added and never go. An address may go when it was announced as
    `tenants.api_access.retirement` wants, and the announced day is over.

    Args:
        old: what was promised.
        new: what the code says now.
        at: today; aware UTC.
    """
    found = [*_gone("scope", old["scopes"], new["scopes"])]
    found += _gone("problem", old["problems"], new["problems"])
    for name, operation in old["operations"].items():
        if name not in new["operations"]:
            if not _has_ended(name.partition(" ")[2], at):
                found.append(f"{name} is gone")
            continue
        found += (f"{name}: {told}" for told in _changed(operation, new["operations"][name]))
    return found


def added(old: Promise, new: Promise) -> list[str]:
    """Return the names of operations that are new."""
    return sorted(set(new["operations"]) - set(old.get("operations", {})))


def _has_ended(path: str, at: datetime) -> bool:
    retirements = cast("tuple[Retirement, ...]", settings.API_RETIREMENTS)
    return any(path.startswith(one.prefix) and one.ends_at <= at for one in retirements)


def _gone(kind: str, old: list[str], new: list[str]) -> Iterator[str]:
    yield from (f"the {kind} {word} is gone" for word in old if word not in new)


def _changed(old: Promise, new: Promise) -> Iterator[str]:
    if new["scope"] not in ("", old["scope"]):
        yield f"its scope is {new['scope']}, was {old['scope'] or 'none'}"
    for part in ("parameters", "body"):
        yield from _asked(old[part], new[part])
    for status, fields in old["answers"].items():
        if status not in new["answers"]:
            yield f"it does not answer {status} any more"
        else:
            yield from _answered(fields, new["answers"][status])


def _asked(old: dict[str, Promise], new: dict[str, Promise]) -> Iterator[str]:
    """What is sent as it always was must go on to be taken."""
    for name, asked in new.items():
        if asked.get("required") and not old.get(name, {}).get("required"):
            yield f"{name} has to be sent"
    for name, before in old.items():
        value = new.get(name)
        if value is None:
            yield f"{name} is not taken any more"
            continue
        if "any" not in value["types"]:
            yield from (
                f"{name} may not be {kind} any more"
                for kind in before["types"]
                if kind not in value["types"]
            )
        if "words" in value:
            yield from (
                f"{name} may not be {word} any more" for word in _lost(before, value["words"])
            )
        yield from (
            f"{name}: {bound} is {value[bound]}, was {before.get(bound, 'not set')}"
            for bound in BOUNDS
            if bound in value and _is_narrower(bound, before.get(bound), value[bound])
        )


def _lost(before: Promise, words: list[str]) -> list[str]:
    return [word for word in before.get("words", ["anything"]) if word not in words]


def _is_narrower(bound: str, before: object, now: object) -> bool:
    if before is None or not isinstance(before, int | float) or not isinstance(now, int | float):
        return before != now
    return now < before if bound in _UPPER else now > before


def _answered(old: dict[str, Promise], new: dict[str, Promise]) -> Iterator[str]:
    """What was read from an answer must go on to be there, and be what it was."""
    for name, before in old.items():
        value = new.get(name)
        if value is None:
            yield f"{name} is not answered any more"
            continue
        if before.get("required") and not value.get("required"):
            yield f"{name} may be missing"
        if value["types"] != before["types"]:
            yield f"{name} is {' or '.join(value['types'])}, was {' or '.join(before['types'])}"
        if "words" in before:
            yield from (
                f"{name} is never {word} any more"
                for word in before["words"]
                if word not in value.get("words", [])
            )
