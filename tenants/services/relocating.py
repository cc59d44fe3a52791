"""The journal of companies whose data changes place, and what moves and restores have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction

from tenants.backend.away import is_away
from tenants.backend.faces import is_configured
from tenants.enums import RelocationKind, RelocationStep, TenantStatus
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.directory_news import announce_change
from tenants.kernel.errors import Conflict, Missing
from tenants.models import Relocation, Tenant
from tenants.schemas import in_public
from tenants.services.migration import OWNER

_GONE = (TenantStatus.PROVISIONING, TenantStatus.FAILED, TenantStatus.ERASED)
_ENDS = (RelocationStep.CONFIRMED, RelocationStep.UNDONE, RelocationStep.GIVEN_UP)


class ClusterAway(Conflict):
    """A cluster that was needed does not answer. Nothing was changed by the step that needed it."""

    default_code = "cluster_away"


def owner_of(cluster: str) -> str:
    """Return the alias of the owner's connection to a cluster.

    Raises:
        Missing: when this process was told of no such cluster.
    """
    if cluster == settings.CLUSTER:
        return OWNER
    alias = f"{OWNER}@{cluster}"
    if not is_configured(alias):
        raise Missing(
            f"No cluster {cluster!r} is known here: CLUSTER_OWNER_URLS has to name it with its"
            " owner's URL."
        )
    return alias


@contextmanager
def cluster_named(cluster: str) -> Iterator[None]:
    """Say which cluster it was that did not answer.

    Raises:
        ClusterAway: when one did not.
    """
    try:
        yield
    except DatabaseError as error:
        if not is_away(error):
            raise
        first = str(error).strip().partition("\n")[0]
        raise ClusterAway(f"Cluster {cluster!r} does not answer: {first}") from error


def company(slug: str) -> Tenant:
    """Return the row of a company that has a schema.

    Raises:
        Missing: when the slug names none.
    """
    with cluster_named(settings.DIRECTORY_CLUSTER), in_public():
        row = Tenant.objects.exclude(status__in=_GONE).filter(slug=slug).first()
    if row is None:
        raise Missing(f"No company has the subdomain {slug!r}.")
    return row


def under_way(tenant: Tenant) -> Relocation | None:
    """Return what a company is in the middle of."""
    with cluster_named(settings.DIRECTORY_CLUSTER), in_public():
        return Relocation.objects.filter(tenant_id=tenant.id).exclude(step__in=_ENDS).first()


def begin(
    tenant: Tenant,
    *,
    kind: RelocationKind,
    source: str,
    target: str,
    other_schema: str = "",
    facts: dict[str, Any] | None = None,
) -> Relocation:
    """Write down what is about to be done to a company, before anything is.

    Raises:
        Conflict: when it is in the middle of something else.
    """
    try:
        with cluster_named(settings.DIRECTORY_CLUSTER), in_public(), transaction.atomic():
            row = Relocation.objects.create(
                tenant_id=tenant.id,
                kind=kind,
                source=source,
                target=target,
                other_schema=other_schema,
                facts=facts or {},
                history=[_moment(RelocationStep.STARTED)],
            )
            _say(row, tenant)
    except IntegrityError as error:
        raise Conflict(
            f"{tenant.slug} is in the middle of another move or restore: finish that one, or confirm"
            " or undo it."
        ) from error
    return row


def advance(
    row: Relocation, step: RelocationStep, *, facts: dict[str, Any] | None = None, **change: Any
) -> None:
    """Write down that a step is done, in a transaction of its own.

    Args:
        row: brought up to date with it.
        step: that was reached.
        facts: added to those there are.
        change: fields of the company's own row that change in the same transaction.

    Raises:
        Conflict: when somebody else took the row further meanwhile.
    """
    with cluster_named(settings.DIRECTORY_CLUSTER), in_public(), transaction.atomic():
        fresh = Relocation.objects.select_for_update().select_related("tenant").get(id=row.id)
        if fresh.step != row.step:
            raise Conflict(f"{fresh.tenant.slug} is at step {fresh.step!r} by now.")
        fresh.step = step
        fresh.facts = {**fresh.facts, **(facts or {})}
        fresh.history = [*fresh.history, _moment(step)]
        fresh.finished_at = now() if step in _ENDS else None
        fresh.save(update_fields=["step", "facts", "history", "finished_at"])
        if change:
            Tenant.objects.filter(id=fresh.tenant_id).update(**change)
            announce_change()
        _say(fresh, fresh.tenant)
    row.step, row.facts, row.history = fresh.step, fresh.facts, fresh.history


def _moment(step: RelocationStep) -> list[str]:
    return [step.value, now().isoformat()]


def _say(row: Relocation, tenant: Tenant) -> None:
    places = {"from": row.source, "to": row.target}
    audit.record(
        f"tenants.{row.kind}_{row.step}",
        actor=None,
        target=tenant.slug,
        target_id=tenant.id,
        changes=places if row.kind == RelocationKind.MOVE else {"cluster": row.target},
    )
