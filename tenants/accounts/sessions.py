"""Sessions in the database of the schema they were opened in. Django's SESSION_ENGINE.

The cache holds a copy for half a minute, so that a request of somebody who is at work asks the
database for no session. The row decides: whoever writes or ends a session puts a mark in the copy's
place, as long as which the row is read, and with the cache away each request reads it.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from tenants.kernel.clock import now
from tenants.kernel.statements import ANY_MOMENT, ANY_WORD, Written
from tenants.schemas import current_schema

log = logging.getLogger(__name__)

_SCHEMA = "_schema"
# An ended session is over after this even where the cache could not be told; a minute is promised.
COPY_SECONDS = 30
# Longer than a request that read the row before takes to leave its copy, which it then cannot.
MARK_SECONDS = 15
_ASK_THE_ROW = "ask the row"


def end(keys: Iterable[str]) -> None:
    """End sessions of the entered schema."""
    ended = list(keys)
    Session.objects.filter(session_key__in=ended).delete()
    for key in ended:
        _mark(key)


def _mark(key: str) -> None:
    """Have a session's row read from now on, and for a while after the transaction."""
    name = _name(key)
    cache.set(name, _ASK_THE_ROW, MARK_SECONDS)
    transaction.on_commit(lambda: cache.set(name, _ASK_THE_ROW, MARK_SECONDS), robust=True)


def _name(key: str) -> str:
    return f"session:{key}"


def _row(key: str, moment: datetime) -> "QuerySet[Session, Any]":
    found = Session.objects.filter(session_key=key, expire_date__gt=moment)
    return found.values_list("session_data", "expire_date")


_ROW = Written(_row, ANY_WORD, ANY_MOMENT)


class SessionStore(DatabaseStore):
    """A session that says which schema it belongs to, and is none anywhere else.

    Each schema has its own session table, so a foreign key finds no row. Should a row ever be copied,
    or a table be read through a wrong path, what it holds is still refused.
    """

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the data signed, with the entered schema's name in it."""
        return super().encode({**session_dict, _SCHEMA: current_schema()})

    def load(self) -> dict[str, Any]:
        """Return the data; of another schema's session nothing, and its key is given up."""
        text = self._text()
        data = self.decode(text) if text else {}
        if not data:
            return {}
        schema = data.pop(_SCHEMA, None)
        if schema != current_schema():
            log.warning("session_of_another_schema", extra={"schema": current_schema()})
            self._session_key = None
            return {}
        return data

    def _text(self) -> str:
        """Return what is stored, signed; nothing, and the key is given up, when there is no such session."""
        name = _name(self.session_key or "")
        copy = cache.get(name)
        if copy is None or copy == _ASK_THE_ROW:
            row = next(iter(_ROW.rows(self.session_key or "", now())), None)
            if row is None:
                self._session_key = None
                return ""
            if copy is None:
                # Added, not set: what is there by now is newer than what was read here.
                cache.add(name, row, COPY_SECONDS)
            return str(row[0])
        text, expires = copy
        if expires <= now():
            self._session_key = None
            return ""
        return str(text)

    def save(self, must_create: bool = False) -> None:
        """Write the session's row."""
        super().save(must_create=must_create)
        if not must_create and self.session_key is not None:
            _mark(self.session_key)

    def delete(self, session_key: str | None = None) -> None:
        """End a session: this one, or the one with the key."""
        key = session_key or self.session_key
        if key is not None:
            end([key])
