"""Cache keys carry the schema they were made in."""

from tenants.schemas import current_schema


def tenant_key(key: str, key_prefix: str, version: int) -> str:
    """Return the key under which Django's cache stores a value of the entered schema.

    Raises:
        NoSchemaEntered: when no schema is entered, as such a value would belong to nobody.

    """
    return f"{key_prefix}:{current_schema()}:{version}:{key}"
