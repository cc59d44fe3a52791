"""The test run: fast password hashing, no static manifest, jobs run when a test says so."""

from deploy.settings.base import LOGGING
from deploy.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SPARE_SCHEMAS = 0  # a test that wants some makes some
CELERY_TASK_ALWAYS_EAGER = False
LOGGING = {**LOGGING, "loggers": {**LOGGING["loggers"], "smh.request": {"level": "WARNING"}}}
