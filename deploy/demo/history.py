"""What the demo's people did in the last months, as plain data and the same on every run.

Everything is counted back from the day of seeding: `Moment(3, 570)` is 9:30 three days
before. Nothing lies in the future except due dates. The seed loader makes rows of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from deploy.demo.parse import load_courses
from deploy.demo.people import CompanySlug, DemoPerson, company, public_people
from deploy.demo.shapes import CourseContent
from deploy.demo.study import Moment, PlannedStudy, Walk, walk_through

__all__ = [
    "CompanyHistory",
    "Moment",
    "PlannedAssignment",
    "PlannedStudy",
    "history",
    "local_moment",
    "public_history",
]


@dataclass(frozen=True, slots=True)
class PlannedAssignment:
    """A course given to a department; `due_in_days` from the day of seeding, past if negative."""

    course: str
    department: str
    assigned: Moment
    due_in_days: int
    note: str


@dataclass(frozen=True, slots=True)
class CompanyHistory:
    """Everything that happened in one company."""

    assignments: tuple[PlannedAssignment, ...]
    studies: tuple[PlannedStudy, ...]


@dataclass(frozen=True, slots=True)
class _Wave:
    """One course given to several departments on one day. `course` counts in `order.toml`."""

    course: int
    assigned_days_ago: int
    due_in_days: int
    departments: tuple[str, ...]
    note: str


WAVES: dict[CompanySlug, tuple[_Wave, ...]] = {
    "acme": (
        _Wave(
            0,
            128,
            -86,
            ("Andheri West sales", "Thane sales", "Pune sales"),
            "Before the Diwali launches.",
        ),
        _Wave(
            0,
            96,
            -54,
            ("Channel partners", "Customer care", "Home loans desk"),
            "For everybody who speaks about price or area.",
        ),
        _Wave(
            1,
            66,
            -12,
            ("Andheri West sales", "Thane sales", "Pune sales"),
            "For all who take families to a site.",
        ),
        _Wave(
            2,
            31,
            9,
            ("Channel partners", "Andheri West sales"),
            "Please finish before the partner meet.",
        ),
        _Wave(
            3,
            24,
            4,
            ("Customer care", "Home loans desk", "Thane sales"),
            "The first possessions start next month.",
        ),
        _Wave(1, 12, 23, ("Channel partners",), ""),
    ),
    "zenith": (
        _Wave(
            0,
            134,
            -92,
            ("Vidarbha field", "Chhattisgarh field", "Marathwada field"),
            "सभी फ़ील्ड टीमों के लिए।",
        ),
        _Wave(
            1,
            88,
            -40,
            ("Vidarbha field", "Chhattisgarh field", "Marathwada field", "Warehouse and returns"),
            "तिमाही का एक्सपायरी क्लेम बंद होने से पहले।",
        ),
        _Wave(2, 60, -9, ("Institutional",), "Before the rate-contract season."),
        _Wave(3, 44, 5, ("Tele-sales",), "Calls will be reviewed with this after the due date."),
        _Wave(1, 20, 12, ("Tele-sales",), ""),
        _Wave(3, 18, 20, ("Vidarbha field",), "For days when the van cannot reach the town."),
    ),
}
# The demo learners have finished two courses and are two lessons into the third.
SCRIPTED: dict[tuple[str, str], int | None] = {
    ("learner", "rera-and-the-honest-brochure"): None,
    ("learner", "site-visits-the-acme-way"): None,
    ("learner", "working-with-channel-partners"): 2,
    ("learner", "chemist-counter-call"): None,
    ("learner", "expiry-returns-and-claims"): None,
    ("learner", "tele-sales-order-call"): 2,
}
# The first course of the career path that the consumer sign-in follows.
PATH_BEGUN = "first-cold-call"
SELF_STARTERS = 0.16
LATEST_MINUTE = 21 * 60


def history(slug: CompanySlug, seed: int = 7) -> CompanyHistory:
    """The assignments and studies of one company, the same for the same `seed`."""
    courses = load_courses(slug)
    people = company(slug).people
    assignments: list[PlannedAssignment] = []
    studies: dict[tuple[str, str], PlannedStudy] = {}
    for wave in WAVES[slug]:
        course = courses[wave.course]
        for department in wave.departments:
            assignment = _assignment(wave, course, department)
            assignments.append(assignment)
            team = [person for person in people if person.department == department]
            _study_assigned(team, course, assignment, seed, studies)
    _study_freely(people, courses, seed, studies)
    return CompanyHistory(tuple(assignments), tuple(studies.values()))


def public_history(seed: int = 7) -> tuple[PlannedStudy, ...]:
    """What the public site's consumers studied; the consumer sign-in finished two courses.

    One of the two is the first step of the career path they follow (`seed.paths`).
    """
    courses = load_courses("public")
    studies: list[PlannedStudy] = []
    for person in public_people():
        if "CONSUMER" not in person.roles:
            continue
        chance = _chance(seed, person.email, "taste")
        fitting = [item for item in courses if item.language in ("en", person.language)]
        chosen = (
            _signs_in(courses) if person.sign_in else chance.sample(fitting, k=chance.randint(1, 4))
        )
        for index, course in enumerate(chosen):
            start = Moment(chance.randint(15, 110), chance.randint(540, 1200))
            eager = (0.95, 0.55, 0.25, 0.8)[index] if person.sign_in else chance.random()
            stop = (
                (None, 3, 1, None)[index]
                if person.sign_in
                else chance.choice((None, None, 1, 2, 5))
            )
            walk = Walk(start, eager, stop_after=stop)
            studies.append(walk_through(person.email, course, walk, chance))
    return tuple(studies)


def _signs_in(courses: list[CourseContent]) -> list[CourseContent]:
    """What the consumer sign-in studies: three from the top of the shelf, and a path's first step."""
    return [*courses[:3], next(one for one in courses if one.slug == PATH_BEGUN)]


