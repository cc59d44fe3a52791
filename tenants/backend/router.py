"""Which app's tables belong into the schema being migrated."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from tenants.backend.names import PUBLIC_SCHEMA


class SchemaRouter:
    """Tables are made over the owner's connection only, in the schemas their app belongs to."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Return whether `app_label` has tables in the schema entered on connection `db`."""
        schema = getattr(connections[db], "schema_name", None)
        if db != "owner" or schema is None:
            return False
        home = settings.SHARED_APPS if schema == PUBLIC_SCHEMA else settings.TENANT_APPS
        return apps.get_app_config(app_label).name in home
