"""Lives in: every schema. Work to be done later; Redis only carries the hint that it is here."""

from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class JobState(models.TextChoices):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """One call of a registered function, with the ids it takes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=now)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    # Whose workers do it; empty for those of the cluster where the schema is. In `public`, a job that
    # enters a company's schema is done where the company lives.
    cluster = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["run_after"],
                name="job_open",
                condition=models.Q(state__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"
