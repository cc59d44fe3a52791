"""Lives in: tenant only. Courses a department has to finish, and dates moved for one person."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from enterprise.models.department import Department
from tenants.kernel.ids import uuid7


class Assignment(models.Model):
    """One course for one department until one moment.

    It holds for everybody who is in the department, also for who joins later. A cancelled one stays
    for the record; the progress made under it is the learner's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(
        "catalogue.Course", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="assignments")
    due_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True, default="")
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "department"],
                condition=Q(cancelled_at__isnull=True),
                name="assignment_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id} for {self.department_id}"


class Extension(models.Model):
    """Another due date for one person under one assignment."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extensions")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    due_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "assignment"], name="extension_once")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} until {self.due_at:%Y-%m-%d}"
