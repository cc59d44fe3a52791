"""The test run: fast password hashing, no static manifest, jobs run when a test says so."""

from deploy.settings.base import LOGGING
from deploy.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SPARE_SCHEMAS = 0  # a test that wants some makes some
CELERY_TASK_ALWAYS_EAGER = False
# A file is looked up when it is asked for. Each test client builds its own middleware, and reading about
# every static file there is took a quarter of the whole run.
WHITENOISE_AUTOREFRESH = True
LOGGING = {**LOGGING, "loggers": {**LOGGING["loggers"], "smh.request": {"level": "WARNING"}}}
