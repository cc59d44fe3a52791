"""Lives in: public only. What was done to schemas when migrations were applied, and what these said."""

from django.db import models

from tenants.enums import MigrationState, MigrationWay
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class MigrationRun(models.Model):
    """One walk through all companies."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=MigrationState, default=MigrationState.RUNNING)
    # How many schemas had something to apply when it began.
    waiting = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.state}"


class MigrationStep(models.Model):
    """What came of one schema. Done, it was written in the transaction that changed the schema."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(MigrationRun, on_delete=models.CASCADE, related_name="steps")
    schema_name = models.CharField(max_length=63)
    state = models.CharField(max_length=8, choices=MigrationState)
    way = models.CharField(max_length=8, choices=MigrationWay)
    tries = models.PositiveSmallIntegerField(default=1)
    milliseconds = models.PositiveIntegerField()
    error = models.TextField(blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "schema_name"], name="one_step_per_schema")
        ]

    def __str__(self) -> str:
        return f"{self.schema_name} {self.state}"


class MigrationText(models.Model):
    """What a migration of ours said when it was applied, as a digest. Who applies more looks here first."""

    owner_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    app = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    noted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["app", "name"], name="one_text_per_migration")
        ]

    def __str__(self) -> str:
        return f"{self.app}.{self.name}"
