"""Creating, changing, sharing and archiving courses."""

from hashlib import sha256

import pytest

from learning.catalogue.enums import CourseStatus, Figure
from learning.catalogue.models import Course
from learning.catalogue.services.course import (
    CourseDetails,
    archive_course,
    create_course,
    share_course,
    unarchive_course,
    update_details,
)
from learning.catalogue.services.cover import cover_of
from tenants.accounts.enums import Role
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.ids import uuid7
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import AuthorFactory, CourseFactory, make_published_course

pytestmark = pytest.mark.django_db


def test_a_new_course_is_a_draft_with_a_face_and_an_address(acme: TenantInfo) -> None:
    with in_tenant(acme):
        owner = AuthorFactory(name="Meera Krishnan")
        details = CourseDetails(title="  Price   Objections ", outcomes=("Trade", " ", "Walk away"))
        course = Course.objects.get(id=create_course(details=details, owner=owner))
        digest = sha256(b"Price Objections").digest()
        assert course.title == "Price Objections"
        assert course.slug == "price-objections"
        assert course.status == CourseStatus.DRAFT
        assert course.outcomes == ["Trade", "Walk away"]
        assert course.instructor_name == "Meera Krishnan"
        assert (course.hue, course.figure) == (digest[0] % 12, Figure.values[digest[1] % 6])


def test_the_face_stays_when_the_title_changes(acme: TenantInfo) -> None:
    with in_tenant(acme):
        owner = AuthorFactory()
        course_id = create_course(details=CourseDetails(title="One"), owner=owner)
        update_details(course_id=course_id, details=CourseDetails(title="Another"), actor=owner)
        course = Course.objects.get(id=course_id)
        assert course.title == "Another"
        assert course.slug == "one"
        assert (course.hue, course.figure) == cover_of("One")
        assert cover_of("One") != cover_of("Another")


def test_equal_titles_get_different_addresses(acme: TenantInfo) -> None:
    with in_tenant(acme):
        owner = AuthorFactory()
        details = CourseDetails(title="Closing")
        slugs = [
            Course.objects.get(id=create_course(details=details, owner=owner)).slug
            for _ in range(3)
        ]
        assert slugs == ["closing", "closing-2", "closing-3"]


def test_a_title_in_devanagari_gets_an_address_too(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course_id = create_course(details=CourseDetails(title="सवाल पूछना"), owner=AuthorFactory())
        assert Course.objects.get(id=course_id).slug.startswith("course-")


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (CourseDetails(title="  "), "title"),
        (CourseDetails(title="T", outcomes=("x",) * 9), "outcomes"),
        (CourseDetails(title="T", outcomes=("x" * 161,)), "outcomes"),
    ],
)
def test_bad_details_create_nothing(acme: TenantInfo, details: CourseDetails, field: str) -> None:
    with in_tenant(acme):
        owner = AuthorFactory()
        with pytest.raises(Invalid) as refused:
            create_course(details=details, owner=owner)
        assert refused.value.field == field
        assert Course.objects.count() == 0


def test_a_taken_slug_is_a_conflict(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = CourseFactory(slug="taken")
        with pytest.raises(Conflict):
            create_course(details=CourseDetails(title="T"), owner=course.owner, slug="taken")
        assert Course.objects.count() == 1


def test_archiving_and_back(acme: TenantInfo) -> None:
    with in_tenant(acme):
        published = make_published_course()
        draft = CourseFactory()
        for course in (published, draft):
            archive_course(course_id=course.id, actor=course.owner)
            course.refresh_from_db()
            assert course.status == CourseStatus.ARCHIVED
            unarchive_course(course_id=course.id, actor=course.owner)
            course.refresh_from_db()
        assert published.status == CourseStatus.PUBLISHED
        assert draft.status == CourseStatus.DRAFT


def test_a_course_of_nobody_is_missing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        actor = AuthorFactory()
        with pytest.raises(Missing):
            archive_course(course_id=uuid7(), actor=actor)


def test_only_authors_can_be_given_a_course(acme: TenantInfo) -> None:
    with in_tenant(acme):
        course = CourseFactory()
        learner, author = UserFactory(), UserFactory(roles=[Role.AUTHOR])
        with pytest.raises(Invalid):
            share_course(course_id=course.id, with_user=learner, actor=course.owner)
        assert not learner.has_perm("catalogue.change_course", course)
        share_course(course_id=course.id, with_user=author, actor=course.owner)
        assert author.has_perm("catalogue.change_course", course)
        entry = AuditEntry.objects.get(action="catalogue.course_shared")
        assert entry.changes == {"editor": str(author.id), "editor_name": author.display_name}
