"""Lives in: every schema. What somebody set out to do."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from learning.engagement.enums import GoalKind
from tenants.kernel.ids import uuid7


class Goal(models.Model):
    """A goal; how far it is follows from the rows of learning and is not kept here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=8, choices=GoalKind)
    # A week's minutes or lessons; empty for a course.
    target = models.PositiveIntegerField(null=True, blank=True)
    course = models.ForeignKey(
        "catalogue.Course",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    # The last day, in the person's time zone.
    due_on = models.DateField(null=True, blank=True)
    # In their own words, for themselves.
    why = models.CharField(max_length=200, blank=True, default="")
    # The Monday from which this target holds; changing it begins anew, so that no past week is judged
    # by a target it did not have.
    since = models.DateField()
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "kind"],
                condition=Q(archived_at__isnull=True, course__isnull=True),
                name="engagement_goal_one_weekly",
            ),
            models.UniqueConstraint(
                fields=["learner", "course"],
                condition=Q(archived_at__isnull=True, course__isnull=False),
                name="engagement_goal_course_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="course",
                    target__isnull=True,
                    course__isnull=False,
                    due_on__isnull=False,
                )
                | Q(target__gt=0, course__isnull=True, due_on__isnull=True) & ~Q(kind="course"),
                name="engagement_goal_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.learner_id}"
