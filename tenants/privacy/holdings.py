"""What the entered schema holds about a person, by what the apps declare."""

from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet

from tenants.kernel.personal import Held, Subject
from tenants.schemas import current_tenant


def all_holdings() -> tuple[Held, ...]:
    """Return every declaration, in the order of `settings.PERSONAL_DATA`."""
    return tuple(held for module in settings.PERSONAL_DATA for held in import_module(module).HELD)


def all_pointers() -> tuple[str, ...]:
    """Return every column that only says who did something: `app_label.Model.column`."""
    return tuple(
        column
        for module in settings.PERSONAL_DATA
        for column in getattr(import_module(module), "POINTERS", ())
    )


def holdings_here() -> tuple[Held, ...]:
    """Return the declarations whose tables the entered schema has."""
    installed = settings.SHARED_APPS if current_tenant().is_public else settings.TENANT_APPS
    return tuple(
        held
        for held in all_holdings()
        if apps.get_app_config(held.model.partition(".")[0]).name in installed
    )


def rows_about(held: Held, subject: Subject) -> QuerySet[Model]:
    """Return the rows of one table that are about somebody; none where the table cannot tell."""
    rows: QuerySet[Model] = apps.get_model(held.model)._default_manager.order_by("pk")
    if held.person:
        return rows.filter(**{held.person: subject.id})
    if held.email and subject.email:
        return rows.filter(**{f"{held.email}__iexact": subject.email})
    if held.phone and subject.phone:
        return rows.filter(**{held.phone: subject.phone})
    return rows.none()
