"""The id that ties log lines, audit entries and answers of one request or job together."""

import re
from contextvars import ContextVar
from uuid import uuid4

_current: ContextVar[str] = ContextVar("request_id", default="")
_ACCEPTED = re.compile(r"[A-Za-z0-9_-]{8,40}")


def current_request_id() -> str:
    """Return the id of the request or job being served, empty outside one."""
    return _current.get()


def begin_request(offered: str = "") -> str:
    """Start a request under the proxy's id where it is well-formed, else under a new one."""
    request_id = offered if _ACCEPTED.fullmatch(offered) else uuid4().hex
    _current.set(request_id)
    return request_id
