"""Lives in: public only. Companies whose recruiter and papers a person has looked at."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from public_site.enums import ProofMethod
from public_site.models.review import Review
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class VerifiedEmployer(models.Model):
    """A company that may recruit here, as its page shows it; `withdrawn_at` ends that."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.OneToOneField(
        Review, on_delete=models.PROTECT, related_name="employer", db_index=False
    )
    recruiter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    slug = models.SlugField(max_length=140, unique=True)
    name = models.CharField(max_length=160)
    gstin = models.CharField(max_length=15)
    cin = models.CharField(max_length=21, blank=True)
    domain = models.CharField(max_length=253)
    proven_by = models.CharField(max_length=5, choices=ProofMethod)
    # The recruiter's own words.
    about = models.TextField(blank=True)
    city = models.CharField(max_length=80, blank=True)
    verified_at = models.DateTimeField(default=now)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gstin"],
                condition=Q(withdrawn_at__isnull=True),
                name="public_employer_gstin",
            )
        ]

    def __str__(self) -> str:
        return self.name
