"""Lives in: tenant only. Files of people: what stood in them, what is wrong with it, what became of it."""

from django.conf import settings
from django.db import models

from tenants.kernel.ids import uuid7


class ImportState(models.TextChoices):
    """Where an import stands."""

    # The file is here; which column means what is not agreed yet.
    MAPPING = "mapping"
    # A job reads the file and decides each row's fate.
    READING = "reading"
    OPEN = "open"
    RUNNING = "running"
    DONE = "done"
    DISCARDED = "discarded"


class RowFate(models.TextChoices):
    """What will become, or became, of a row."""

    CREATE = "create"
    UPDATE = "update"
    REACTIVATE = "reactivate"
    UNCHANGED = "unchanged"
    PROBLEM = "problem"
    LEFT_OUT = "left_out"
    IMPORTED = "imported"


# What going ahead would do something about.
READY = (RowFate.CREATE, RowFate.UPDATE, RowFate.REACTIVATE)
# What is looked at again whenever something changes.
UNDECIDED = (*READY, RowFate.UNCHANGED, RowFate.PROBLEM)


class PeopleImport(models.Model):
    """One uploaded file. Its rows are kept, so that bad ones can be corrected and nothing is lost."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.OPEN)
    # Where the file is kept until it is read for good, and how large it is.
    file_key = models.CharField(max_length=300, blank=True, default="")
    size_bytes = models.PositiveIntegerField(default=0)
    # The file's headings in their order, with the field each was taken for, or "".
    columns = models.JSONField(default=list)
    # The first cells of each column, for whoever says what the columns mean.
    samples = models.JSONField(default=list)
    # Codes of what was noticed about the file as a whole, with their numbers.
    notes = models.JSONField(default=list)
    creates_departments = models.BooleanField(default=True)
    sends_invitations = models.BooleanField(default=True)
    # Whether people who are here already are changed, and deactivated ones switched on.
    updates_people = models.BooleanField(default=True)
    reactivates_people = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    # Why the last attempt in the background changed nothing, in the admin's language.
    error = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="people_import_latest")]

    def __str__(self) -> str:
        return self.file_name


class PeopleImportRow(models.Model):
    """One line of the file."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    people_import = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="rows")
    # Of the file, counted from 1 with its headings; spreadsheet programs count so, too.
    line = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    # Who is here already and would be changed, and how: {field: [before, after]}.
    person_id = models.UUIDField(null=True, blank=True)
    changes = models.JSONField(default=dict)
    fate = models.CharField(max_length=10, choices=RowFate.choices)

    class Meta:
        indexes = [
            models.Index(fields=["people_import", "fate", "line"], name="people_import_row_fate")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["people_import", "line"], name="people_import_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.people_import_id}:{self.line}"


class ColumnMeaning(models.Model):
    """What a heading meant the last time: the company's own word, remembered for its next file."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without case, spaces and marks.
    heading = models.CharField(max_length=100, unique=True)
    # Empty: the column is not imported.
    field = models.CharField(max_length=30, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.heading}: {self.field}"
