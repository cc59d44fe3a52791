"""The product's apps on django-tenants as it ships: its engine, its router, its middleware, its search path."""

from deploy.benchmarks.inside.tenancy.settings_ours import *  # noqa: F403
from deploy.env import database

DATABASES = {
    "default": {
        **database("OWNER_DATABASE_URL", session_path=False),
        "ENGINE": "django_tenants.postgresql_backend",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"application_name": "bench"},
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_SYNC_ROUTER = "django_tenants.routers.TenantSyncRouter"
PG_EXTRA_SEARCH_PATHS = ["extensions"]
BENCH_MIDDLEWARE = ["django_tenants.middleware.main.TenantMainMiddleware"]
