"""Rows that follow a migration: content types and permissions, as Django writes them after `migrate`."""

from functools import cache

from django.contrib.auth import get_permission_codename
from django.db import models

from tenants.backend.seeds import add_missing
from tenants.services.head import tenant_apps


@cache
def rows_that_follow() -> str:
    """Return the SQL that adds what is missing for the apps in companies' schemas."""
    found = [model for config in tenant_apps() for model in config.get_models()]
    return add_missing(
        types=[_type(model) for model in found],
        permissions=[
            (*_type(model), code, name) for model in found for code, name in _permissions(model)
        ],
    )


def _type(model: type[models.Model]) -> tuple[str, str]:
    return model._meta.app_label, model._meta.model_name or ""


def _permissions(model: type[models.Model]) -> list[tuple[str, str]]:
    meta = model._meta
    own = [
        (get_permission_codename(act, meta), f"Can {act} {meta.verbose_name_raw}")
        for act in meta.default_permissions
    ]
    return [*own, *((code, str(name)) for code, name in meta.permissions)]
