"""Lives in: public only. Domains that companies say are theirs, until and after they prove it."""

from django.db import models

from tenants.enums import ClaimState
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.models.tenant import Tenant

_LIVE = ("pending", "verified", "failing", "off")


class DomainClaim(models.Model):
    """One company's claim to one domain. Only a proven one has a row among `Domain`s.

    Several companies may claim the same domain; a claim blocks nobody. Proof does: see the constraint.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="claims")
    # In ASCII (IDNA), lower case, without a final dot.
    domain = models.CharField(max_length=253)
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.PENDING)
    added_by_id = models.UUIDField(null=True)
    added_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)
    # What the last look found, a word of `tenants.services.domains.check.Finding`.
    finding = models.CharField(max_length=20, blank=True, default="")
    points_here = models.BooleanField(default=False)

    class Meta:
        ordering = ("added_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "domain"],
                condition=models.Q(state__in=_LIVE),
                name="claim_once_per_company",
            ),
            models.UniqueConstraint(
                fields=["domain"],
                condition=models.Q(state__in=("verified", "failing")),
                name="claim_proven_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_check_at"],
                name="claim_due",
                condition=models.Q(next_check_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.domain} ({self.state})"
