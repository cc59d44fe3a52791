"""What an answer says once everything is taken out that differs anyway, and what a schema holds."""

import re
from typing import Any

from django.db import connections, transaction
from django.http import HttpResponseBase
from django.test import Client

from tenants.schemas import TenantInfo

_NOISE = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|"x-csrftoken": "[^"]*"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
)
# Sessions change with every visit; they are tried on their own.
_UNTOLD = {"django_session"}


def ask(
    client: Client, verb: str, address: str, data: Any = None, *, as_json: bool = False
) -> HttpResponseBase:
    """Send a request and return the answer, whole even when it is streamed."""
    options: dict[str, Any] = {"data": data} if data is not None else {}
    if as_json or verb in ("put", "patch", "delete") or (data and "ranges" in data):
        options = {"data": data or {}, "content_type": "application/json"}
    return getattr(client, verb)(address, **options)  # type: ignore[no-any-return]


def told(answer: Any, *, raw: bool = False) -> tuple[int, str, bytes]:
    """Return status, target and body of an answer, without tokens and ids unless `raw`."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    location = _NOISE.sub(b"", answer.get("Location", "").encode()).decode()
    return answer.status_code, location, body if raw else _NOISE.sub(b"", body)


def fingerprint(tenant: TenantInfo) -> dict[str, str]:
    """Return a digest of every table of a company."""
    owner = connections["owner"]
    owner.set_tenant(tenant)
    try:
        with owner.cursor() as cursor:
            cursor.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = %s", [tenant.schema_name]
            )
            tables = sorted({row[0] for row in cursor.fetchall()} - _UNTOLD)
            cursor.execute(
                " UNION ALL ".join(
                    f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
                    f' FROM "{tenant.schema_name}"."{table}" t'
                    for table in tables
                )
            )
            return dict(cursor.fetchall())
    finally:
        owner.set_tenant(None)


class Undone(transaction.Atomic):
    """A transaction that is always undone, and that the product's own does not notice."""

    def __init__(self) -> None:
        super().__init__("default", savepoint=True, durable=False)
        self._from_testcase = True

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        connections["default"].needs_rollback = True
        super().__exit__(exc_type, exc_value, traceback)
