"""Lives in: every schema. What was awarded, to whom, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.credentials.enums import CertificateFrame, CertificateState, StatusChange
from tenants.kernel.ids import uuid7


class Certificate(models.Model):
    """One completed course of one person, as it was on the day.

    Names, title and design are copies: a later change of name, course or brand does not rewrite what was
    signed. One certificate per enrolment, which the database holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("code"), max_length=24, unique=True)
    enrolment = models.OneToOneField(
        "delivery.Enrolment", on_delete=models.PROTECT, related_name="certificate"
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates"
    )
    course = models.ForeignKey(
        "catalogue.Course", on_delete=models.PROTECT, related_name="certificates"
    )
    version_number = models.PositiveIntegerField()

    learner_name = models.CharField(_("name"), max_length=200)
    learner_native_name = models.CharField(max_length=200, blank=True)
    learner_native_language = models.CharField(max_length=10, blank=True)
    course_title = models.CharField(_("course"), max_length=120)
    score_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    lessons_total = models.PositiveIntegerField()
    # Lessons per module, in order: the segments of the bar.
    segments = models.JSONField(default=list)
    duration_minutes = models.PositiveIntegerField()

    issuer_name = models.CharField(max_length=160)
    colour = models.CharField(max_length=7)
    logo_key = models.CharField(max_length=300, blank=True)
    frame = models.CharField(max_length=10, choices=CertificateFrame, default=CertificateFrame.BAND)
    background_key = models.CharField(max_length=300, blank=True, default="")
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_title = models.CharField(max_length=160, blank=True)

    issued_at = models.DateTimeField(_("issued"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    # The signed Open Badges 3.0 credential, with its proof.
    credential = models.JSONField()
    state = models.CharField(
        max_length=10, choices=CertificateState, default=CertificateState.ISSUED
    )
    pdf_key = models.CharField(max_length=300, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [
            models.Index(fields=["-issued_at", "-id"], name="credentials_by_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score_percent__isnull=True) | models.Q(score_percent__lte=100),
                name="credentials_score_percent",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CertificateState.READY)
                | (~models.Q(pdf_key="") & ~models.Q(pdf_sha256="")),
                name="credentials_ready_has_pdf",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.learner_name}"

    @property
    def is_valid(self) -> bool:
        """Whether the certificate holds now."""
        return self.revoked_at is None


class CertificateStatusChange(models.Model):
    """A revocation or a reinstatement, append-only: the application's role may not change a row."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="status_changes"
    )
    kind = models.CharField(max_length=10, choices=StatusChange)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.certificate_id}"
