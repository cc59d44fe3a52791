"""Streamed answers. They are produced after the request's transaction, schema and language are gone."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext

from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override

from tenants.schemas import current_tenant, in_tenant, reading_from_replica


def stream(
    produce: Callable[[], Iterator[bytes]],
    *,
    content_type: str,
    filename: str = "",
    may_lag: bool = False,
) -> StreamingHttpResponse:
    """Return an answer that runs `produce` in the schema that is entered now, in the language of now.

    Args:
        produce: called when the answer is sent; runs in a read-only transaction of its own.
        content_type: of the whole.
        filename: offered for saving; empty to show in place.
        may_lag: whether a replica's rows will do, a moment old.

    """
    tenant, language = current_tenant(), get_language()

    def pieces() -> Iterator[bytes]:
        source = reading_from_replica() if may_lag else nullcontext()
        with override(language), in_tenant(tenant), source, transaction.atomic():
            read_only()
            yield from produce()

    response = StreamingHttpResponse(pieces(), content_type=content_type)
    if filename:
        disposition = content_disposition_header(True, filename)
        if disposition:
            response["Content-Disposition"] = disposition
    return response


def read_only() -> None:
    """Make the rest of the current transaction refuse to write."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
