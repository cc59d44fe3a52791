"""Content types have other ids in each schema; Django's cache of them must not mix schemas."""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from tenants.schemas import schema_or_none


class SchemaKeyedCache(dict[Any, Any]):
    """Django's `{database: {key: ContentType}}`, with the entered schema added to the outer key."""

    def __getitem__(self, using: str) -> Any:
        return super().__getitem__((using, schema_or_none()))

    def setdefault(self, using: str, default: Any = None) -> Any:
        """Return the entered schema's part of the cache, made when missing."""
        return super().setdefault((using, schema_or_none()), default)


def separate_by_schema() -> None:
    """Replace the cache of `ContentType.objects`."""
    ContentType.objects._cache = SchemaKeyedCache()  # type: ignore[attr-defined]
