"""Writing career paths: what is refused changes nothing; order, removal and undo."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.api import (
    PathDetails,
    add_course,
    add_step,
    archive_course,
    create_path,
    hide_path,
    move_course,
    move_path,
    move_step,
    publish_path,
    published_path,
    published_paths,
    remove_course,
    remove_step,
    restore_step,
    update_path,
)
from learning.catalogue.models import CareerPath, PathStep, StepCourse
from learning.catalogue.services import order
from tenants.accounts.models import User
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.models import AuditEntry
from tenants.schemas import in_public
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import CourseFactory, PathFactory, make_path, make_published_course

pytestmark = pytest.mark.django_db


def actor() -> User:
    user: User = UserFactory()
    return user


def test_a_path_is_written_published_and_read() -> None:
    with in_public():
        who, course = actor(), make_published_course(skills=["closing"])
        path_id = create_path(
            details=PathDetails(title="  First   job ", level="fresher"), actor=who
        )
        step_id = add_step(path_id=path_id, title="Basics", actor=who)
        add_course(step_id=step_id, course_id=course.id, actor=who)
        add_course(step_id=step_id, course_id=course.id, actor=who)  # once is enough
        publish_path(path_id=path_id, actor=who)
        publish_path(path_id=path_id, actor=who)
        found = published_path("first-job")
        assert (found.title, found.courses_total, found.duration_seconds) == ("First job", 1, 480)
        assert found.skills == ("Negotiating and closing",)
        assert [step.title for step in found.steps] == ["Basics"]
        assert AuditEntry.objects.filter(action="catalogue.path_published").count() == 1


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_a_path_needs_a_title(title: str) -> None:
    with in_public():
        with pytest.raises(Invalid):
            create_path(details=PathDetails(title=title, level="mid"), actor=actor())
        assert CareerPath.objects.count() == 0


def test_an_address_is_had_once() -> None:
    with in_public():
        PathFactory(slug="first-job", title="First job")
        with pytest.raises(Conflict):
            create_path(
                details=PathDetails(title="Any", level="mid"), actor=actor(), slug="first-job"
            )
        again = create_path(details=PathDetails(title="First job", level="mid"), actor=actor())
        assert CareerPath.objects.get(id=again).slug == "first-job-2"
        hindi = create_path(details=PathDetails(title="पहली जॉब", level="mid"), actor=actor())
        assert CareerPath.objects.get(id=hindi).slug.startswith("path-")


def test_a_path_without_a_step_or_with_an_empty_one_is_not_published() -> None:
    with in_public():
        who = actor()
        path = make_path(published=False)
        with pytest.raises(Conflict):
            publish_path(path_id=path.id, actor=who)
        step_id = add_step(path_id=path.id, title="Basics", actor=who)
        with pytest.raises(Conflict, match="Basics"):
            publish_path(path_id=path.id, actor=who)
        path.refresh_from_db()
        assert (path.status, path.published_at) == ("draft", None)
        remove_step(step_id=step_id, actor=who)
        with pytest.raises(Conflict):
            publish_path(path_id=path.id, actor=who)


def test_a_draft_course_teaches_no_step() -> None:
    with in_public():
        path = make_path(make_published_course(), published=False)
        step = path.steps.get()
        with pytest.raises(Invalid) as refusal:
            add_course(step_id=step.id, course_id=CourseFactory().id, actor=actor())
        assert refusal.value.field == "course"
        with pytest.raises(Invalid):
            add_course(step_id=step.id, course_id=uuid4(), actor=actor())
        assert step.courses.count() == 1


def test_a_course_off_the_shelf_leaves_its_step_standing() -> None:
    with in_public():
        course = make_published_course()
        path = make_path(course)
        archive_course(course_id=course.id, actor=course.owner)
        found = published_path(path.slug)
        assert (len(found.steps), found.courses, found.duration_seconds) == (1, (), 0)


def test_hidden_paths_are_drafts_for_learners() -> None:
    with in_public():
        path = make_path(make_published_course())
        hide_path(path_id=path.id, actor=actor())
        assert published_paths("en") == ()
        with pytest.raises(Missing):
            published_path(path.slug)


def test_a_removed_step_comes_back_to_its_place() -> None:
    with in_public():
        who = actor()
        path = make_path(*(make_published_course() for _ in range(3)))
        second = path.steps.all()[1]
        remove_step(step_id=second.id, actor=who)
        assert [step.title for step in published_path(path.slug).steps] == ["Step 1", "Step 3"]
        with pytest.raises(Missing):
            move_step(step_id=second.id, step=1)
        restore_step(step_id=second.id, actor=who)
        assert [step.title for step in published_path(path.slug).steps] == [
            "Step 1", "Step 2", "Step 3",
        ]  # fmt: skip


def test_steps_courses_and_paths_move_and_stop_at_the_edge() -> None:
    with in_public():
        who = actor()
        one, two = make_published_course(), make_published_course()
        path, other = make_path(one, two), make_path(one)
        first, second = path.steps.all()
        move_step(step_id=first.id, step=-1)
        move_step(step_id=first.id, step=1)
        assert list(path.steps.values_list("title", flat=True)) == ["Step 2", "Step 1"]
        add_course(step_id=first.id, course_id=two.id, actor=who)
        move_course(step_id=first.id, course_id=two.id, step=-1)
        courses = StepCourse.objects.filter(step=first).values_list("course_id", flat=True)
        assert list(courses) == [two.id, one.id]
        with pytest.raises(Missing):
            move_course(step_id=second.id, course_id=one.id, step=1)
        remove_course(step_id=first.id, course_id=two.id, actor=who)
        remove_course(step_id=first.id, course_id=two.id, actor=who)
        assert StepCourse.objects.filter(step=first).count() == 1
        entry = AuditEntry.objects.get(action="catalogue.path_course_removed")
        assert entry.changes == {"course": str(two.id), "course_title": two.title}
        move_path(path_id=other.id, step=-1)
        assert [found.id for found in published_paths("en")] == [other.id, path.id]


def test_another_language_puts_a_path_at_its_end() -> None:
    with in_public():
        hindi, english = make_path(language="hi"), make_path(language="en")
        update_path(
            path_id=english.id,
            details=PathDetails(title="दूसरा", level="mid", language="hi"),
            actor=actor(),
        )
        assert [found.id for found in published_paths("hi")] == [hindi.id, english.id]


def test_limits_are_kept() -> None:
    with in_public():
        who, path = actor(), make_path()
        for number in range(12):
            add_step(path_id=path.id, title=f"Step {number}", actor=who)
        with pytest.raises(Invalid):
            add_step(path_id=path.id, title="One too many", actor=who)
        step = path.steps.first()
        assert step is not None
        with pytest.raises(Invalid):
            add_step(path_id=path.id, title="x" * 81, actor=who)
        remove_step(step_id=step.id, actor=who)
        add_step(path_id=path.id, title="In its place", actor=who)
        with pytest.raises(Invalid):
            restore_step(step_id=step.id, actor=who)
        assert PathStep.objects.filter(path=path, deleted_at=None).count() == 12
        for _ in range(6):
            add_course(
                step_id=path.steps.last().id, course_id=make_published_course().id, actor=who
            )
        with pytest.raises(Invalid):
            add_course(
                step_id=path.steps.last().id, course_id=make_published_course().id, actor=who
            )


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([-1, 1])), max_size=12))
def test_moving_loses_and_doubles_nothing(moves: list[tuple[int, int]]) -> None:
    rows = [PathStep(title=str(number), position=number) for number in range(6)]
    start = {id(row) for row in rows}
    for at, step in moves:
        order.swap(rows, rows[at], step)
        order.number(rows)
        assert {id(row) for row in rows} == start
        assert [row.position for row in rows] == [1, 2, 3, 4, 5, 6]
