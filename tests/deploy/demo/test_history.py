"""The planned past is believable: in order, in the past, possible, and the same every time."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deploy.demo.history import (
    CompanyHistory,
    Moment,
    PlannedStudy,
    history,
    local_moment,
    public_history,
)
from deploy.demo.parse import load_courses
from deploy.demo.people import CompanySlug, company
from deploy.demo.seed.paths import FOLLOWED
from deploy.demo.shapes import Collection, CourseContent

PATHS = Path(__file__).parents[3] / "deploy" / "demo" / "content" / "paths.toml"
COMPANIES: tuple[CompanySlug, ...] = ("acme", "zenith")
HISTORIES: dict[str, CompanyHistory] = {slug: history(slug) for slug in COMPANIES}
STUDIES: list[tuple[Collection, PlannedStudy]] = [
    *((slug, study) for slug in COMPANIES for study in HISTORIES[slug].studies),
    *(("public", study) for study in public_history()),
]
COURSES: dict[tuple[str, str], CourseContent] = {
    (name, course.slug): course
    for name in (*COMPANIES, "public")
    for course in load_courses(name)  # type: ignore[arg-type]
}


@pytest.mark.parametrize("slug", COMPANIES)
def test_the_same_seed_gives_the_same_past_and_another_another(slug: CompanySlug) -> None:
    assert history(slug) == HISTORIES[slug]
    assert history(slug, seed=8) != HISTORIES[slug]
    assert public_history() == public_history()


def test_nothing_lies_in_the_future_and_all_is_in_order() -> None:
    for _, study in STUDIES:
        ages = [study.enrolled.age]
        for lesson in study.lessons:
            ages.append(lesson.opened.age)
            for attempt in lesson.attempts:
                ages += [attempt.started.age, attempt.submitted.age]
            if lesson.completed:
                ages.append(lesson.completed.age)
        assert ages == sorted(ages, reverse=True)
        assert all(age > 0 for age in ages)
        assert study.last_activity.age == ages[-1]


def test_lessons_follow_the_course_and_quizzes_can_have_gone_so() -> None:
    for name, study in STUDIES:
        course = COURSES[name, study.course]
        wanted = [lesson.key for lesson in course.lessons][: len(study.lessons)]
        assert [lesson.key for lesson in study.lessons] == wanted
        for planned, lesson in zip(study.lessons, course.lessons, strict=False):
            assert bool(planned.attempts) == (lesson.quiz is not None)
            if lesson.quiz is None:
                continue
            for attempt in planned.attempts:
                right = len(lesson.quiz.questions) - len(attempt.wrong)
                assert attempt.percent == right * 100 // len(lesson.quiz.questions)
                assert attempt.passed == (attempt.percent >= lesson.quiz.pass_percent)
            assert [attempt.passed for attempt in planned.attempts[:-1]].count(True) == 0
            assert planned.attempts[-1].passed == (planned.completed is not None)
        whole = study.lessons_done == len(course.lessons)
        assert (study.completed is not None) == whole


@pytest.mark.parametrize("slug", COMPANIES)
def test_some_are_done_some_late_some_under_way_some_not_begun(slug: CompanySlug) -> None:
    found = {(study.email, study.course): study for study in HISTORIES[slug].studies}
    done = late = open_ = untouched = 0
    for assignment in HISTORIES[slug].assignments:
        for person in company(slug).people:
            if person.department != assignment.department:
                continue
            study = found.get((person.email, assignment.course))
            if study and study.completed:
                done += 1
            elif assignment.due_in_days < 0:
                late += 1
            elif study:
                open_ += 1
            else:
                untouched += 1
    everybody = done + late + open_ + untouched
    assert 0.55 < done / everybody < 0.9
    assert late >= 5
    assert open_ >= 5
    assert untouched >= 3


@pytest.mark.parametrize("slug", COMPANIES)
def test_the_demo_learner_has_certificates_and_something_to_do(slug: CompanySlug) -> None:
    own = [study for study in HISTORIES[slug].studies if study.email == f"learner@{slug}.example"]
    assert sorted(study.completed is not None for study in own) == [False, True, True]
    assert next(study.lessons_done for study in own if not study.completed) == 2


def test_one_person_studies_a_course_once() -> None:
    keys = [(name, study.email, study.course) for name, study in STUDIES]
    assert len(set(keys)) == len(keys)


def test_a_moment_becomes_a_local_time() -> None:
    found = local_moment(Moment(3, 570), today=date(2026, 11, 22), time_zone="Asia/Kolkata")
    assert found == datetime(2026, 11, 19, 9, 30, tzinfo=ZoneInfo("Asia/Kolkata"))


def test_the_consumer_is_a_step_into_the_path_they_follow() -> None:
    (path,) = (
        one
        for one in tomllib.loads(PATHS.read_text(encoding="utf-8"))["paths"]
        if one["slug"] == FOLLOWED
    )
    own = {one.course: one for one in public_history() if one.email == "consumer@learners.example"}
    done = {course for course, study in own.items() if study.completed}
    steps = [set(step["courses"]) for step in path["steps"]]
    assert done == {"consultative-selling", "first-cold-call"}
    assert [step <= done for step in steps] == [True, False, False, False]
    assert [sorted(step & set(own) - done) for step in steps] == [
        [],
        ["discovery-questions"],
        [],
        ["handling-price-objections"],
    ]
