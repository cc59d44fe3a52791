"""The one way to tell people something: facts and a key in, everything else follows from the catalogue."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from tenants.accounts.api import User
from tenants.kernel.jobs import enqueue, when_idle
from tenants.notify.kinds import kind_named
from tenants.notify.models import Batch, Notification
from tenants.notify.services.announcing import announce
from tenants.notify.services.dispatching import dispatch
from tenants.notify.wording import encode

# More people than this are written by jobs, `CHUNK` of them in a transaction.
AT_ONCE = 50
CHUNK = 200


@dataclass(frozen=True)
class _Told:
    """What one person is told; `context` as JSON."""

    context: dict[str, Any]
    url: str


def notify(
    *,
    to: UUID | Collection[UUID],
    kind: str,
    context: Mapping[str, Any],
    dedupe_key: str,
    url: str = "",
    about: str = "",
    personal: Mapping[UUID, Mapping[str, Any]] | None = None,
    language: str = "",
) -> None:
    """Tell people something, once. Call it in the transaction of the act itself.

    Who hears of it by which channel and when is decided by a job after commit: by the catalogue, the
    company's defaults, each person's choices and hours. A team chat that asked for the kind gets it
    once, however many people do, also when they are none.

    Args:
        to: ids of people; who does not exist here is left out.
        kind: a name of the catalogue.
        context: the facts that the kind declares.
        dedupe_key: one person is told once under a key, however often this is called.
        url: a path on this company's host, opened when the message is.
        about: what it is about, such as `course:<id>`.
        personal: facts, and `url`, that differ from person to person, by id.
        language: to write in to a few people who chose none, such as the one they wrote to us in.

    Raises:
        KeyError: for a kind that is not in the catalogue.
        ValueError: for facts that are not those the kind declares.

    """
    declared = kind_named(kind)
    ids = [to] if isinstance(to, UUID) else list(dict.fromkeys(to))
    shared = None if personal else _Told(encode(declared, context), url)
    told: dict[UUID, _Told] = {}
    for one in ids:
        own = dict((personal or {}).get(one, {}))
        own_url = str(own.pop("url", url))
        told[one] = shared or _Told(encode(declared, {**context, **own}), own_url)
    with transaction.atomic():
        if declared.chat:
            first = next(iter(told.values()), shared) or _Told(encode(declared, context), url)
            announce(kind=declared, context=first.context, dedupe_key=dedupe_key, url=url)
        if len(ids) <= AT_ONCE:
            made = _write(told, kind=kind, about=about, dedupe_key=dedupe_key, language=language)
            if made:
                enqueue("notify.dispatch", notification_ids=made)
            return
        batch = Batch.objects.create(
            kind=kind,
            context=shared.context if shared else {},
            personal={}
            if shared
            else {str(one): {"context": t.context, "url": t.url} for one, t in told.items()},
            url=url,
            about=about,
            dedupe_key=dedupe_key,
            user_ids=[str(one) for one in ids],
        )
        # Whoever did it waits for none of this, and nobody else's job waits behind it.
        with when_idle():
            for start in range(0, len(ids), CHUNK):
                enqueue("notify.write_chunk", batch_id=batch.id, start=start)


def write_chunk(*, batch_id: UUID, start: int) -> None:
    """Write and dispatch one chunk of a batch; a second time finds everything written."""
    with transaction.atomic():
        batch = Batch.objects.filter(id=batch_id).first()
        if batch is None:
            return
        told = {}
        for one in batch.user_ids[start : start + CHUNK]:
            own = batch.personal.get(one)
            told[UUID(one)] = (
                _Told(own["context"], own["url"]) if own else _Told(batch.context, batch.url)
            )
        made = _write(told, kind=batch.kind, about=batch.about, dedupe_key=batch.dedupe_key)
        dispatch(notification_ids=made)


def _write(
    told: Mapping[UUID, _Told], *, kind: str, about: str, dedupe_key: str, language: str = ""
) -> list[UUID]:
    """Write the rows that are not there yet; return the ids of those tried, written or not."""
    known = User.objects.filter(id__in=told, is_active=True).values_list("id", flat=True)
    rows = [
        Notification(
            user_id=one,
            kind=kind,
            context=told[one].context,
            url=told[one].url,
            about=about,
            dedupe_key=dedupe_key,
            language=language,
        )
        for one in sorted(known)
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return [row.id for row in rows]
