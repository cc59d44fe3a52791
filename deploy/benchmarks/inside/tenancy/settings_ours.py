"""The product's settings, with the tenancy part of its requests alone, and the benchmark's migrations."""

import os

from deploy.settings.dev import *  # noqa: F403
from deploy.settings.dev import DATABASES

MIGRATION_MODULES = {"enterprise": "bench_migrations"}
# What takes the place of MIDDLEWARE once the apps are loaded, some of which insist on theirs.
BENCH_MIDDLEWARE = [
    "tenants.middleware.host.HostMiddleware",
    "tenants.middleware.transaction.RequestTransaction",
]
ROOT_URLCONF = PUBLIC_URLCONF = TENANT_URLCONF = "deploy.benchmarks.inside.tenancy.views"
DATABASES["default"].setdefault("OPTIONS", {})["application_name"] = "bench"  # type: ignore[index]
# Telling takes as long as the work where nothing is waited for.
LOGGING = {"version": 1, "root": {"level": os.environ.get("BENCH_LOG", "ERROR")}}
