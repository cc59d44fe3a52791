"""Lives in: every schema. Who studies which course, in which version, and how far they are."""

from django.conf import settings
from django.db import models

from learning.delivery.enums import EnrolmentState, Source
from tenants.kernel.ids import uuid7


class Enrolment(models.Model):
    """One learner in one course. Figures here are recomputed from the lesson rows, never counted up."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without an index of its own: the unique constraint begins with it.
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="enrolments",
        db_index=False,
    )
    course = models.ForeignKey(
        "catalogue.Course", on_delete=models.PROTECT, related_name="enrolments"
    )
    # A learner keeps the version they began with; a later one does not move the goal.
    version = models.ForeignKey(
        "catalogue.CourseVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    source = models.CharField(max_length=8, choices=Source, default=Source.SELF)
    state = models.CharField(max_length=9, choices=EnrolmentState, default=EnrolmentState.ACTIVE)
    enrolled_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    last_activity_at = models.DateTimeField(null=True, blank=True)
    lessons_total = models.PositiveIntegerField(default=0)
    lessons_done = models.PositiveIntegerField(default=0)
    # The lesson opened last, by its stable id; lessons live in the version's frozen content.
    current_lesson_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "course"], name="delivery_enrolment_once"),
            models.CheckConstraint(
                condition=models.Q(lessons_done__lte=models.F("lessons_total")),
                name="delivery_enrolment_done_within_total",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=EnrolmentState.COMPLETED)
                | models.Q(completed_at__isnull=False),
                name="delivery_enrolment_completed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.course_id}"
