"""Lives in: every schema. What learners think of a course, who objects to it, and what was decided."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.delivery.enums import DecisionKind, ReportReason, Signature
from learning.delivery.models.enrolment import Enrolment
from tenants.kernel.ids import uuid7


class CourseReview(models.Model):
    """Stars and words of one learner about one course: one per enrolment.

    It is shown while nobody has taken it away: neither the learner (`removed_at`) nor a moderator
    (`hidden_at`). The course's figures are rebuilt from these rows whenever one of them changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="review")
    course = models.ForeignKey(
        "catalogue.Course", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    stars = models.PositiveSmallIntegerField(_("stars"))
    text = models.TextField(_("what you would tell others"), blank=True)
    signature = models.CharField(max_length=8, choices=Signature, default=Signature.INITIALS)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    # The answer of whoever teaches the course, or may change it.
    reply = models.TextField(_("reply"), blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        indexes = [
            models.Index(fields=["course", "-written_at"], name="delivery_review_course"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stars__gte=1, stars__lte=5), name="delivery_review_stars"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stars} for {self.course_id}"

    @property
    def is_shown(self) -> bool:
        """Whether others see it, and it counts."""
        return self.removed_at is None and self.hidden_at is None


class ReviewReport(models.Model):
    """Somebody says that a review should not stand. One per person and review."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without an index of its own: the unique constraint begins with it.
    review = models.ForeignKey(
        CourseReview, on_delete=models.CASCADE, related_name="reports", db_index=False
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.CharField(_("reason"), max_length=10, choices=ReportReason)
    note = models.CharField(_("in your words"), max_length=500, blank=True)
    reported_at = models.DateTimeField()
    # When a moderator decided on the review; empty while it waits.
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "reporter"], name="delivery_report_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} on {self.review_id}"


class ReviewDecision(models.Model):
    """What a moderator did with a review: the history of it, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(CourseReview, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.review_id}"
