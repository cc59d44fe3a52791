"""The head: what a company's schema would be made of by the code at hand, as one word.

It changes with everything that decides what is in a fresh schema: the companies' migrations and their
text, content types and permissions (made from the models), the rights of the schema's role.
"""

import hashlib
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import models

from tenants.backend import roles, script

_MAKERS = (roles.__file__, script.__file__)


def tenant_apps() -> list[AppConfig]:
    """Return the apps whose tables live in a company's schema, by label."""
    found = [config for config in apps.get_app_configs() if config.name in settings.TENANT_APPS]
    return sorted(found, key=lambda config: config.label)


def own_labels() -> set[str]:
    """Return the labels of the apps that lie in this repository, whose migrations are ours to write."""
    installed = Path(sysconfig.get_path("purelib"))
    return {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(settings.ROOT)
        and not Path(config.path).is_relative_to(installed)
    }


@cache
def current_head() -> str:
    """Return the head of the code that this process runs: 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for maker in _MAKERS:
        digest.update(Path(maker).read_bytes())
    for config in tenant_apps():
        digest.update(f"\n{config.label}\n".encode())
        for path in sorted((Path(config.path) / "migrations").glob("[!_]*.py")):
            digest.update(path.name.encode() + path.read_bytes())
        for model in config.get_models(include_auto_created=True):
            digest.update(repr(_what_rows_depend_on(model)).encode())
    return digest.hexdigest()


def _what_rows_depend_on(model: type[models.Model]) -> tuple[Any, ...]:
    meta = model._meta
    return (
        meta.model_name,
        meta.db_table,
        sorted(meta.default_permissions),
        sorted((code, str(name)) for code, name in meta.permissions),
        meta.verbose_name_raw,
        getattr(model, "append_only", False),
    )
