"""The versioning rule, and how an address that goes away says so.

Within /api/v1/ we only add: new addresses, new optional parameters, new fields in answers. What would
break a program comes as /api/v2/. Whatever goes away is first marked here: its answers carry
`Deprecation` (RFC 9745) from that day on and `Sunset` (RFC 8594) with the day it ends, at least half a
year later; a link leads to what takes its place.
"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Retirement:
    """An address that goes away.

    Args:
        prefix: of the paths it holds for.
        deprecated_at: from when on new programs should not use it; aware UTC.
        ends_at: when it stops answering; aware UTC.
        instead: where to read what takes its place.
    """

    prefix: str
    deprecated_at: datetime
    ends_at: datetime
    instead: str


def announce(request: HttpRequest, response: HttpResponse) -> None:
    """Write the retirement of the asked address into its answer, if it has one."""
    retirements = cast("tuple[Retirement, ...]", settings.API_RETIREMENTS)
    found = next((one for one in retirements if request.path_info.startswith(one.prefix)), None)
    if found is not None:
        response["Deprecation"] = f"@{int(found.deprecated_at.timestamp())}"
        response["Sunset"] = format_datetime(found.ends_at, usegmt=True)
        response["Link"] = f'<{found.instead}>; rel="sunset"'
