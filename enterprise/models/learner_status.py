"""Lives in: tenant only. The read model of the team page and its reports."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enterprise.models.assignment import Assignment
from tenants.kernel.ids import uuid7


class LearnerCourseStatus(models.Model):
    """How far one person is in one course: a copy of what other apps know, never the truth itself.

    Kept by inline handlers, in the transaction that changes the truth; `rebuild_learner_status`
    makes it again from the sources. Without an assignment it is a course the person chose.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="course_statuses",
        db_index=False,
    )
    course = models.ForeignKey(
        "catalogue.Course", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.SET_NULL, null=True, blank=True, related_name="statuses"
    )
    enrolment_id = models.UUIDField(null=True, blank=True)
    # When the course was given to this person: the share of time that has passed counts from here.
    assigned_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    # From when on this counts as at risk if nothing happens; `enterprise.status.risk_from`.
    risk_at = models.DateTimeField(null=True, blank=True)
    lessons_done = models.PositiveIntegerField(default=0)
    lessons_total = models.PositiveIntegerField(default=0)
    completed_at = models.DateTimeField(null=True, blank=True)
    last_activity_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "course"], name="learner_status_once"),
            models.CheckConstraint(
                condition=Q(lessons_done__lte=F("lessons_total")),
                name="learner_status_done_of_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.lessons_done} of {self.lessons_total}"
