"""Reported reviews, for those who decide on them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from learning.catalogue import api as catalogue
from learning.delivery.enums import DecisionKind, ReportReason
from learning.delivery.models import CourseReview, ReviewDecision, ReviewReport
from learning.delivery.selectors.review import ReviewInfo, review_info

PAGE_SIZE = 20
SHOWS = ("waiting", "decided")


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody objects to."""

    reason: str
    note: str
    by: str
    at: datetime
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What a moderator did."""

    kind: str
    label: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One reported review with its reports and its history, the newest first."""

    review: ReviewInfo
    course_title: str
    course_language: str
    reports: tuple[Report, ...]
    history: tuple[Decision, ...]

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return any(not report.is_settled for report in self.reports)

    @property
    def can_undo(self) -> bool:
        """Whether the last decision still stands."""
        return bool(self.history) and self.history[0].kind != DecisionKind.UNDONE


def reported(show: str) -> QuerySet[CourseReview]:
    """Return the reviews that wait for a decision, or those decided on, to be cut into pages."""
    waiting = ReviewReport.objects.filter(review=OuterRef("pk"), settled_at=None)
    rows = CourseReview.objects.select_related("enrolment__learner", "replied_by")
    if show == "decided":
        decided = ReviewDecision.objects.filter(review=OuterRef("pk"))
        return (
            rows.filter(~Exists(waiting), Exists(decided))
            .annotate(moved_at=Max("decisions__decided_at"))
            .order_by("-moved_at", "-id")
        )
    return (
        rows.filter(Exists(waiting))
        .annotate(
            number_of=Count("reports", filter=Q(reports__settled_at=None)),
            moved_at=Max("reports__reported_at"),
        )
        .order_by("-number_of", "moved_at", "id")
    )


def waiting_count() -> int:
    """Return how many reviews wait for a decision. One query."""
    return ReviewReport.objects.filter(settled_at=None).values("review_id").distinct().count()


def cases(rows: list[CourseReview]) -> tuple[Case, ...]:
    """Return what a moderator reads about reviews, in three queries however many they are."""
    ids = [row.id for row in rows]
    courses = catalogue.cards_of_courses({row.course_id for row in rows})
    reports: dict[UUID, list[Report]] = {}
    for one in (
        ReviewReport.objects.filter(review_id__in=ids)
        .select_related("reporter")
        .order_by("-reported_at")
    ):
        reports.setdefault(one.review_id, []).append(
            Report(
                reason=str(ReportReason(one.reason).label),
                note=one.note,
                by=one.reporter.display_name,
                at=one.reported_at,
                is_settled=one.settled_at is not None,
            )
        )
    history: dict[UUID, list[Decision]] = {}
    for done in ReviewDecision.objects.filter(review_id__in=ids).select_related("actor"):
        history.setdefault(done.review_id, []).append(
            Decision(
                kind=done.kind,
                label=str(DecisionKind(done.kind).label),
                by=done.actor.display_name,
                reason=done.reason,
                at=done.decided_at,
            )
        )
    return tuple(
        Case(
            review=review_info(row),
            course_title=courses[row.course_id].title if row.course_id in courses else "",
            course_language=courses[row.course_id].language if row.course_id in courses else "en",
            reports=tuple(reports.get(row.id, ())),
            history=tuple(history.get(row.id, ())),
        )
        for row in rows
    )
