"""Hands in a quiz of ten questions, once for each of some learners of the demo's company; says what it cost."""

import gzip
import re
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from deploy.benchmarks.inside.measuring import is_on_tables, middle_ms
from deploy.benchmarks.inside.teams import write_text

QUESTIONS, LEARNERS = 10, 40
# What design/speed.md wants.
STATEMENTS, CPU_MS = 15, 20
_CHOICE = re.compile(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]+)"')


def quiz_figures(
    client_of: Callable[[str], Any], tenant: Any, floor: float
) -> list[dict[str, object]]:
    """Return what handing in costs.

    Args:
        client_of: gives a browser in which the person with an e-mail address is signed in.
        tenant: the demo's company.
        floor: CPU of the cheapest page, in ms.
    """
    from tenants.schemas import in_tenant

    with in_tenant(tenant):
        course_id, lesson_id, learners = _quiz()
    base = f"/learn/{course_id}/{lesson_id}/quiz/"
    first, *others = [_ready(client_of(email), base) for email in learners]
    statements = _statements(first, tenant)
    others.pop(0)()  # one that warms up, and is not counted as statements are
    cpu = sum(middle_ms(others))
    name = f"quiz submission, {QUESTIONS} questions"
    return [
        {
            "name": f"{name}, CPU (goal {CPU_MS} ms)",
            "measured": cpu,
            "floor": floor,
            "unit": "ms",
        },
        {
            "name": f"{name}, statements (goal {STATEMENTS})",
            "measured": statements,
            "floor": 1,
            "unit": "queries",
        },
    ]


def _quiz() -> tuple[UUID, UUID, list[str]]:
    """Write and publish a course with the quiz; return it, the quiz and the addresses of who takes it.

    A lesson comes after it: completing a course, with its certificate, is another deed than handing in.
    """
    from learning.assessment.api import save_quiz
    from learning.catalogue.api import (
        CourseDetails,
        LessonKind,
        add_lesson,
        add_module,
        create_course,
        publish_course,
    )
    from learning.delivery.api import enrol_learner
    from tenants.accounts.api import User

    author = User.objects.get(email="author@acme.example")
    details = CourseDetails(
        title="Ten questions", summary="A quiz.", outcomes=("Answer ten",), skills=("objections",)
    )
    course_id = create_course(details=details, owner=author)
    module = add_module(course_id=course_id, title="All of it")
    lesson_id = add_lesson(module_id=module, title="The quiz", kind=LessonKind.QUIZ)
    after = add_lesson(module_id=module, title="What comes after it", kind=LessonKind.TEXT)
    write_text(after, "What comes after it")
    save_quiz(lesson_id=lesson_id, questions=[_question(n) for n in range(QUESTIONS)])
    publish_course(course_id=course_id, actor=author, notes="")
    learners = User.objects.filter(is_active=True, email__isnull=False, role_grants__isnull=True)
    chosen = list(learners.order_by("email")[:LEARNERS])
    for person in chosen:
        enrol_learner(course_id=course_id, learner_id=person.id)
    return course_id, lesson_id, [person.email or "" for person in chosen]


def _question(number: int) -> Any:
    from learning.assessment.api import ChoiceDraft, QuestionDraft

    choices = tuple(ChoiceDraft(f"Answer {at}", at == 0) for at in range(4))
    return QuestionDraft(f"Question {number}?", choices)


def _ready(client: Any, base: str) -> Callable[[], object]:
    """Begin an attempt and answer every question; return what hands it in."""
    begun = client.post(f"{base}start/")
    assert begun.status_code == 302, begun.status_code
    page = gzip.decompress(client.get(begun["Location"]).content).decode()
    answers: dict[str, list[str]] = {}
    for name, value in _CHOICE.findall(page):
        if name != "csrfmiddlewaretoken":
            answers.setdefault(name, [value])
    return partial(client.post, f"{begun['Location']}submit/", {**answers, "confirm": "1"})


def _statements(hand_in: Callable[[], object], tenant: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tenants.schemas import in_tenant

    with in_tenant(tenant), CaptureQueriesContext(connection) as caught:
        hand_in()
    return sum(is_on_tables(query["sql"]) for query in caught.captured_queries)
