"""Fills a benchmark's company with teams of a hundred who learn, and a manager of some of them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from deploy.benchmarks.inside.people import admin, analyse

IN_A_TEAM, COURSES, LESSONS = 100, 3, 8
_TABLES = (
    "accounts_user",
    "enterprise_department",
    "enterprise_membership",
    "enterprise_assignment",
    "enterprise_learnercoursestatus",
    "enterprise_learnerskill",
    "enterprise_learnerstanding",
)


def fill(people: int, *, courses: int = COURSES) -> None:
    """Make the people who are missing from the entered company, in teams of a hundred, each with every course.

    A team at a time, whole or not at all: a run that was stopped is gone on with.

    Args:
        people: how many there are to be.
        courses: how many each of them is given.
    """
    from django.db import transaction

    from enterprise.models import Department, Membership
    from enterprise.services.learner_standing import keep_standings
    from tenants.accounts.api import User
    from tenants.kernel.clock import now

    given, moment = _courses(courses), now()
    there = Membership.objects.count()
    for start in range(there - there % IN_A_TEAM, people, IN_A_TEAM):
        with transaction.atomic():
            team, _made = Department.objects.get_or_create(
                name=f"Team {start // IN_A_TEAM}", defaults={"created_at": moment}
            )
            numbers = range(max(start, there), min(start + IN_A_TEAM, people))
            users = User.objects.bulk_create(
                User(
                    name=f"Person {n} {('Kumar', 'Sharma', 'Iyer', 'Rao')[n % 4]}",
                    native_name="आशा" if n % 3 == 0 else "",
                    email=f"person{n}@benchteam.example",
                    employee_id=f"T{n}",
                    job_title="Sales officer",
                    password="md5$x",
                    last_seen_at=moment - timedelta(days=n % 30),
                )
                for n in numbers
            )
            Membership.objects.bulk_create(
                Membership(user=user, department=team, since=moment) for user in users
            )
            _give(team, dict(zip(numbers, users, strict=True)), given, moment)
            keep_standings([user.id for user in users])


def _courses(many: int) -> list[UUID]:
    """Write and publish the courses as an author does, or find them."""
    from learning.catalogue.api import (
        CourseDetails,
        LessonKind,
        add_lesson,
        add_module,
        create_course,
        publish_course,
    )
    from learning.catalogue.models import Course

    known = dict(Course.objects.values_list("slug", "id"))
    author = admin()
    for number in range(many):
        slug = f"course-{number}"
        if slug in known:
            continue
        details = CourseDetails(
            title=f"Selling, part {number + 1}",
            summary="What it is about.",
            outcomes=("Ask before telling",),
            skills=("objections",),
        )
        known[slug] = create_course(details=details, owner=author, slug=slug)
        module = add_module(course_id=known[slug], title="All of it")
        for lesson in range(LESSONS):
            made = add_lesson(module_id=module, title=f"Lesson {lesson}", kind=LessonKind.TEXT)
            write_text(made, f"Lesson {lesson}")
        publish_course(course_id=known[slug], actor=author, notes="")
    return [known[f"course-{number}"] for number in range(many)]


def write_text(lesson_id: UUID, title: str) -> None:
    """Give a new text lesson its words, so that its course can be published."""
    from learning.catalogue.api import save_lesson
    from learning.catalogue.models import Lesson

    save_lesson(
        lesson_id=lesson_id,
        title=title,
        body_md="Ask first. Then listen.",
        is_preview=False,
        minutes=None,
        revision=Lesson.objects.values_list("revision", flat=True).get(id=lesson_id),
    )


def _give(team: Any, people: dict[int, Any], courses: list[UUID], moment: datetime) -> None:
    """Write a team's assignments and how far its people are: the read model, which the page is made of.

    Enrolling ten thousand people by the services takes minutes, and no page of a manager reads it.
    """
    from enterprise.models import Assignment, LearnerCourseStatus, LearnerSkill
    from learning.catalogue.api import Skill

    rows = []
    for place, course_id in enumerate(courses):
        due_at = moment + timedelta(days=(4, 20, 60)[place % 3])
        given, _made = Assignment.objects.get_or_create(
            course_id=course_id,
            department=team,
            defaults={"due_at": due_at, "created_at": moment - timedelta(days=10)},
        )
        rows += [_standing(n, place, user, given, moment) for n, user in people.items()]
    LearnerCourseStatus.objects.bulk_create(rows)
    LearnerSkill.objects.bulk_create(
        LearnerSkill(
            learner=user, skill=skill, percent=(n * 13 + at * 17) % 101, measured_at=moment
        )
        for n, user in people.items()
        if n % 2 == 0
        for at, skill in enumerate(Skill)
    )


def _standing(n: int, place: int, user: Any, given: Any, moment: datetime) -> Any:
    """Spread people over done, on track, at risk and overdue, as in a company that works."""
    from enterprise.models import LearnerCourseStatus
    from enterprise.status import Standing, risk_from

    done = (n * 7 + place * 3) % (LESSONS + 1)
    at = Standing(
        assigned_at=moment - timedelta(days=10),
        due_at=moment - timedelta(days=1 + n % 5) if n % 10 == 0 else given.due_at,
        lessons_done=done,
        lessons_total=LESSONS,
        completed_at=moment - timedelta(days=n % 9) if done == LESSONS else None,
        last_activity_at=moment - timedelta(days=n % 9) if done else None,
    )
    return LearnerCourseStatus(
        learner=user,
        course_id=given.course_id,
        assignment=given,
        assigned_at=at.assigned_at,
        due_at=at.due_at,
        risk_at=risk_from(at),
        lessons_done=at.lessons_done,
        lessons_total=at.lessons_total,
        completed_at=at.completed_at,
        last_activity_at=at.last_activity_at,
    )


def manager_of(who: str, teams: list[Any]) -> Any:
    """Return who manages some teams and is in none."""
    from enterprise.models import DepartmentManager
    from tenants.accounts.api import Role, User, create_person

    email = f"{who}@benchteam.example"
    found = User.objects.filter(email=email).first()
    if found is None:
        made = create_person(
            name="Mohan Manager",
            email=email,
            roles=[Role.MANAGER],
            email_verified=True,
        )
        found = User.objects.get(id=made)
    DepartmentManager.objects.bulk_create(
        (DepartmentManager(user=found, department=one) for one in teams),
        ignore_conflicts=True,
    )
    return found


def analyse_teams(schema: str) -> None:
    """Leave the tables filled as after a night of autovacuum."""
    analyse(schema, _TABLES)
