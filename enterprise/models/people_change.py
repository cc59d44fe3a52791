"""Lives in: tenant only. One change of many people at once, and pairs known to be two persons."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tenants.kernel.ids import uuid7


class ChangeState(models.TextChoices):
    """Where a change of many stands."""

    DRAFT = "draft"
    RUNNING = "running"
    DONE = "done"
    UNDONE = "undone"


class PeopleChange(models.Model):
    """Whom a change is for, what it is, and enough of what was before to take it back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.DRAFT)
    # What is to be done, by field: {"department_id": "…", "add_role": "author", …}.
    wanted = models.JSONField(default=dict)
    # Fixed when it begins, so that nobody slips in while the admin looks at the count.
    person_ids = models.JSONField(default=list)
    # How far the job is, of `person_ids`.
    position = models.PositiveIntegerField(default=0)
    # What was before, by person, of those it was done to.
    before = models.JSONField(default=dict)
    # [name, reason] of those it was not done to; the first few hundred.
    refused = models.JSONField(default=list)
    refused_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    # Why it stopped half-way, if it did.
    error = models.CharField(max_length=500, blank=True, default="")
    # Where the admin came from, filters and all.
    back = models.CharField(max_length=1000, blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="people_change_latest")]

    def __str__(self) -> str:
        return f"{self.state}: {len(self.person_ids)}"


class DistinctPeople(models.Model):
    """Two accounts that look like one person and are not: an admin said so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_people_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="distinct_people_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"
