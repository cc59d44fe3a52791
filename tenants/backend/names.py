"""The names that schemas and roles may have."""

import re
import secrets

PUBLIC_SCHEMA = "public"
EXTENSIONS_SCHEMA = "extensions"
OWNER_ROLE = "smh_owner"
APP_ROLE = "smh_app"
PUBLIC_ROLE = "smh_public"

# Provisioning gives out opaque names, so that no schema name tells whose it is.
_SCHEMA_NAME = re.compile(r"c_[a-z0-9]{8,20}")
_POSTGRES_NAME_LIMIT = 63


_OPAQUE = "abcdefghijkmnpqrstuvwxyz23456789"


def opaque_schema_name() -> str:
    """Return a schema name that tells nothing about the company."""
    return "c_" + "".join(secrets.choice(_OPAQUE) for _ in range(12))


def is_schema_name(name: str) -> bool:
    """Whether a name is `public` or one that provisioning could have given out."""
    return name == PUBLIC_SCHEMA or _SCHEMA_NAME.fullmatch(name) is not None


def role_name(database: str, schema: str) -> str:
    """Return the role under which statements of a schema run.

    Roles belong to the whole cluster; the database's name in them keeps two databases with the same
    schema name apart.

    Raises:
        ValueError: when the name would not fit into Postgres' 63 bytes.

    """
    if schema == PUBLIC_SCHEMA:
        return PUBLIC_ROLE
    name = f"t_{database}_{schema}"
    if len(name.encode()) > _POSTGRES_NAME_LIMIT or not re.fullmatch(r"[a-z0-9_]+", name):
        raise ValueError(f"No role name for schema {schema!r} in database {database!r}")
    return name
