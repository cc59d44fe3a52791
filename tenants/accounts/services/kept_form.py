"""What somebody typed when their session had ended: kept for a while, for the same person alone."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.core.cache import cache

from tenants.accounts.models import User

KEPT_SECONDS = 30 * 60
LARGEST_BYTES = 100_000
_PREFIX = "kept-form:"
# Never kept, whatever form they stand in.
_SECRET_PARTS = ("password", "passwd", "secret", "token", "credential", "otp")
_SECRET_NAMES = frozenset({"code", "pin", "key", "login", "new_pin", "recovery_code"})


@dataclass(frozen=True)
class KeptForm:
    """A form as it was sent. `page` is the path it was typed on, `action` where it went."""

    page: str
    action: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool = False

    @property
    def can_be_sent(self) -> bool:
        """Whether sending it once more gives a page; a part of one goes back to its form first."""
        return self.page.partition("?")[0] == self.action.partition("?")[0] and not self.had_files


def keep_form(
    *, user_id: UUID, page: str, action: str, fields: Mapping[str, list[str]], had_files: bool
) -> str:
    """Keep a form for somebody; return the token that finds it again, or "" when it is not kept.

    Args:
        user_id: whose it is; nobody else gets it.
        page: path of the page, `action`: path it was sent to; both of this host.
        fields: what was sent; secrets are left out.
        had_files: whether files were sent along: those are never kept.

    """
    kept = tuple(_worth_keeping(fields))
    content = json.dumps({"u": str(user_id), "p": page, "a": action, "f": kept, "h": had_files})
    if not kept or len(content.encode()) > LARGEST_BYTES:
        return ""
    token = secrets.token_urlsafe(18)
    # Redis may lose it, and then it is as it was before: typed once more. The key carries the schema.
    cache.set(_PREFIX + token, content, KEPT_SECONDS)
    return token


def kept_form(*, user: User, token: str) -> KeptForm | None:
    """Return what was kept under a token for this person; None for every reason alike."""
    content = cache.get(_PREFIX + token)
    if content is None:
        return None
    found = json.loads(content)
    if found["u"] != str(user.id):
        return None
    return KeptForm(found["p"], found["a"], tuple((n, v) for n, v in found["f"]), found["h"])


def path_on_host(address: str, host: str) -> str:
    """Return path and query of an address of this host, else ""."""
    parts = urlsplit(address)
    if parts.netloc and parts.netloc != host:
        return ""
    # Two slashes would lead to another host.
    path = "/" + parts.path.lstrip("/\\")
    return f"{path}?{parts.query}" if parts.query else path


def _worth_keeping(fields: Mapping[str, list[str]]) -> Iterable[tuple[str, str]]:
    for name, values in fields.items():
        lowered = name.lower()
        is_secret = lowered.rpartition("-")[2] in _SECRET_NAMES or any(
            part in lowered for part in _SECRET_PARTS
        )
        if name != "csrfmiddlewaretoken" and not is_secret:
            yield from ((name, value) for value in values)
