"""System checks that hold the rules of relations between schemas."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import models

from tenants.kernel.ids import uuid7

_OWN_PREFIXES = ("tenants", "learning", "enterprise", "billing", "sso", "public_site")


def home_of(app_name: str) -> str:
    """Return where an app's tables live: `public`, `tenant` or `every`."""
    shared, tenant = app_name in settings.SHARED_APPS, app_name in settings.TENANT_APPS
    return "every" if shared and tenant else "public" if shared else "tenant"


def is_own(app_name: str) -> bool:
    """Whether the app is ours rather than a library's."""
    return app_name.split(".")[0] in _OWN_PREFIXES


@register("tenancy")
def relations_stay_in_their_schema(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Check every relation of our models against the rules of design."""
    found: list[CheckMessage] = []
    for model in apps.get_models(include_auto_created=True):
        app = model._meta.app_config.name if model._meta.app_config else ""
        if is_own(app):
            found += [] if model._meta.auto_created else check_key(model)
            found += [
                error
                for field in model._meta.local_fields
                for error in check_relation(model, field)
            ]
    return found


def check_key(model: type[models.Model]) -> list[CheckMessage]:
    """Every own model has a UUID key: integer keys let one schema's cascade hit another's rows."""
    key = model._meta.pk
    if isinstance(key, models.UUIDField) and key.default is uuid7:
        return []
    if isinstance(key, models.OneToOneField):
        return []
    return [
        Error(
            "The primary key must be a UUIDField with default uuid7.", obj=model, id="tenancy.E001"
        )
    ]


def check_relation(model: type[models.Model], field: Any) -> list[CheckMessage]:
    """Return what is wrong with one foreign key, if anything."""
    if not isinstance(field, models.ForeignKey):
        return []
    target = field.related_model
    here, there = home_of(model._meta.app_config.name), home_of(target._meta.app_config.name)
    rule = field.remote_field.on_delete
    if here != "tenant" and there == "tenant":
        return [
            Error(f"{here} must not point at a company's own table.", obj=field, id="tenancy.E002")
        ]
    if here == "tenant" and there == "public":
        return [
            Error("No key crosses from a company's schema to public.", obj=field, id="tenancy.E003")
        ]
    if here == "every" and there == "public":
        return [Error("No key crosses from every schema to public.", obj=field, id="tenancy.E003")]
    kept = rule is models.PROTECT and field.remote_field.hidden
    if here == "public" and there == "every" and not kept:
        return [
            Error("public to every: PROTECT and related_name='+'.", obj=field, id="tenancy.E004")
        ]
    if here == "tenant" and there == "every" and rule is not models.DO_NOTHING:
        return [Error("tenant to every: DO_NOTHING.", obj=field, id="tenancy.E005")]
    return []


@register("tenancy")
def development_pages_stay_home(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse the development pages (mail box, style guide) where cookies are marked secure."""
    if getattr(settings, "DEV_PAGES", False) and settings.SESSION_COOKIE_SECURE:
        return [
            Error(
                "DEV_PAGES must not be set in production: /dev/mail/ shows everyone's mail.",
                id="tenancy.E006",
            )
        ]
    return []
