"""Lives in: tenant only. Where one person stands over all they were given, for pages of thousands of people."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from enterprise.models.department import Department


class LearnerStanding(models.Model):
    """One person's rows of LearnerCourseStatus in one narrow row: a copy of copies, never the truth itself.

    Kept by `services.learner_standing` in the transaction that changes a source; `rebuild_learner_status`
    makes it again. Only what was assigned counts. A status is not stored, as it depends on the time.
    """

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        related_name="standing",
    )
    # None for who is in no team.
    department = models.ForeignKey(
        Department, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=False)
    # Courses that were given, and of those the completed ones.
    given = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # Lessons done of those in what was given, in ‰.
    share = models.PositiveIntegerField(default=0)
    # Of the courses that are given and open: when the first is due, when the first counts as at risk.
    next_due = models.DateTimeField(null=True, blank=True)
    next_risk = models.DateTimeField(null=True, blank=True)
    # From when each of them is late; from when each is late or at risk. In their order, so that how many
    # are is where a moment lies among them.
    late_from = ArrayField(models.DateTimeField(), default=list)
    trouble_from = ArrayField(models.DateTimeField(), default=list)
    # When each of the completed ones was, in their order.
    done_at = ArrayField(models.DateTimeField(), default=list)
    # Another number whenever the person's skills, team or account change; at random, so that one never
    # comes back and those of a team can be taken together.
    skill_stamp = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.done} of {self.given}"
