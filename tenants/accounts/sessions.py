"""Sessions in the database of the schema they were opened in. Django's SESSION_ENGINE."""

import logging
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from tenants.schemas import current_schema

log = logging.getLogger(__name__)

_SCHEMA = "_schema"


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
        data = super().load()
        if not data:
            return {}
        schema = data.pop(_SCHEMA, None)
        if schema != current_schema():
            log.warning("session_of_another_schema", extra={"schema": current_schema()})
            self._session_key = None
            return {}
        return data
