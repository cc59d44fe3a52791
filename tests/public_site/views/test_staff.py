"""The staff's queue and desk."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from openpyxl import load_workbook

from public_site.enums import ReviewKind
from public_site.models import Review, ReviewEntry
from public_site.services.review.decision import approve_application
from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant, User
from tenants.enums import TenantStatus
from tenants.kernel.clock import frozen
from tenants.kernel.models import Job, JobState, MailMessage, MailState
from tenants.models import Tenant
from tenants.schemas import TenantInfo, in_public
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import CourseFactory, make_published_course
from tests.factories.reviews import consumer, draft_of, reviewer, sent_by, taken_by

Browser = Callable[..., Client]
MONDAY = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
ACTS = ("claim", "release", "take-over", "note", "ask", "approve", "decline", "undo")


@pytest.fixture
def staff(public: TenantInfo, db: None) -> User:
    with in_public():
        return reviewer(name="Vinod Pillai")


@pytest.fixture
def client(public: TenantInfo, staff: User, browser_of: Browser) -> Client:
    return browser_of(public, staff)


def words(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def asked(review: Review, **more: object) -> dict[str, object]:
    return {"revision": review.revision, **more}


@pytest.mark.parametrize("role", [Role.CONSUMER, Role.INSTRUCTOR, Role.RECRUITER])
def test_only_staff_get_in_and_nothing_changes(
    public: TenantInfo, staff: User, browser_of: Browser, role: Role
) -> None:
    with in_public():
        review = taken_by(staff)
        person = UserFactory(roles=[role])
        before = (Review.objects.values().get(), ReviewEntry.objects.count())
        applicant = review.applicant
    client = browser_of(public, person)
    case = f"/staff/reviews/{review.id}/"
    for path in ("/staff/", "/staff/reviews/", "/staff/reviews/export.csv", case):
        assert client.get(path).status_code == 403
    data = asked(review, text="x", question_1="Why?", reasons=["sample"], message="m" * 30,
                 reapply_days=0, reason="x")  # fmt: skip
    for act in ACTS:
        for who in (client, browser_of(public, applicant)):
            assert who.post(f"{case}{act}/", data).status_code == 403
    with in_public():
        assert (Review.objects.values().get(), ReviewEntry.objects.count()) == before
        assert RoleGrant.objects.filter(user=applicant).count() == 1


def test_the_home_counts_what_is_there(client: Client, staff: User) -> None:
    with in_public(), frozen(MONDAY):
        for _number in range(2):
            sent_by(consumer())
        done = taken_by(staff)
        approve_application(review_id=done.id, actor=staff, revision=done.revision)
        draft_of(consumer())
    with in_public(), frozen(MONDAY + timedelta(hours=47)):
        taken_by(staff)
    # Two companies, everybody with an account, no course, nothing stuck.
    with in_public():
        platform = [2, User.objects.count(), 0, 0, 0, 0]
    with frozen(MONDAY + timedelta(hours=49)):
        # Waiting, overdue, mine, decided today: the decision was two days ago.
        assert figures(client) == [3, 2, 1, 0, *platform]
    with frozen(MONDAY + timedelta(hours=1)):
        assert figures(client) == [3, 0, 1, 1, *platform]


def test_the_home_counts_the_platform(client: Client) -> None:
    with in_public():
        for _number in range(3):
            make_published_course(modules=1, lessons=1)
        CourseFactory()
        UserFactory(is_active=False)
        active = User.objects.filter(is_active=True).count()
        for state in (JobState.FAILED, JobState.FAILED, JobState.DONE):
            Job.objects.create(name="x.y", state=state, run_after=MONDAY)
        for state in (MailState.FAILED, MailState.SENT):
            MailMessage.objects.create(to="a@b.example", template="x", state=state)
        Tenant.objects.filter(slug="zenith").update(status=TenantStatus.SUSPENDED)
    # No application; a company active and one suspended; people, courses, drafts, jobs, mails.
    assert figures(client) == [0, 0, 0, 0, 1, 1, active, 3, 1, 2, 1]


def figures(client: Client) -> list[int]:
    """Return the numbers of the staff's home in their order."""
    parts = words(client.get("/staff/")).split('<b class="num">')[1:]
    return [int(part.split("<")[0]) for part in parts]


def test_the_queue_is_ordered_by_deadline_and_filtered(client: Client, staff: User) -> None:
    with in_public():
        for hours, name in ((5, "Later Lata"), (0, "Early Esha")):
            with frozen(MONDAY + timedelta(hours=hours)):
                sent_by(consumer(name=name))
        with frozen(MONDAY + timedelta(hours=2)):
            sent_by(consumer(name="Kaveri Rao"), ReviewKind.COMPANY)
    page = words(client.get("/staff/reviews/"))
    assert page.index("Early Esha") < page.index("Vindhya Homes") < page.index("Later Lata")
    page = words(client.get("/staff/reviews/?sort=-due"))
    assert page.index("Later Lata") < page.index("Early Esha")
    page = words(client.get("/staff/reviews/?q=kaveri"))
    assert ("Vindhya Homes" in page, "Esha" in page) == (True, False)
    page = words(client.get("/staff/reviews/?kind=instructor&whose=free&state=nonsense&page=99"))
    assert ("Vindhya Homes" in page, "Esha" in page) == (False, True)
    assert "No application matches" in words(client.get("/staff/reviews/?whose=mine"))


