"""What the entered schema holds about a person, by what the apps declare."""

from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q, QuerySet

from tenants.kernel.models import MailMessage
from tenants.kernel.personal import Held, Subject
from tenants.notify.api import written_to, written_to_others
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
        return rows.filter(**{f"{held.person}__in": subject.ids})
    if held.email:
        wanted = Q(pk__in=[])
        for address in subject.emails:
            wanted |= Q(**{f"{held.email}__iexact": address})
        if apps.get_model(held.model) is MailMessage:
            # An address may have been somebody else's, and theirs may have been another.
            wanted &= ~written_to_others(subject.ids)
            wanted |= written_to(subject.ids)
        return rows.filter(wanted)
    return rows.filter(**{f"{held.phone}__in": subject.phones})
