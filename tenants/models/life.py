"""Lives in: public only. What a company went through, whom it was told to, and what was left at the end."""

from django.db import models

from tenants.enums import Mover, NoticeKind, RequestOutcome, TenantStatus
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.models.tenant import Tenant


class TenantStatusChange(models.Model):
    """One step of a company's life; append-only.

    Of an owner only the key is kept, which means nothing outside the company's own schema; the name
    is there for our staff.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="changes")
    source = models.CharField(max_length=20, choices=TenantStatus)
    target = models.CharField(max_length=20, choices=TenantStatus)
    mover = models.CharField(max_length=10, choices=Mover)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=150, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(default=now)
    # What the clock was set to by this change.
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=["tenant", "-at"], name="change_of_tenant")]

    def __str__(self) -> str:
        return f"{self.source} to {self.target}"


class OwnerNotice(models.Model):
    """Something a company's owners must be told; their mails are written in their own schema."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    # Nothing is told twice under one key.
    key = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="notice_once")]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="notice_untold",
                condition=models.Q(told_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class CompanyRequest(models.Model):
    """What became of something a company asked for from its own schema, by the key it was asked under."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=255, blank=True, default="")
    outcome = models.CharField(max_length=10, choices=RequestOutcome)
    message = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["tenant", "-at"], name="request_of_tenant")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.outcome}"


class Erasure(models.Model):
    """The end of a company: begun once, repeated until done, with a report of what went and what stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.OneToOneField(Tenant, on_delete=models.PROTECT, related_name="erasure")
    schema_name = models.CharField(max_length=63)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    # Rows by table, files and bytes.
    erased = models.JSONField(default=dict)
    # What was kept: a list of {"what", "why"}.
    kept = models.JSONField(default=list)
    # Nobody else gets the address before this moment; null once it was given back.
    slug_held_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.tenant_id} {'done' if self.finished_at else 'under way'}"
