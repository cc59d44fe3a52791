"""Lives in: public only. An application on its way past a person, with all that happened to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from public_site.enums import EntryKind, ReviewKind, ReviewState
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class Review(models.Model):
    """One application: the applicant's draft, whose turn it is, and how it was decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=ReviewKind)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # Of whom or what, in the queue: the person's name, the company's.
    title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.DRAFT)
    # {step: {field: what was typed}}: a draft keeps also what would not be accepted.
    answers = models.JSONField(default=dict, blank=True)
    sample_media = models.ForeignKey(
        "catalogue.MediaAsset",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    # Counts what a decision must not overlook: a page that shows an older one is told so.
    revision = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # The clock of the 48 hours: running to `due_at`, or standing with so much left.
    due_at = models.DateTimeField(null=True, blank=True)
    left_seconds = models.IntegerField(null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    # Values of DeclineReason, and what was written to the applicant.
    reasons = models.JSONField(default=list, blank=True)
    message = models.TextField(blank=True)
    may_reapply_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["applicant", "kind"],
                condition=Q(state__in=("draft", "waiting", "asked")),
                name="public_review_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", due_at__isnull=False)
                | (~Q(state="waiting") & Q(due_at__isnull=True)),
                name="public_review_clock_runs",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("approved", "declined"), decided_at__isnull=False)
                | (~Q(state__in=("approved", "declined")) & Q(decided_at__isnull=True)),
                name="public_review_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="public_review_queue"),
            models.Index(fields=["decided_at"], name="public_review_decided_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"


class Submission(models.Model):
    """An application as it was sent, with the terms that were agreed to. Never changed."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="submissions", db_index=False
    )
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    # [{"id", "kind", "name", "sha256"}]
    documents = models.JSONField(default=list)
    terms_version = models.CharField(max_length=20)
    terms_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="public_submission_number")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} no. {self.number}"


class ReviewQuestion(models.Model):
    """What a reviewer asked, and the applicant's answer; `answered_at` is set when it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveIntegerField()
    text = models.TextField()
    answer = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text[:60]


class ReviewEntry(models.Model):
    """One line of the history; internal ones are for staff only. Never changed."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=12, choices=EntryKind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)
    is_internal = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
