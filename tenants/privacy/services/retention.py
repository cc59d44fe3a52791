"""What goes by itself when its time is over."""

from datetime import timedelta
from typing import cast

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connections, transaction
from django.db.models import Model, QuerySet

from tenants.backend.base import DatabaseWrapper
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.personal import Fate, Held
from tenants.privacy.enums import ArchiveState
from tenants.privacy.holdings import holdings_here
from tenants.privacy.models import PersonalArchive
from tenants.schemas import current_tenant

_BATCH = 5000


def keep_house() -> dict[str, int]:
    """Remove the entered schema's rows whose time is over, in batches of their own transactions.

    Returns:
        How many rows went, by table; tables without any are left out.
    """
    gone = {"sessions.Session": _remove(Session.objects.filter(expire_date__lt=now()))}
    for held in holdings_here():
        if held.keep_days is not None and not _is_log(held):
            gone[held.model] = gone.get(held.model, 0) + _outdated(held)
    gone["privacy.PersonalArchive"] = _expired_archives()
    return {table: count for table, count in gone.items() if count}


def shorten_logs() -> dict[str, int]:
    """Remove what is too old from tables that the application itself may only add to.

    Over the owner's connection, which alone may; tables without a term are left alone.

    Returns:
        How many rows went, by table.
    """
    gone = {
        held.model: _remove_as_owner(_old_rows(held))
        for held in holdings_here()
        if held.keep_days is not None and _is_log(held)
    }
    return {table: count for table, count in gone.items() if count}


def _is_log(held: Held) -> bool:
    return getattr(apps.get_model(held.model), "append_only", False)


def _old_rows(held: Held) -> QuerySet[Model]:
    limit = now() - timedelta(days=held.keep_days or 0)
    return apps.get_model(held.model)._default_manager.filter(**{f"{held.dated}__lt": limit})


def _outdated(held: Held) -> int:
    old = _old_rows(held)
    if held.fate is Fate.CLEAR:
        fresh = old.exclude(**held.clear)
        with transaction.atomic():
            return fresh.update(**held.clear)
    return _remove(old, files=held.files)


def _remove(rows: QuerySet[Model], files: tuple[str, ...] = ()) -> int:
    count = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        batch = rows.model._default_manager.filter(pk__in=keys)
        paths = [path for field in files for path in batch.values_list(field, flat=True) if path]
        with transaction.atomic():
            batch.delete()
        for path in paths:
            storage.delete(path)
        count += len(keys)
    return count


def _remove_as_owner(rows: QuerySet[Model]) -> int:
    owner = cast(DatabaseWrapper, connections["owner"])
    owner.set_tenant(current_tenant())
    try:
        with transaction.atomic(using="owner"):
            return rows.using("owner")._raw_delete("owner")
    finally:
        owner.set_tenant(None)


def _expired_archives() -> int:
    count = 0
    for archive in PersonalArchive.objects.filter(state=ArchiveState.READY, expires_at__lt=now()):
        storage.delete(archive.key)
        with transaction.atomic():
            PersonalArchive.objects.filter(id=archive.id).update(
                state=ArchiveState.EXPIRED, key="", size_bytes=0
            )
        count += 1
    return count
