"""Lives in: public only. The proof that a website's domain is the applicant's company's."""

from django.db import models

from public_site.enums import ProofMethod
from public_site.models.review import Review
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class DomainProof(models.Model):
    """How far the proof is. It holds for `domain` only: another domain has to be proven anew."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="proof")
    domain = models.CharField(max_length=253, blank=True)
    # What the TXT record has to hold.
    token = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # When codes went out (ISO, UTC), for the cap.
    sent = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    method = models.CharField(max_length=5, choices=ProofMethod, blank=True)
    proven_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.domain
