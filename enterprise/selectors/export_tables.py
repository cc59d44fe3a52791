"""What an archive of a company holds: every table of ours in its schema, without what is secret or machinery.

A new table is in the archive the day it is added; a column whose name speaks of a secret never is.
"""

import re
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models

from tenants.kernel.checks import home_of, is_own

# Work under way and guards against guessing: of no meaning to a person, or secret as a whole.
_LEFT_OUT = re.compile(
    r"kernel\.(job|outboxevent|outboxdelivery|handledevent)"
    r"|.*(guess|secret|token|challenge|onetime|logincode|phonecode|device|idempotency).*"
    r"|enterprise\.companyexport"
)
_SECRET = re.compile(r"password|secret|token|hash|digest|otp|private|credential_id|seed|code$")
# Codes of certificates and courses are no secrets.
_NO_SECRET = re.compile(r"certificate\.(code|credential|pdf_sha256)")


@dataclass(frozen=True)
class Table:
    """One table of the archive.

    Args:
        name: as in the archive: `app.model`.
        about: what a row is.
        columns: names of the columns, in order.
    """

    name: str
    about: str
    columns: tuple[str, ...]
    model: type[models.Model]

    def rows(self) -> Any:
        """Return the rows as tuples in the columns' order; to be iterated in a transaction."""
        return self.model._default_manager.order_by("pk").values_list(*self.columns)


def tables() -> list[Table]:
    """Return the tables of the archive by name."""
    found = [_table(model) for model in apps.get_models() if _is_told(model)]
    return sorted([*found, _table(EmailAddress)], key=lambda table: table.name)


def _is_told(model: type[models.Model]) -> bool:
    config = model._meta.app_config
    if config is None or not is_own(config.name) or home_of(config.name) == "public":
        return False
    return _LEFT_OUT.fullmatch(model._meta.label_lower) is None


def _table(model: type[models.Model]) -> Table:
    label = model._meta.label_lower
    columns = tuple(
        field.attname for field in model._meta.concrete_fields if not _is_secret(label, field.name)
    )
    doc = (model.__doc__ or "").strip().partition("\n")[0]
    return Table(label, "" if doc.startswith(f"{model.__name__}(") else doc, columns, model)


def _is_secret(label: str, column: str) -> bool:
    if _NO_SECRET.search(f"{label}.{column}"):
        return False
    return _SECRET.search(column) is not None
