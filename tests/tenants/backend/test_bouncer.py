"""Through PgBouncer in transaction mode each read finds its own company; with the stock engine it does not."""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django_tenants.postgresql_backend.base import DatabaseWrapper as StockDatabaseWrapper

from tenants.backend.names import PUBLIC_SCHEMA
from tenants.backend.roles import create_schema, grant_schema
from tenants.schemas import TenantInfo, in_tenant
from tenants.services.building import erase_schema
from tenants.services.migration import as_owner
from tests.tenants.backend.bouncer import NotToBeHad, bouncer

# One after the other: they share the program's folder, and roles are the whole cluster's.
pytestmark = pytest.mark.xdist_group("bouncer")
THREADS, READS = 12, 5_000
SCHEMAS = [f"c_bouncer{number:05}" for number in range(4)]


@pytest.fixture
def marked(committed: None) -> Iterator[None]:
    """Four companies, each with a table that says whose it is."""
    with (
        as_owner(PUBLIC_SCHEMA) as owner,
        transaction.atomic(using="owner"),
        owner.cursor() as cursor,
    ):
        for schema in SCHEMAS:
            create_schema(cursor, database=owner.database, schema=schema)
            cursor.execute(f"CREATE TABLE \"{schema}\".mark AS SELECT '{schema}' AS whose")
            grant_schema(cursor, database=owner.database, schema=schema)
    yield
    for schema in SCHEMAS:
        erase_schema(schema)


@pytest.fixture
def bounced(marked: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both logins lead through PgBouncer, for threads that connect from now on."""
    home = Path(os.environ["SMH_HOME"])
    urls = os.environ["DATABASE_URL"], os.environ["OWNER_DATABASE_URL"]
    try:
        with bouncer(home, *urls) as port, monkeypatch.context() as patch:
            patch.setitem(connections.settings["default"], "PORT", port)
            yield
    except NotToBeHad as reason:
        pytest.skip(f"No PgBouncer: {reason}")


def _ours(read: int, schema: str) -> str:
    with in_tenant(TenantInfo(schema_name=schema)):
        if read % 2:
            with transaction.atomic():
                return _whose(connection)
        return _whose(connection)


def _whose(through: object) -> str:
    with through.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT whose FROM mark")
        return str(cursor.fetchone()[0])


def _read(
    read: Callable[[int, str], str],
    *,
    until_wrong: bool = False,
    done: Callable[[], None] = lambda: None,
) -> Counter[str]:
    """Read from twelve threads, the four companies by turns; count what was right, wrong, failed."""
    found: Counter[str] = Counter()
    numbers = count()

    def work() -> None:
        try:
            while (number := next(numbers)) < READS and not (until_wrong and found["wrong"]):
                schema = SCHEMAS[number % len(SCHEMAS)]
                try:
                    found["right" if read(number, schema) == schema else "wrong"] += 1
                except Exception as error:
                    found[f"{type(error).__name__}: {error}"] += 1
        finally:
            connections.close_all()
            done()

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_no_read_finds_another_company(bounced: None) -> None:
    assert _read(_ours) == {"right": READS}


def test_with_the_stock_engine_some_do(bounced: None) -> None:
    engines = threading.local()
    settings = {
        **connections.settings["default"],
        **{name: connections.settings["owner"][name] for name in ("USER", "PASSWORD")},
        "ENGINE": "django_tenants.postgresql_backend",
    }

    def stock(read: int, schema: str) -> str:
        if not hasattr(engines, "own"):
            engines.own = StockDatabaseWrapper(settings, alias="stock")
        engines.own.set_schema(schema, include_public=False)
        return _whose(engines.own)

    def close() -> None:
        if hasattr(engines, "own"):  # a thread that came too late read nothing
            engines.own.close()

    assert _read(stock, until_wrong=True, done=close)["wrong"] > 0
