"""Lives in: public only. Certificates and what became of them; append-only, the role may insert and read."""

from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7
from tenants.registry.enums import ChangeKind


class RegistryEntry(models.Model):
    """A certificate as issued. No key leads into a company's schema: `tenant_id` and ids are plain values."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=24, unique=True)
    tenant_id = models.UUIDField()
    certificate_id = models.UUIDField(unique=True)
    issuer_name = models.CharField(max_length=160)
    learner_name = models.CharField(max_length=200)
    learner_native_name = models.CharField(max_length=200, blank=True)
    learner_native_language = models.CharField(max_length=10, blank=True)
    course_title = models.CharField(max_length=120)
    version_number = models.PositiveIntegerField()
    score_percent = models.PositiveSmallIntegerField(null=True)
    lessons_total = models.PositiveIntegerField()
    duration_minutes = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    credential_sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            # Which companies have issued anything, for their DID documents.
            models.Index(fields=["tenant_id"], name="registry_by_tenant"),
        ]

    def __str__(self) -> str:
        return self.code


class RegistryChange(models.Model):
    """What became known later.

    Joined to its entry by code *and* company, not by key: events may overtake each other, and no
    company can say anything about another's certificate.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    event_id = models.UUIDField(unique=True)
    code = models.CharField(max_length=24)
    tenant_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=ChangeKind)
    reason = models.CharField(max_length=300, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["code", "tenant_id"], name="registry_change_of"),
            models.Index(
                fields=["pdf_sha256"],
                name="registry_by_pdf",
                condition=~models.Q(pdf_sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
