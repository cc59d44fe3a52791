"""The web process (granian, WSGI)."""

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from deploy.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings.prod")
# Threads of this process share connections; a worker's child, which does one thing at a time, has one.
os.environ.setdefault("DATABASE_POOL_SIZE", "8")


def _start() -> WSGIHandler:
    handler = get_wsgi_application()
    # Imported here because settings are not loaded when this module is.
    from tenants.middleware.host import hosts

    hosts.listen()
    settle()
    return handler


application = _start()
