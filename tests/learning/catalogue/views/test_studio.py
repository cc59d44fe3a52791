"""The studio's pages, as authors, other people and strangers meet them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from learning.catalogue.enums import CourseStatus
from learning.catalogue.models import Course, CourseVersion, Lesson, Module
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import (
    AuthorFactory,
    CourseFactory,
    LessonFactory,
    ModuleFactory,
    make_draft,
    make_published_course,
)

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
URLCONF = "deploy.urls_tenant"


def at(name: str, **kwargs: object) -> str:
    return reverse(f"catalogue:{name}", urlconf=URLCONF, kwargs=kwargs)


@pytest.fixture
def author(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return AuthorFactory(name="Meera Krishnan")


@pytest.fixture
def studio(acme: TenantInfo, author: User, browser_of: Browser) -> Client:
    return browser_of(acme, author)


def test_an_empty_studio_says_what_to_do(studio: Client) -> None:
    page = studio.get("/studio/").content.decode()
    assert "Make the first course" in page


def test_an_author_s_list_is_their_own(acme: TenantInfo, author: User, studio: Client) -> None:
    with in_tenant(acme):
        CourseFactory(title="Mine", owner=author)
        CourseFactory(title="Somebody's")
    page = studio.get("/studio/").content.decode()
    assert "Mine" in page
    assert "Somebody" not in page


def test_search_and_status(acme: TenantInfo, author: User, studio: Client) -> None:
    with in_tenant(acme):
        CourseFactory(title="Price objections", owner=author)
        make_published_course(title="Price lists", owner=author)
        CourseFactory(title="Closing", owner=author)
    page = studio.get("/studio/", {"q": "price", "status": "published"}).content.decode()
    assert "Price lists" in page
    assert "Price objections" not in page
    assert "Closing" not in page
    nothing = studio.get("/studio/", {"q": "zebra", "status": "what", "page": "x"})
    assert "No course fits" in nothing.content.decode()


def test_a_search_swaps_the_list_and_going_back_brings_the_page(
    acme: TenantInfo, author: User, studio: Client
) -> None:
    with in_tenant(acme):
        CourseFactory(title="Closing", owner=author)
    swapped = studio.get("/studio/", {"q": "clos"}, headers={"HX-Request": "true"})
    assert "<html" not in swapped.content.decode()
    assert "HX-Request" in swapped.headers["Vary"]
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in studio.get("/studio/", {"q": "clos"}, headers=back).content.decode()


def test_instructors_have_a_studio_on_the_public_host(
    public: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(public):
        instructor, consumer = UserFactory(roles=[Role.INSTRUCTOR]), UserFactory()
        course = CourseFactory(owner=instructor)
        lesson = make_draft(course)[0]
    client = browser_of(public, instructor)
    pages = ["/studio/", "/studio/new/", f"/studio/{course.id}/", f"/studio/lessons/{lesson.id}/"]
    assert [client.get(page).status_code for page in pages] == [200] * 4
    visitor = browser_of(public, consumer)
    assert [visitor.get(page).status_code for page in pages] == [403] * 4


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_one_and_thirty(
    acme: TenantInfo,
    author: User,
    studio: Client,
    count: int,
    django_assert_num_queries: Callable[..., object],
) -> None:
    with in_tenant(acme):
        for _number in range(count):
            make_published_course(owner=author, modules=1, lessons=1)
    studio.get("/studio/")
    with in_tenant(acme), django_assert_num_queries(8):
        response = studio.get("/studio/")
    assert len(response.context["page"].object_list) == min(count, 20)


def test_creating_a_course(acme: TenantInfo, author: User, studio: Client) -> None:
    fields = {"title": "Asking", "language": "hi", "level": "advanced", "industry": "saas"}
    response = studio.post("/studio/new/", {**fields, "outcomes": "One\nTwo"})
    with in_tenant(acme):
        course = Course.objects.get()
        assert (course.title, course.language, course.level) == ("Asking", "hi", "advanced")
        assert (course.outcomes, course.owner) == (["One", "Two"], author)
    assert response.headers["Location"] == at("course_edit", course_id=course.id)


def test_what_was_typed_is_kept(acme: TenantInfo, studio: Client) -> None:
    fields = {"title": "", "summary": "Kept words", "outcomes": "\n".join("x" * 9)}
    response = studio.post("/studio/new/", fields)
    assert response.status_code == 422
    assert "Kept words" in response.content.decode()
    with in_tenant(acme):
        assert Course.objects.count() == 0


def test_building_an_outline_without_script(acme: TenantInfo, author: User, studio: Client) -> None:
    with in_tenant(acme):
        course = CourseFactory(owner=author)
    studio.post(at("module_add", course_id=course.id), {"title": "First"})
    studio.post(at("module_add", course_id=course.id), {"title": "Second"})
    with in_tenant(acme):
        first, second = Module.objects.all()
    for title, kind in (("Read", "text"), ("Watch", "video"), ("Check", "quiz")):
        studio.post(at("lesson_add", module_id=first.id), {"title": title, "kind": kind})
    with in_tenant(acme):
        read, watch, check = Lesson.objects.all()
    studio.post(at("lesson_move", lesson_id=check.id), {"step": "1"})
    studio.post(at("lesson_move", lesson_id=watch.id), {"index": "0", "module": str(first.id)})
    studio.post(at("module_rename", module_id=second.id), {"title": "Last"})
    studio.post(at("module_move", module_id=second.id), {"step": "-1"})
    with in_tenant(acme):
        assert [
            (module.title, [lesson.title for lesson in module.lessons.all()])
            for module in Module.objects.all()
        ] == [("Last", ["Check"]), ("First", ["Watch", "Read"])]
    page = studio.get(at("course_edit", course_id=course.id)).content.decode()
    for title in ("Last", "First", "Watch", "Read", "Check"):
        assert title in page
    assert read.id != watch.id


def test_htmx_gets_the_outline_alone(acme: TenantInfo, author: User, studio: Client) -> None:
    with in_tenant(acme):
        course = CourseFactory(owner=author)
    response = studio.post(
        at("module_add", course_id=course.id), {"title": "First"}, headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert page.startswith('<div id="outline"')
    assert "1. First" in page
    wrong = studio.post(
        at("module_add", course_id=course.id), {"title": " "}, headers={"HX-Request": "true"}
    )
    assert 'role="alert"' in wrong.content.decode()


def test_removing_offers_undo(acme: TenantInfo, author: User, studio: Client) -> None:
    with in_tenant(acme):
        course = CourseFactory(owner=author)
        lesson = make_draft(course)[0]
    page = studio.post(at("lesson_delete", lesson_id=lesson.id), follow=True).content.decode()
    assert at("lesson_restore", lesson_id=lesson.id) in page
    assert studio.get(at("lesson_edit", lesson_id=lesson.id)).status_code == 404
    studio.post(at("lesson_restore", lesson_id=lesson.id))
    assert studio.get(at("lesson_edit", lesson_id=lesson.id)).status_code == 200
    module_id = lesson.module_id
    page = studio.post(at("module_delete", module_id=module_id), follow=True).content.decode()
    assert at("module_restore", module_id=module_id) in page
    studio.post(at("module_restore", module_id=module_id))
    with in_tenant(acme):
        assert Module.objects.filter(deleted_at=None).count() == 2


def test_drafts_save_themselves(acme: TenantInfo, author: User, studio: Client) -> None:
    with in_tenant(acme):
        lesson = make_draft(CourseFactory(owner=author))[0]
    url, quiet = at("lesson_edit", lesson_id=lesson.id), {"X-Autosave": "1"}
    fields = {"title": "T", "body_md": "words", "revision": "0"}
    saved = studio.post(url, fields, headers=quiet)
    assert (saved.status_code, saved.headers["X-Revision"]) == (204, "1")
    assert studio.post(url, fields, headers=quiet).status_code == 409
    assert studio.post(url, {**fields, "title": ""}, headers=quiet).status_code == 422
    loud = studio.post(url, {**fields, "body_md": "other words"})
    assert loud.status_code == 422
    assert "other words" in loud.content.decode()
    with in_tenant(acme):
        lesson.refresh_from_db()
        assert (lesson.body_md, lesson.revision) == ("words", 1)


def test_the_text_is_shown_as_learners_will_see_it(
    acme: TenantInfo, author: User, studio: Client
) -> None:
    with in_tenant(acme):
        lesson = make_draft(CourseFactory(owner=author))[0]
    url = at("lesson_render", lesson_id=lesson.id)
    html = studio.post(url, {"body_md": "**b** <script>x</script>"}).content.decode()
    assert "<strong>b</strong>" in html
    assert "<script" not in html
    preview = studio.get(at("lesson_preview", lesson_id=lesson.id)).content.decode()
    assert "Ask first. Then listen." in preview


def test_a_quiz_lesson_leads_to_its_questions(
    acme: TenantInfo, author: User, studio: Client
) -> None:
    with in_tenant(acme):
        lesson = LessonFactory(
            module=ModuleFactory(course=CourseFactory(owner=author)), kind="quiz"
        )
    questions = f"/studio/quiz/{lesson.id}/"
    for name in ("lesson_edit", "lesson_preview"):
        assert questions in studio.get(at(name, lesson_id=lesson.id)).content.decode()
    assert studio.get(questions).status_code == 200


def test_publishing_from_the_page(acme: TenantInfo, author: User, studio: Client) -> None:
    with in_tenant(acme):
        course = CourseFactory(owner=author)
    url = at("course_publish", course_id=course.id)
    assert "Not ready yet" in studio.get(url).content.decode()
    assert studio.post(url, {"notes": ""}).status_code == 422
    with in_tenant(acme):
        assert CourseVersion.objects.count() == 0
        make_draft(course)
    page = studio.post(url, {"notes": "The first one"}, follow=True).content.decode()
    assert "The first one" in page
    with in_tenant(acme):
        course.refresh_from_db()
        assert course.status == CourseStatus.PUBLISHED


def test_archive_and_details(acme: TenantInfo, author: User, studio: Client) -> None:
    with in_tenant(acme):
        course = make_published_course(owner=author)
    page = studio.post(at("course_archive", course_id=course.id), follow=True).content.decode()
    assert at("course_unarchive", course_id=course.id) in page
    studio.post(at("course_unarchive", course_id=course.id))
    fields = {"title": "Renamed", "language": "en", "level": "beginner", "industry": "general"}
    studio.post(at("course_details", course_id=course.id), fields)
    with in_tenant(acme):
        course.refresh_from_db()
        assert (course.title, course.status) == ("Renamed", CourseStatus.PUBLISHED)


def test_sharing_from_the_page(acme: TenantInfo, author: User, browser_of: Browser) -> None:
    with in_tenant(acme):
        course = CourseFactory(owner=author)
        colleague = UserFactory(roles=[Role.AUTHOR])
        learner = UserFactory()
    owner, other = browser_of(acme, author), browser_of(acme, colleague)
    edit, share = at("course_edit", course_id=course.id), at("editor_add", course_id=course.id)
    assert other.get(edit).status_code == 403
    assert owner.post(share, {"email": learner.email}).status_code == 422
    assert owner.post(share, {"email": "nobody@example.com"}).status_code == 422
    assert owner.post(share, {"email": colleague.email.upper()}).status_code == 302
    assert other.get(edit).status_code == 200
    assert other.post(share, {"email": "x@example.com"}).status_code == 403
    owner.post(at("editor_remove", course_id=course.id, person_id=colleague.id))
    assert other.get(edit).status_code == 403


PAGES = [
    ("course_edit", "course", "get"),
    ("course_details", "course", "get"),
    ("course_details", "course", "post"),
    ("course_publish", "course", "post"),
    ("course_preview", "course", "get"),
    ("course_archive", "course", "post"),
    ("module_add", "course", "post"),
    ("module_delete", "module", "post"),
    ("lesson_add", "module", "post"),
    ("lesson_edit", "lesson", "get"),
    ("lesson_edit", "lesson", "post"),
    ("lesson_render", "lesson", "post"),
    ("lesson_delete", "lesson", "post"),
    ("lesson_preview", "lesson", "get"),
    ("video_upload", "lesson", "post"),
    ("video_state", "lesson", "get"),
    ("video_cancel", "lesson", "post"),
    ("captions_edit", "lesson", "post"),
    ("poster_upload", "lesson", "post"),
]


@pytest.mark.parametrize(("name", "noun", "verb"), PAGES)
def test_not_theirs_not_there_not_signed_in(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser, name: str, noun: str, verb: str
) -> None:
    with in_tenant(acme):
        course = make_published_course()
        lesson = Lesson.objects.first()
        assert lesson is not None
        ids = {"course": course.id, "module": lesson.module_id, "lesson": lesson.id}
        before = list(Course.objects.values()), list(Lesson.objects.values())
        learner, author, admin = UserFactory(), AuthorFactory(), UserFactory(roles=[Role.ADMIN])
    with in_tenant(zenith):
        foreigner = UserFactory(roles=[Role.OWNER])
    url = at(name, **{f"{noun}_id": ids[noun]})
    nowhere = at(name, **{f"{noun}_id": uuid7()})

    def ask(client: Client, address: str) -> int:
        return int(getattr(client, verb)(address).status_code)

    assert ask(browser_of(acme), url) == 302
    assert ask(browser_of(acme, learner), url) == 403
    assert ask(browser_of(acme, author), url) == 403
    assert ask(browser_of(zenith, foreigner), url) == 404
    assert ask(browser_of(acme, admin), nowhere) == 404
    with in_tenant(acme):
        assert (list(Course.objects.values()), list(Lesson.objects.values())) == before
    assert ask(browser_of(acme, admin), url) not in (403, 404, 405, 500) or noun == "lesson"


def test_what_was_published_has_a_tab_for_its_reviews(
    acme: TenantInfo, author: User, studio: Client
) -> None:
    with in_tenant(acme):
        draft = CourseFactory(owner=author)
        course = make_published_course(owner=author)
    tab = f'href="/learn/{course.id}/reviews/"'
    for name in ("course_edit", "course_details", "course_publish"):
        assert tab in studio.get(at(name, course_id=course.id)).content.decode()
        assert "/reviews/" not in studio.get(at(name, course_id=draft.id)).content.decode()
