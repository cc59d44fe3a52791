"""Figures over attempts, for certificates and reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Avg, Count, Max, Q

from learning.assessment.enums import AttemptState
from learning.assessment.models import Attempt


@dataclass(frozen=True, slots=True)
class AttemptStats:
    """Submitted attempts at one quiz lesson; `mean_percent` is None without any."""

    attempts: int
    passed: int
    learners: int
    mean_percent: int | None


def best_percent(enrolment_id: UUID) -> int | None:
    """Return the mean of an enrolment's best score in each quiz, rounded down; None without one.

    A certificate prints one figure for a course with several quizzes: every quiz counts the same,
    each with its best submitted attempt. One query.
    """
    best = list(
        Attempt.objects.filter(enrolment_id=enrolment_id, state=AttemptState.SUBMITTED)
        .order_by()
        .values("lesson_id")
        .annotate(best=Max("percent"))
        .values_list("best", flat=True)
    )
    return sum(best) // len(best) if best else None


def attempt_stats(lesson_ids: Iterable[UUID]) -> dict[UUID, AttemptStats]:
    """Return the figures of each quiz lesson that has a submitted attempt. One query."""
    rows = (
        Attempt.objects.filter(lesson_id__in=list(lesson_ids), state=AttemptState.SUBMITTED)
        .order_by()
        .values("lesson_id")
        .annotate(
            attempts=Count("id"),
            wins=Count("id", filter=Q(passed=True)),
            learners=Count("enrolment_id", distinct=True),
            mean=Avg("percent"),
        )
    )
    return {
        row["lesson_id"]: AttemptStats(
            attempts=row["attempts"],
            passed=row["wins"],
            learners=row["learners"],
            mean_percent=int(row["mean"]),
        )
        for row in rows
    }
