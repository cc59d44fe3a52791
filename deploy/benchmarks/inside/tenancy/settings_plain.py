"""The same apps on Django's own engine, in one company's schema, each view in one atomic block."""

from deploy.benchmarks.inside.tenancy.settings_ours import *  # noqa: F403
from deploy.env import database

DATABASES = {
    "default": {
        **database("OWNER_DATABASE_URL", session_path=False),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "ATOMIC_REQUESTS": True,
        "OPTIONS": {"application_name": "bench"},  # and the company's path, once there is one
    }
}
BENCH_MIDDLEWARE = []