def test_exports_hold_what_the_page_shows_and_no_formula(client: Client) -> None:
    with in_public():
        sent_by(consumer(name="=HYPERLINK(1)"))
        sent_by(consumer(name="Other"))
    rows = body(client.get("/staff/reviews/export.csv?q=hyper")).decode("utf-8-sig").splitlines()
    assert (len(rows), rows[1].startswith("'=HYPERLINK(1),")) == (2, True)
    book = load_workbook(io.BytesIO(body(client.get("/staff/reviews/export.xlsx"))))
    assert [row[0].value for row in book.active.rows][1:] == ["'=HYPERLINK(1)", "Other"]  # type: ignore[union-attr]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_queue_asks_the_same_number_of_questions(
    client: Client, django_assert_num_queries: Callable[..., object], rows: int
) -> None:
    with in_public():
        review = sent_by(consumer())
        for _number in range(rows - 1):
            # The same again of somebody else: the list reads no more than this row.
            review.id, review.applicant = uuid4(), consumer()
            review.save(force_insert=True)
    client.get("/staff/reviews/")
    with django_assert_num_queries(QUEUE_QUERIES):
        client.get("/staff/reviews/")


# Two ends of the request, session, person, roles, count, rows, figures.
QUEUE_QUERIES = 8


def test_taking_asking_and_deciding(client: Client, staff: User) -> None:
    with in_public():
        review = sent_by(consumer(name="Asha Rao"))
    case = f"/staff/reviews/{review.id}/"
    assert "Take it to ask, approve or decline." in words(client.get(case))
    early = client.post(f"{case}approve/", asked(review))
    assert early.status_code == 403
    client.post(f"{case}claim/")
    page = words(client.get(case))
    assert "The ₹400 question" in page
    assert "https://example.com/talk" in page
    assert 'rel="noopener noreferrer nofollow"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    bad = client.post(f"{case}decline/", asked(review, message="Too short.", reapply_days=30))
    assert (bad.status_code, "Choose at least one reason." in words(bad)) == (422, True)
    assert "Too short." in words(bad)
    none = client.post(f"{case}ask/", asked(review))
    assert none.status_code == 422
    client.post(f"{case}note/", {"text": "A colleague knows her."})
    done = client.post(
        f"{case}decline/",
        asked(review, reasons=["sample", "experience"], message="m" * 30, reapply_days=90),
    )
    assert done["Location"] == case
    page = words(client.get(case))
    assert "Take it back, until" in page
    assert "A colleague knows her." in page
    with in_public():
        review.refresh_from_db()
    again = client.post(f"{case}approve/", asked(review))
    assert (again.status_code, "has decided it already" in words(again)) == (409, True)
    assert client.post(f"{case}undo/", asked(review, reason="")).status_code == 422
    assert client.post(f"{case}undo/", asked(review, reason="A slip."))["Location"] == case
    with in_public():
        review.refresh_from_db()
        assert (review.state, review.assignee_id) == ("waiting", staff.id)


def test_a_second_reviewer_is_told_who_was_first(
    client: Client, public: TenantInfo, browser_of: Browser
) -> None:
    with in_public():
        review, other = sent_by(consumer()), reviewer()
    case = f"/staff/reviews/{review.id}/"
    client.post(f"{case}claim/")
    late = browser_of(public, other).post(f"{case}claim/")
    assert (late.status_code, "Vinod Pillai has taken it already." in words(late)) == (409, True)


def test_what_changed_between_two_versions_is_shown(client: Client, staff: User) -> None:
    with in_public():
        review = taken_by(staff)
        first = review.submissions.get()
        changed = {
            **first.answers,
            "profile": {**first.answers["profile"], "headline": "Now other"},
        }
        review.submissions.create(number=2, answers=changed, terms_version="2026-11")
    page = words(client.get(f"/staff/reviews/{review.id}/"))
    assert "2 versions" in page
    assert page.count("Changed since the version before") == 1


def test_a_reviewers_own_application_is_a_colleagues(client: Client, staff: User) -> None:
    with in_public():
        RoleGrant.objects.filter(user=staff).delete()
        review = sent_by(User.objects.get(id=staff.id))
        RoleGrant.objects.create(user=staff, role=Role.STAFF)
    case = f"/staff/reviews/{review.id}/"
    assert "This is your own application" in words(client.get(case))
    assert client.post(f"{case}claim/").status_code == 403


def test_what_is_not_there_is_404(client: Client) -> None:
    with in_public():
        draft = draft_of(consumer())
    for review_id in (uuid4(), draft):
        assert client.get(f"/staff/reviews/{review_id}/").status_code == 404
        for act in ACTS:
            assert (
                client.post(f"/staff/reviews/{review_id}/{act}/", {"revision": 1}).status_code
                == 404
            )
