"""Processes hear from each other that the directory changed; deaf ones know that they are."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from tenants.enums import Mover, TenantStatus
from tenants.events import DetailsChanged
from tenants.handlers import on_details_changed
from tenants.kernel import directory_news
from tenants.kernel.directory_news import DirectoryNews, announce_change
from tenants.kernel.ids import uuid7
from tenants.schemas import in_public
from tenants.services import claims
from tenants.services.life import change_status
from tests.database import company

_LONG = 60.0  # seconds that nothing here takes


@contextmanager
def _listening() -> Iterator[tuple[DirectoryNews, threading.Event]]:
    heard = threading.Event()
    news = DirectoryNews(heard.set)
    news.listen()
    try:
        yield news, heard
    finally:
        news.stop()


def test_a_change_is_heard_when_it_is_committed(committed: None) -> None:
    with _listening() as (news, heard):
        assert heard.wait(_LONG)  # what changed before it listened
        heard.clear()
        with in_public(), transaction.atomic():
            announce_change()
            assert not heard.is_set()
        assert heard.wait(_LONG)
        assert news.is_heard


def test_what_is_undone_is_not_told(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(directory_news, "_publish", lambda: told.append(1))
    with in_public(), transaction.atomic():
        announce_change()
        transaction.set_rollback(True)
    assert told == []


def test_with_redis_away_a_process_knows_that_it_hears_nothing(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with _listening() as (news, heard):
        assert heard.wait(_LONG)  # it may have missed something
        assert not news.is_heard


def test_with_redis_away_a_change_is_made_all_the_same(committed: None, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with in_public():
        change_status(tenant_id=company("acme").id, target=TenantStatus.CLOSED, mover=Mover.OWNER)
    assert company("acme").status == TenantStatus.CLOSED


def _closed() -> None:
    change_status(tenant_id=company("acme").id, target=TenantStatus.CLOSED, mover=Mover.OWNER)


def _renamed() -> None:
    event = DetailsChanged(
        request_id=uuid7(), name="Acme Homes", time_zone="Asia/Kolkata", locale="en"
    )
    on_details_changed(event, event_id=uuid7(), origin=company("acme"))


def _moved() -> None:
    claims.do(act="use_own", tenant_id=company("acme").id, domain="", actor_id=None)


@pytest.mark.parametrize("act", [_closed, _renamed, _moved])
def test_it_is_told_of(
    committed: None, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]
) -> None:
    told: list[int] = []
    monkeypatch.setattr(directory_news, "_publish", lambda: told.append(1))
    with in_public():
        act()
    assert len(told) >= 1
