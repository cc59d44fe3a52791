"""Asks for a manager's page of that many people, all with progress; says what it took beside raw SQL.

python -m deploy.benchmarks.inside.team N... [--samples K]
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import django

from deploy.benchmarks.inside.measuring import cpu_ms, once_ms, queries_of
from deploy.benchmarks.inside.people import Facts, admin, analyse, company, figure, raw_page
from deploy.memory import settle

SLUG, SCHEMA = "benchteam", "c_benchteam01"
PAGE = "/team/"
IN_A_TEAM, COURSES, LESSONS = 100, 3, 8
# What design/speed.md wants, however many people they manage.
QUERIES, CPU_MS = 12, 40
BUSY_TEAMS = 10
_TABLES = (
    "accounts_user",
    "enterprise_department",
    "enterprise_membership",
    "enterprise_assignment",
    "enterprise_learnercoursestatus",
    "enterprise_learnerskill",
    "enterprise_learnerstanding",
)


def main(arguments: list[str]) -> int:
    """Measure each N, the least first; print a JSON list of figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("n", type=int, nargs="+")
    parser.add_argument("--samples", type=int, default=20)
    options = parser.parse_args(arguments)
    django.setup()
    logging.disable(logging.WARNING)
    figures = [row for n in sorted(set(options.n)) for row in _figures(n, options.samples)]
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def _figures(people: int, samples: int) -> list[Facts]:
    """Let the company grow to that many people, and ask for the page of who manages all of them.

    Where there are more than two teams, also for that of who manages two.
    """
    from django.conf import settings

    from enterprise.models import Department
    from tenants.schemas import in_tenant

    settings.DEBUG = False
    with in_tenant(company(SLUG, SCHEMA)):
        _fill(people)
        teams = list(Department.objects.order_by("created_at", "id"))
        managers = {f"team_page_{people}": (people, _manager("manager", teams))}
        if people > 2 * IN_A_TEAM:
            few = 2 * IN_A_TEAM
            managers[f"team_page_{few}_of_{people}"] = (few, _manager("lead", teams[:2]))
        analyse(SCHEMA, _TABLES)
    return [
        row
        for name, (number, manager) in managers.items()
        for row in _page_figures(name, number, manager, samples)
    ]


def _page_figures(name: str, people: int, manager: Any, samples: int) -> list[Facts]:
    from django.test import Client

    from tenants.accounts.sessions import MARK_SECONDS
    from tenants.schemas import in_tenant

    client = Client(headers={"host": f"{SLUG}.localhost"}, raise_request_exception=True)
    with in_tenant(company(SLUG, SCHEMA)):
        client.force_login(manager)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert str(people) in page.content.decode().replace(",", ""), "somebody is not on the page"
    settle()  # as the web process does
    time.sleep(MARK_SECONDS + 1)  # somebody at work, not somebody who signed in this moment
    floor = cpu_ms(partial(raw_page, SLUG), samples)
    cpu = cpu_ms(partial(client.get, PAGE), samples)
    queries = queries_of(client, SLUG, PAGE)
    figures = [
        figure(f"{name}, CPU", people, "ms", sum(cpu), sum(floor), limit=CPU_MS),
        figure(f"{name}, CPU of the app", people, "ms", cpu[0], floor[0]),
        figure(f"{name}, queries", people, "queries", queries, 1, QUERIES),
    ]
    # What is counted of a team is kept until somebody in it does something.
    for teams, limit in ((BUSY_TEAMS, CPU_MS), (people // IN_A_TEAM, None)):
        if teams <= people // IN_A_TEAM:
            after = _after_news(partial(client.get, PAGE), teams, samples)
            said = f"{name}, news from {teams} teams, CPU"
            figures.append(figure(said, people, "ms", after, sum(floor), limit=limit))
    return figures


def _after_news(act: Callable[[], object], teams: int, samples: int) -> float:
    """Return CPU in ms of a page when somebody in each of some teams has learned since the one before."""
    from enterprise.models import Department, Membership
    from enterprise.services.learner_standing import make_standings
    from tenants.schemas import in_tenant

    with in_tenant(company(SLUG, SCHEMA)):
        ids = Department.objects.order_by("created_at", "id").values_list("id")[:teams]
        places = Membership.objects.filter(department_id__in=ids)
        firsts = dict(places.values_list("department_id", "user_id"))
    spent = 0.0
    for _sample in range(samples):
        with in_tenant(company(SLUG, SCHEMA)):
            make_standings(firsts.values())  # as after a lesson
        spent += sum(once_ms(act))
    return spent / samples


def _fill(people: int) -> None:
    """Make the people who are missing, in teams of a hundred, each with every course.

    A team at a time, whole or not at all: a run that was stopped is gone on with.
    """
    from django.db import transaction

    from enterprise.models import Department, Membership
    from enterprise.services.learner_standing import keep_standings
    from tenants.accounts.api import User
    from tenants.kernel.clock import now

    courses, moment = _courses(), now()
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
            _give(team, dict(zip(numbers, users, strict=True)), courses, moment)
            keep_standings([user.id for user in users])


def _courses() -> list[UUID]:
    """Write and publish the courses as an author does, or find them."""
    from learning.catalogue.api import (
        CourseDetails,
        LessonKind,
        add_lesson,
        add_module,
        create_course,
        publish_course,
        save_lesson,
    )
    from learning.catalogue.models import Course, Lesson

    known = dict(Course.objects.values_list("slug", "id"))
    author = admin()
    for number in range(COURSES):
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
            save_lesson(
                lesson_id=made,
                title=f"Lesson {lesson}",
                body_md="Ask first. Then listen.",
                is_preview=False,
                minutes=None,
                revision=Lesson.objects.values_list("revision", flat=True).get(id=made),
            )
        publish_course(course_id=known[slug], actor=author, notes="")
    return [known[f"course-{number}"] for number in range(COURSES)]


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


def _manager(who: str, teams: list[Any]) -> Any:
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
