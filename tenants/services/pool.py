"""Spare schemas: made beforehand by a job, so that a new company takes one in a millisecond.

Roles are made in batches: after each GRANT of a role every connection of the cluster reads all role
memberships anew.
"""

from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import connections, transaction

from tenants.backend.names import PUBLIC_SCHEMA, opaque_schema_name
from tenants.backend.roles import create_role, drop_schema
from tenants.kernel.clock import now
from tenants.kernel.jobs import enqueue, when_idle
from tenants.models import SpareSchema
from tenants.services.building import fill_schema
from tenants.services.head import current_head
from tenants.services.migration import OWNER, as_owner
from tenants.services.template import alone, is_in_force, template_script

log = structlog.get_logger(__name__)

# One statement: somebody waits for it.
_CLAIM = """
    DELETE FROM tenants_spareschema WHERE id = (
        SELECT id FROM tenants_spareschema WHERE head = %s
        ORDER BY made_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING schema_name, (SELECT count(*) FROM tenants_spareschema WHERE head = %s)"""


@dataclass(frozen=True)
class Stocked:
    """What filling the pool did."""

    made: int
    dropped: int
    left: int = 0


def claim_spare() -> str | None:
    """Take a spare schema of the current head out of the pool, in the caller's transaction in `public`.

    Returns:
        The schema's name, or None when there is none. Rolled back, it is a spare again.
    """
    head = current_head()
    with connections["default"].cursor() as cursor:
        cursor.execute(_CLAIM, [head, head])
        taken = cursor.fetchone()
    if taken is None:
        return None  # whoever makes a schema instead asks for more when the company is there
    schema, there_were = taken
    if there_were - 1 <= settings.SPARE_SCHEMAS // 2:
        ask_for_spares()
    return str(schema)


def ask_for_spares() -> None:
    """Have a worker fill the pool when nobody waits for it; in `public`, with the transaction."""
    if settings.SPARE_SCHEMAS:
        with when_idle():
            enqueue("tenants.stock_spares")


def stock_spares(*, size: int | None = None, at_most: int | None = None) -> Stocked:
    """Fill the pool, and drop what an earlier head left in it. Safe to run at any time, from anywhere.

    Args:
        size: how many spares there shall be; None for the setting's number.
        at_most: make no more than these for now, so that others get the worker in between.

    Returns:
        What was done, and what is left to make: nothing while another process is at it, or when other code than this one's is
        deployed by now.

    Raises:
        TemplateDiffers: when migrations make something that the template cannot hold.
    """
    size = settings.SPARE_SCHEMAS if size is None else size
    with alone("stock", wait=False) as mine:
        if not mine:
            return Stocked(0, 0)
        script = template_script()
        if not is_in_force():
            return Stocked(0, 0)
        dropped = _drop_outdated()
        _plan(size)
        made = 0
        while (at_most is None or made < at_most) and _build_one(script):
            made += 1
        with as_owner(PUBLIC_SCHEMA):
            left = SpareSchema.objects.using(OWNER).filter(head="").count()
    if made or dropped:
        log.info("spares_stocked", made=made, dropped=dropped)
    return Stocked(made, dropped, left)


def _plan(size: int) -> None:
    """Write down which schemas are to be made, with their roles, all in one transaction."""
    with as_owner(PUBLIC_SCHEMA) as connection, transaction.atomic(using=OWNER):
        missing = size - SpareSchema.objects.using(OWNER).count()
        with connection.cursor() as cursor:
            for _ in range(missing):
                name = opaque_schema_name()
                create_role(cursor, database=connection.database, schema=name)
                SpareSchema.objects.using(OWNER).create(schema_name=name)


def _build_one(script: str) -> bool:
    """Make one planned schema, whole, in one transaction with its row; say whether there was one."""
    with as_owner(PUBLIC_SCHEMA), transaction.atomic(using=OWNER):
        planned = SpareSchema.objects.using(OWNER).select_for_update(skip_locked=True)
        spare = planned.filter(head="").first()
        if spare is None:
            return False
        spare.head, spare.made_at = current_head(), now()
        spare.save(using=OWNER)
        fill_schema(spare.schema_name, script)
    return True


def _drop_outdated() -> int:
    """Drop spares of other heads, one a transaction: each holds a thousand locks."""
    dropped = 0
    while True:
        with as_owner(PUBLIC_SCHEMA) as connection, transaction.atomic(using=OWNER):
            spares = SpareSchema.objects.using(OWNER).select_for_update(skip_locked=True)
            spare = spares.exclude(head__in=["", current_head()]).first()
            if spare is None:
                return dropped
            with connection.cursor() as cursor:
                drop_schema(cursor, database=connection.database, schema=spare.schema_name)
            spare.delete(using=OWNER)
        dropped += 1
