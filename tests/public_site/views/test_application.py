"""The pages of an applicant, from the first one to the answer."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from public_site.models import Review, VerifiedEmployer
from public_site.services.review.decision import approve_application, ask_applicant
from public_site.services.review.handling import add_note
from public_site.terms import terms_for
from tenants.accounts.models import RoleGrant, User
from tenants.kernel.clock import frozen
from tenants.kernel.models import MailMessage
from tenants.schemas import TenantInfo, in_public
from tests.factories.reviews import (
    INSTRUCTOR,
    company_answers,
    consumer,
    draft_of,
    pdf,
    reviewer,
    sent_by,
    taken_by,
    upload,
)

Browser = Callable[..., Client]
TERMS = terms_for("instructor").version
MONDAY = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


@pytest.fixture
def who(public: TenantInfo, db: None) -> User:
    with in_public():
        return consumer(name="Asha Rao")


@pytest.fixture
def client(public: TenantInfo, who: User, browser_of: Browser) -> Client:
    return browser_of(public, who)


def words(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def mine(who: User) -> Review:
    with in_public():
        return Review.objects.get(applicant=who)


def test_visitors_read_what_is_asked_and_are_sent_to_sign_in(
    public: TenantInfo, browser_of: Browser, db: None
) -> None:
    guest = browser_of(public)
    for path in ("/teach/", "/recruit/", "/teach/terms/", "/recruit/terms/"):
        assert guest.get(path).status_code == 200
    for path in ("/teach/apply/", "/recruit/apply/company/", "/teach/application/", "/staff/"):
        answer = guest.get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")
    for path in ("/teach/apply/", "/teach/apply/send/now/", "/recruit/apply/proof/code/"):
        assert guest.post(path)["Location"].startswith("/account/login/")


def test_an_instructor_applies_step_by_step(client: Client, who: User) -> None:
    assert "about 20 minutes" in words(client.get("/teach/apply/"))
    assert client.post("/teach/apply/")["Location"] == "/teach/apply/profile/"
    following = {
        "profile": "teaching",
        "teaching": "experience",
        "experience": "papers",
        "sample": "send",
    }
    for step, typed in INSTRUCTOR.items():
        answer = client.post(f"/teach/apply/{step}/", typed)
        assert answer["Location"] == f"/teach/apply/{following[step]}/"
    page = words(client.get("/teach/apply/send/"))
    assert "Add at least one document." in page
    refused = client.post("/teach/apply/send/now/", {"consent": "on", "terms_version": TERMS})
    assert (refused.status_code, mine(who).state) == (422, "draft")
    added = client.post("/teach/apply/papers/add/", {"kind": "degree", "file": upload(pdf())})
    assert added["Location"] == "/teach/apply/papers/"
    without = client.post("/teach/apply/send/now/", {"terms_version": TERMS})
    assert (without.status_code, "Without your consent" in words(without)) == (422, True)
    sent = client.post("/teach/apply/send/now/", {"consent": "on", "terms_version": TERMS})
    assert sent["Location"] == "/teach/application/"
    page = words(client.get("/teach/application/"))
    assert "A person is reading it" in page
    assert re.search(r"4[78] h[^<]* left", page)


def test_nothing_is_lost_on_an_error_or_by_leaving(client: Client, who: User) -> None:
    client.post("/teach/apply/")
    bad = {"selling_years": "many", "selling": "Pens.", "links": "javascript:alert(1)"}
    answer = client.post("/teach/apply/experience/", bad)
    assert answer.status_code == 422
    page = words(answer)
    assert "is not a web address" in page
    assert "Pens." in page
    assert client.get("/teach/apply/")["Location"] == "/teach/apply/profile/"
    again = words(client.get("/teach/apply/experience/"))
    assert 'value="many"' in again
    assert "javascript:alert(1)" in again
    assert "errors" not in again
    assert mine(who).answers["experience"]["selling"] == "Pens."


def test_a_step_saves_itself_and_can_be_left(client: Client, who: User) -> None:
    client.post("/teach/apply/")
    saved = client.post("/teach/apply/profile/", {"headline": "H"}, headers={"X-Autosave": "1"})
    assert (saved.status_code, mine(who).answers["profile"]["headline"]) == (204, "H")
    later = client.post("/teach/apply/profile/", {"headline": "Hi", "later": "1"})
    assert later["Location"] == "/teach/"
    assert "Your draft waits for you" in words(client.get("/teach/"))


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "ftp://example.com/x", "https://", "http://user:pw@example.com/",
     "https://localhost/", "//example.com", "https://exa mple.com", "data:text/html,x"],
)  # fmt: skip
def test_links_are_web_addresses(client: Client, link: str) -> None:
    client.post("/teach/apply/")
    answer = client.post("/teach/apply/experience/", {**INSTRUCTOR["experience"], "links": link})
    assert answer.status_code == 422


def test_forged_fields_decide_nothing(client: Client, who: User) -> None:
    """An applicant sends what only a reviewer may say."""
    with in_public():
        draft_of(who)
    forged = {
        "state": "approved", "decided_by": str(who.id), "assignee": str(who.id), "role": "instructor",
        "due_at": "2020-01-01", "revision": "99", "kind": "company", "applicant": str(who.id),
    }  # fmt: skip
    client.post("/teach/apply/profile/", {**INSTRUCTOR["profile"], **forged})
    assert set(mine(who).answers["profile"]) == {"headline", "bio", "bio_language"}
    client.post("/teach/apply/send/now/", {"consent": "on", "terms_version": TERMS, **forged})
    client.post("/teach/application/replies/", {"send": "1", **forged})
    row = mine(who)
    assert (row.state, row.kind, row.assignee_id, row.decided_by_id) == (
        "waiting", "instructor", None, None,
    )  # fmt: skip
    with in_public():
        assert list(RoleGrant.objects.values_list("role", flat=True)) == ["consumer"]


def test_what_is_sent_is_not_edited(client: Client, who: User) -> None:
    with in_public():
        before = sent_by(who).answers
    assert client.get("/teach/apply/profile/")["Location"] == "/teach/application/"
    answer = client.post("/teach/apply/profile/", {"headline": "Other"})
    assert (answer.status_code, mine(who).answers) == (409, before)
    add = client.post("/teach/apply/papers/add/", {"kind": "degree", "file": upload(pdf(2))})
    assert add.status_code == 409
    with in_public():
        assert mine(who).documents.count() == 1


def test_disguised_and_oversize_files_are_refused_beside_the_field(
    client: Client, who: User, settings: object
) -> None:
    client.post("/teach/apply/")
    svg = upload(b"<svg onload=alert(1)>", "degree.pdf")
    answer = client.post("/teach/apply/papers/add/", {"kind": "degree", "file": svg})
    assert (answer.status_code, "This is not a PDF, PNG or JPEG" in words(answer)) == (422, True)
    settings.UPLOAD_LIMITS_BYTES = {
        **settings.UPLOAD_LIMITS_BYTES,
        "document": 100,
        "sample_video": 100,
    }  # type: ignore[attr-defined]
    answer = client.post("/teach/apply/papers/add/", {"kind": "degree", "file": upload(pdf())})
    assert (answer.status_code, "a document may have" in words(answer)) == (422, True)
    film = upload(b"x" * 100_000, "film.mp4")
    answer = client.post("/teach/apply/sample/video/", {"video": film})
    assert (answer.status_code, "is larger than" in words(answer)) == (422, True)
    film = upload(b"x" * 50, "film.mp4")
    answer = client.post("/teach/apply/sample/video/", {"video": film})
    assert (answer.status_code, "is not a video" in words(answer)) == (422, True)
    with in_public():
        assert mine(who).documents.count() == 0
        assert mine(who).sample_media_id is None


def test_questions_are_answered_on_the_status_page(client: Client, who: User) -> None:
    with in_public():
        staff = reviewer(name="Vinod Pillai")
        review = sent_by(who)
        Review.objects.filter(id=review.id).update(assignee=staff)
        ask_applicant(
            review_id=review.id, actor=staff, questions=["For how long?"], revision=review.revision
        )
        add_note(review_id=review.id, actor=staff, text="Looks fine.")
        question = review.questions.get()
    page = words(client.get("/teach/application/"))
    assert "For how long?" in page
    assert "The clock stands still" in page
    assert "Looks fine." not in page
    assert "Vinod" not in page
    empty = client.post("/teach/application/replies/", {"send": "1"})
    assert (empty.status_code, "Answer this question." in words(empty)) == (422, True)
    name = f"question-{question.id}"
    kept = client.post("/teach/application/replies/", {name: "Two"}, headers={"X-Autosave": "1"})
    assert kept.status_code == 204
    assert "Two</textarea>" in words(client.get("/teach/application/"))
    client.post("/teach/application/replies/", {name: "Two years.", "send": "1"})
    assert mine(who).state == "waiting"
    assert "Two years." in words(client.get("/teach/application/"))
    late = client.post("/teach/application/replies/", {name: "Ten years.", "send": "1"})
    assert late.status_code == 409
    with in_public():
        question.refresh_from_db()
        assert question.answer == "Two years."


def test_overdue_is_said_as_it_is(client: Client, who: User) -> None:
    with in_public(), frozen(MONDAY):
        sent_by(who)
    with frozen(MONDAY + timedelta(hours=51)):
        page = words(client.get("/teach/application/"))
    assert "Overdue by 3 h" in page
    assert "We promised 48 hours and have not kept it" in page


def test_an_approved_instructor_opens_the_studio_and_sees_first_steps(
    client: Client, who: User
) -> None:
    assert client.get("/studio/").status_code == 403
    with in_public():
        staff = reviewer()
        review = sent_by(who)
        Review.objects.filter(id=review.id).update(assignee=staff)
        approve_application(review_id=review.id, actor=staff, revision=review.revision)
    assert client.get("/studio/").status_code == 200
    page = words(client.get("/teach/"))
    assert "0 of 5 done" in page
    client.post("/teach/guidelines/")
    client.post(
        "/studio/new/",
        {"title": "Closing", "language": "en", "level": "beginner", "industry": "general"},
    )
    assert "2 of 5 done" in words(client.get("/teach/"))
    assert client.post("/teach/apply/").status_code == 403


def test_first_steps_are_not_for_those_who_are_not_in(client: Client) -> None:
    assert client.post("/teach/guidelines/").status_code == 404
    assert "Apply" in words(client.get("/teach/"))


def test_a_recruiter_proves_website_and_gets_a_company_page(
    client: Client, who: User, public: TenantInfo, browser_of: Browser
) -> None:
    client.post("/recruit/apply/")
    wrong = client.post(
        "/recruit/apply/company/", company_answers(gstin="27AABCV1234F1Z0")["company"]
    )
    assert (wrong.status_code, "does not fit the others" in words(wrong)) == (422, True)
    assert "Vindhya Homes" in words(wrong)
    for step, typed in company_answers().items():
        assert client.post(f"/recruit/apply/{step}/", typed).status_code == 302
    assert "@vindhya.example" in words(client.get("/recruit/apply/proof/"))
    foreign = client.post("/recruit/apply/proof/code/", {"email": "k@gmail.com"})
    assert (foreign.status_code, "has to end with @vindhya" in words(foreign)) == (422, True)
    client.post("/recruit/apply/proof/code/", {"email": "k@vindhya.example"})
    with in_public():
        code = MailMessage.objects.get(template="review_code").subject.split()[0]
    miss = client.post("/recruit/apply/proof/code/confirm/", {"code": "x"})
    assert (miss.status_code, "4 more tries" in words(miss)) == (422, True)
    client.post("/recruit/apply/proof/code/confirm/", {"code": code})
    assert "vindhya.example is proven" in words(client.get("/recruit/apply/proof/"))
    client.post("/recruit/apply/papers/add/", {"kind": "gst", "file": upload(pdf())})
    version = terms_for("company").version
    sent = client.post("/recruit/apply/send/now/", {"consent": "on", "terms_version": version})
    assert sent["Location"] == "/recruit/application/"
    assert client.get("/recruit/company/").status_code == 404
    with in_public():
        staff = reviewer()
        review = Review.objects.get()
        Review.objects.filter(id=review.id).update(assignee=staff)
        approve_application(review_id=review.id, actor=staff, revision=review.revision)
    home = words(client.get("/recruit/"))
    assert "Job posts and looking for candidates are not built yet" in home
    answer = client.post("/recruit/company/", {"city": "Nashik", "about": "Flats & plots."})
    assert answer.status_code == 302
    page = words(browser_of(public).get("/employers/vindhya-homes-pvt-ltd/"))
    assert "Verified employer" in page
    assert "Nashik" in page
    assert "Flats &amp; plots." in page
    assert "27AABCV1234F" not in page
    with in_public():
        VerifiedEmployer.objects.update(withdrawn_at=MONDAY)
    assert browser_of(public).get("/employers/vindhya-homes-pvt-ltd/").status_code == 404


def test_nobody_edits_another_company(client: Client, public: TenantInfo) -> None:
    with in_public():
        staff = reviewer()
        review = taken_by(staff, kind="company")  # type: ignore[arg-type]
        approve_application(review_id=review.id, actor=staff, revision=review.revision)
    assert client.post("/recruit/company/", {"city": "X", "about": "Y"}).status_code == 404
    with in_public():
        assert VerifiedEmployer.objects.get().city == "Pune"
