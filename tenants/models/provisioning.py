"""Lives in: public only. How far the setting up of a company is, for the person who waits."""

from django.db import models

from tenants.enums import ProvisioningFault, ProvisioningStep
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.models.tenant import Tenant


class ProvisioningRun(models.Model):
    """One attempt. The owner's password is here only as its hash, and only until it is used."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="provisioning")
    step = models.CharField(
        max_length=12, choices=ProvisioningStep, default=ProvisioningStep.WAITING
    )
    percent = models.PositiveSmallIntegerField(default=0)
    owner_email = models.CharField(max_length=254)
    owner_name = models.CharField(max_length=150)
    owner_password_hash = models.CharField(max_length=256, blank=True)
    # The terms for companies that the owner agreed to: which version, in which language; empty for none.
    terms_version = models.CharField(max_length=20, blank=True)
    terms_language = models.CharField(max_length=8, blank=True)
    # What went wrong last: for the person who waits, and as our machines said it for our staff.
    fault = models.CharField(max_length=12, choices=ProvisioningFault, blank=True)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.step}"