def local_moment(moment: Moment, *, today: date, time_zone: str) -> datetime:
    """`moment` as an aware datetime in `time_zone`, counted back from `today`."""
    day = today - timedelta(days=moment.days_ago)
    clock = time(moment.minute // 60, moment.minute % 60)
    return datetime.combine(day, clock, ZoneInfo(time_zone))


def _assignment(wave: _Wave, course: CourseContent, department: str) -> PlannedAssignment:
    assigned = Moment(wave.assigned_days_ago, 10 * 60 + len(department))
    return PlannedAssignment(course.slug, department, assigned, wave.due_in_days, wave.note)


def _study_assigned(
    team: Iterable[DemoPerson],
    course: CourseContent,
    assignment: PlannedAssignment,
    seed: int,
    studies: dict[tuple[str, str], PlannedStudy],
) -> None:
    for person in team:
        chance = _chance(seed, person.email, course.slug)
        eager = _eagerness(seed, person) + chance.uniform(-0.2, 0.2)
        stop = SCRIPTED.get(
            (person.sign_in, course.slug), _stops(eager, assignment, course, chance)
        )
        since = assignment.assigned.days_ago
        if stop == 0 or since < 2:
            continue
        if person.sign_in == "learner":
            eager = 0.9
        window = since + assignment.due_in_days
        delay = 1 + round((1.1 - min(eager, 1.0)) * window * chance.uniform(0.25, 1.35))
        if delay >= since:
            continue
        start = Moment(since - delay, chance.randint(9 * 60, LATEST_MINUTE))
        if person.sign_in == "learner" and stop is not None:
            studies[person.email, course.slug] = _lately(person.email, course, stop, since, seed)
            continue
        walk = Walk(start, eager, stop_after=stop, assigned=True)
        studies[person.email, course.slug] = walk_through(person.email, course, walk, chance)


def _lately(email: str, course: CourseContent, stop: int, since: int, seed: int) -> PlannedStudy:
    """Plan `stop` lessons that end as lately as can be: who signs in to look finds days in a row."""
    planned = []
    for days in range(2, since):
        walk = Walk(Moment(days, LATEST_MINUTE - 60), 0.9, stop_after=stop, assigned=True)
        planned.append(walk_through(email, course, walk, _chance(seed, email, course.slug)))
        if planned[-1].lessons_done == stop:
            break
    return planned[-1]


def _study_freely(
    people: Iterable[DemoPerson],
    courses: list[CourseContent],
    seed: int,
    studies: dict[tuple[str, str], PlannedStudy],
) -> None:
    for person in people:
        chance = _chance(seed, person.email, "free")
        for course in courses:
            wanted = chance.random() < SELF_STARTERS * _eagerness(seed, person)
            if not wanted or (person.email, course.slug) in studies or person.sign_in == "learner":
                continue
            start = Moment(chance.randint(6, 90), chance.randint(19 * 60, LATEST_MINUTE))
            walk = Walk(start, _eagerness(seed, person))
            studies[person.email, course.slug] = walk_through(person.email, course, walk, chance)


def _stops(
    eager: float, assignment: PlannedAssignment, course: CourseContent, chance: Random
) -> int | None:
    """After how many lessons a person gives up: None never, 0 before the first."""
    late = assignment.due_in_days < -30
    doubt = max(0.02, 0.9 - eager) * (0.3 if late else 0.75)
    if chance.random() > doubt:
        return None
    return chance.choice((0, 1, 2, 3, len(course.lessons) - 2))


def _eagerness(seed: int, person: DemoPerson) -> float:
    """From 0.15 to 1, a trait of the person that all their courses share."""
    return 0.15 + 0.85 * _chance(seed, person.email, "eager").random() ** 0.7


def _chance(seed: int, email: str, what: str) -> Random:
    return Random(f"{seed}:{email}:{what}")
