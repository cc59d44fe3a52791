"""The product's apps on django-tenants as it ships: its engine, its router, its search path."""

from deploy.env import database
from deploy.settings.dev import *  # noqa: F403

DATABASES = {
    "default": {
        **database("OWNER_DATABASE_URL", session_path=False),
        "ENGINE": "django_tenants.postgresql_backend",
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_SYNC_ROUTER = "django_tenants.routers.TenantSyncRouter"
PG_EXTRA_SEARCH_PATHS = ["extensions"]
