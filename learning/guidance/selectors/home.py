"""A learner's home: the next step, what is under way, what was reached, where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from learning.catalogue.api import CourseCard, Skill
from learning.credentials.api import CertificateInfo, certificates_of
from learning.delivery.api import (
    CourseProgress,
    EnrolmentInfo,
    NextStep,
    progress_of_studies,
    step_among,
    studies_of,
)
from learning.engagement.api import (
    Engagement,
    GoalProgress,
    Streak,
    engagement_of,
    minutes,
    monday_of,
    progress_of,
    week_sums,
)
from learning.guidance.matching import Recommendation, recommend
from learning.guidance.radar import Radar, radar_of
from learning.guidance.selectors.known import Known, known_of
from learning.guidance.selectors.own_paths import Followed, OwnPaths, followed_by, own_paths
from learning.guidance.selectors.recommendation import candidates, next_on_paths
from tenants.kernel.clock import local
from tenants.notify.api import zone_of

# Of courses under way beside the next step's, of certificates, of goals.
MOST_SHOWN = 5
MOST_AWARDS = 3


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill: the last check, the first one where there are two, and what was studied for it."""

    label: str
    now: int
    before: int | None
    lessons_done: int

    @property
    def change(self) -> int | None:
        """Points of a hundred more or fewer than in the first check."""
        return None if self.before is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class SkillPicture:
    """The radar and its table."""

    radar: Radar | None
    rows: tuple[SkillRow, ...]
    now_at: datetime
    before_at: datetime | None


@dataclass(frozen=True, slots=True)
class ThisWeek:
    """What was done since Monday."""

    minutes: int
    lessons: int
    quizzes: int


@dataclass(frozen=True, slots=True)
class LearnerHome:
    """Everything on the page but dates, which a company's page adds.

    `certificates` are those that hold; `revoked` says how many more are listed that do not.
    """

    step: NextStep | None
    others: tuple[CourseProgress, ...]
    active: int
    completed: int
    certificates: tuple[CertificateInfo, ...]
    revoked: int
    streak: Streak
    week: ThisWeek
    goals: tuple[GoalProgress, ...]
    skills: SkillPicture | None
    known: Known
    picks: tuple[Recommendation, ...]
    paths: OwnPaths
    today: date
    hour: int

    @property
    def latest_certificates(self) -> tuple[CertificateInfo, ...]:
        """The latest ones, for names and links."""
        return self.certificates[:MOST_AWARDS]


def learner_home(
    learner_id: UUID, *, now: datetime, first: Sequence[UUID] = (), has_paths: bool = False
) -> LearnerHome:
    """Return a learner's home. Seven queries, with career paths nine, however many courses.

    Args:
        learner_id: a user of this schema.
        now: the moment it is read (UTC).
        first: ids of courses that come before all others, most urgent first (those with a date).
        has_paths: whether this host has career paths; a company's has none.
    """
    zone = zone_of(learner_id)
    here = local(now, zone)
    studies = studies_of(learner_id)
    places = {course_id: place for place, course_id in enumerate(first)}
    # Stable: studies come with the last active first.
    open_ones = sorted(
        (one for one in studies if not one.enrolment.is_completed),
        key=lambda one: places.get(one.enrolment.course_id, len(places)),
    )
    courses = progress_of_studies(open_ones[: MOST_SHOWN + 1])
    step = step_among(courses)
    engagement, known = engagement_of(learner_id), known_of(learner_id)
    enrolments = {one.enrolment.course_id: one.enrolment for one in studies}
    followed = followed_by(learner_id) if has_paths else Followed()
    cards = candidates(also=followed.course_ids)
    journeys = followed.journeys({card.id: card for card in cards}, enrolments)
    certificates = certificates_of(learner_id)
    holding = tuple(one for one in certificates if one.revoked_at is None)
    return LearnerHome(
        step=step,
        others=tuple(
            one for one in courses if step is None or one.enrolment.course_id != step.course_id
        ),
        active=len(open_ones),
        completed=len(studies) - len(open_ones),
        certificates=holding,
        revoked=len(certificates) - len(holding),
        streak=engagement.streak(today=here.date()),
        week=_this_week(engagement, here.date()),
        goals=tuple(
            progress_of(
                goal, days=engagement.days, enrolments=enrolments, today=here.date(), zone=zone
            )
            for goal in engagement.goals
        ),
        skills=_skills(known, cards, enrolments),
        known=known,
        picks=recommend(
            [card for card in cards if card.id not in enrolments],
            profile=known.profile,
            abilities=known.latest.abilities if known.latest else {},
            on_path=next_on_paths(journeys),
        ),
        paths=own_paths(followed, journeys, profile=known.profile),
        today=here.date(),
        hour=here.hour,
    )


def _this_week(engagement: Engagement, today: date) -> ThisWeek:
    sums = week_sums(engagement.days, monday=monday_of(today))
    return ThisWeek(minutes(sums.milliseconds), sums.lessons, sums.quizzes)


def _skills(
    known: Known, cards: Sequence[CourseCard], enrolments: dict[UUID, EnrolmentInfo]
) -> SkillPicture | None:
    latest, first = known.latest, known.first
    if latest is None:
        return None
    studied: dict[str, int] = {}
    for card in cards:
        enrolment = enrolments.get(card.id)
        for skill in card.skills if enrolment else ():
            studied[skill] = studied.get(skill, 0) + (enrolment.lessons_done if enrolment else 0)
    rows = tuple(
        SkillRow(
            label=str(Skill(skill).label),
            now=ability.percent,
            before=first.abilities[skill].percent if first and skill in first.abilities else None,
            lessons_done=studied.get(skill, 0),
        )
        for skill, ability in latest.abilities.items()
    )
    before = [row.before for row in rows if row.before is not None]
    return SkillPicture(
        radar=radar_of(
            [row.label for row in rows],
            [row.now for row in rows],
            before if len(before) == len(rows) else None,
        ),
        rows=rows,
        now_at=latest.finished_at,
        before_at=first.finished_at if first else None,
    )
