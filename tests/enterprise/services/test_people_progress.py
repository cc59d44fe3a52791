"""How far an import is, as a person sees it from outside its transaction: while it works, and when it is done."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread

import pytest
from django.db import connections, transaction
from django.test import Client

from enterprise.models import ImportState, PeopleImport, PeopleImportRow, RowFate
from enterprise.selectors.people_import import people_import, rows_done
from enterprise.services import people_import as service
from enterprise.services import people_upload as upload_service
from tenants.accounts.api import Role, User
from tenants.schemas import TenantInfo, in_tenant
from tests import database
from tests.enterprise.services.test_people_import import GOOD, go, upload
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.usefixtures("committed")
Browser = Callable[..., Client]
WITHIN = 60.0  # seconds, beside other tests on two cores


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four rows are a long file: read and written by a job, two at a time."""
    monkeypatch.setattr(upload_service, "BATCH", 2)
    monkeypatch.setattr(upload_service, "READ_AT_ONCE_BYTES", 10)
    monkeypatch.setattr(service, "AT_ONCE", 3)


@contextmanager
def standing_in_the_way(company: TenantInfo, write: Callable[[], object]) -> Iterator[None]:
    """Hold a row uncommitted, so that whoever writes the same key waits until this is over."""
    written, over = Event(), Event()

    def hold() -> None:
        try:
            with in_tenant(company), transaction.atomic():
                write()
                written.set()
                over.wait(2 * WITHIN)
                transaction.set_rollback(True)
        finally:
            connections.close_all()

    holder = Thread(target=hold)
    holder.start()
    try:
        assert written.wait(WITHIN)
        yield
    finally:
        over.set()
        holder.join(WITHIN)


@contextmanager
def at_work(company: TenantInfo, job: Callable[[], object]) -> Iterator[None]:
    """Run a job as a worker does, on a connection of its own; it has ended when this has."""

    def work() -> None:
        try:
            with in_tenant(company):
                job()
        finally:
            connections.close_all()

    worker = Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        worker.join(WITHIN)
        assert not worker.is_alive()


@contextmanager
def held_up(
    company: TenantInfo, write: Callable[[], object], job: Callable[[], object]
) -> Iterator[None]:
    """Run a job that has to wait where somebody stands in its way; let it go on to its end afterwards."""
    with ExitStack() as both:
        way = both.enter_context(ExitStack())
        way.enter_context(standing_in_the_way(company, write))
        both.enter_context(at_work(company, job))
        both.callback(way.close)
        yield


def ask_until(browser: Client, path: str, words: str) -> str:
    """Ask as the page does until it says something; return what it said then."""
    deadline = time.monotonic() + WITHIN
    while words not in (said := browser.get(path, headers={"hx-request": "true"}).content.decode()):
        assert time.monotonic() < deadline, said
    return said


def begun(company: TenantInfo) -> tuple[PeopleImport, User]:
    with in_tenant(company):
        admin = UserFactory(roles=[Role.ADMIN])
        return upload(GOOD, admin), admin


@pytest.mark.usefixtures("small_steps")
def test_reading_tells_its_rows_and_leads_on(browser_of: Browser) -> None:
    acme = database.company("acme")
    row, admin = begun(acme)
    browser, path = browser_of(acme, admin), f"/manage/people/import/{row.id}/"
    assert "rows done" not in ask_until(browser, path, "Reading the file")

    def third() -> None:
        PeopleImportRow.objects.create(people_import=row, line=4, fate=RowFate.PROBLEM)

    with held_up(acme, third, lambda: _read(row, admin)):
        said = ask_until(browser, path, "2 rows done")
        assert "Reading the file" in said
        with in_tenant(acme):
            # Of what the number speaks, nothing is to be seen before all of it is.
            assert (rows_done(row.id), PeopleImportRow.objects.count()) == (2, 0)
    _is_led_on(browser, path)
    with in_tenant(acme):
        info = people_import(row.id)
        assert info is not None
        assert (info.state, info.ready, rows_done(row.id)) == (ImportState.OPEN, 4, 4)
    assert "4 people are ready" in browser.get(path).content.decode()


@pytest.mark.usefixtures("small_steps")
def test_writing_tells_its_rows_and_reaches_done(browser_of: Browser) -> None:
    acme = database.company("acme")
    row, admin = begun(acme)
    browser, path = browser_of(acme, admin), f"/manage/people/import/{row.id}/"
    with in_tenant(acme):
        _read(row, admin)
        go(row, admin, agreed=4)
    said = ask_until(browser, path, "Importing 4 people")
    assert ("rows done" in said, "value=" in said) == (False, False)

    def write() -> None:
        service.run_import(import_id=row.id, agreed=4, actor_id=admin.id)

    with held_up(acme, lambda: UserFactory(email="p2@example.com"), write):
        said = ask_until(browser, path, "2 rows done")
        assert 'max="100" value="50"' in said
        with in_tenant(acme):
            assert (rows_done(row.id), User.objects.count()) == (2, 1)
    _is_led_on(browser, path)
    with in_tenant(acme):
        info = people_import(row.id)
        assert info is not None
        assert (info.state, info.imported, rows_done(row.id)) == (ImportState.DONE, 4, 4)
        assert User.objects.count() == 5
    page = browser.get(path).content.decode()
    assert "4 imported" in page
    assert "Everybody in this file who was to be imported is here." in page


def _read(row: PeopleImport, admin: User) -> None:
    upload_service.read_people(import_id=row.id, actor_id=admin.id)


def _is_led_on(browser: Client, path: str) -> None:
    answer = browser.get(path, headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == path
