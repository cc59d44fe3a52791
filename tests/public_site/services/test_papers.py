"""Documents: typed by content, limited, readable by applicant and staff alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from public_site.forms.sending import check_answers
from public_site.models import Review, ReviewDocument
from public_site.selectors.papers import paper_link
from public_site.services.review.papers import (
    add_document,
    remove_document,
    restore_document,
)
from public_site.services.review.submission import send_application
from public_site.terms import terms_for
from tenants.accounts.models import RoleGrant, User
from tenants.kernel import storage
from tenants.kernel.clock import frozen
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    consumer,
    draft_of,
    pdf,
    picture,
    reviewer,
    sent_by,
    upload,
)

Browser = Callable[..., Client]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


@pytest.fixture
def draft(public: TenantInfo, db: None) -> Review:
    with in_public():
        return Review.objects.select_related("applicant").get(id=draft_of(consumer()))


def add(review: Review, content: bytes, name: str = "degree.pdf", kind: str = "award") -> None:
    add_document(
        review_id=review.id, applicant=review.applicant, kind=kind, upload=upload(content, name)
    )


@pytest.mark.parametrize(
    ("content", "shown", "content_type"),
    [
        (pdf(3), "letter.pdf", "application/pdf"),
        (picture("PNG"), "letter.png", "image/png"),
        (picture("JPEG"), "letter.jpg", "image/jpeg"),
    ],
)
def test_a_paper_is_what_its_content_is(
    draft: Review, content: bytes, shown: str, content_type: str
) -> None:
    with in_public():
        add(draft, content, "../../etc/letter.exe")
        row = ReviewDocument.objects.get(kind="award")
        assert (row.name, row.content_type) == (shown, content_type)
        assert row.key.startswith(f"public/reviews/{draft.id}/")
        assert storage.read(row.key) == content


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        HTML,
        b"\n%PDF-1.7\n" + HTML,
        b"%PDF-1.7\n" + HTML,
        b"%PDF-1.7 nothing follows",
        picture()[:40],
        b"GIF89a" + b"\0" * 40,
        b"MZ" + b"\0" * 400,
        b"",
    ],
    ids=["svg", "html", "html-first", "html-in-pdf", "no-pdf", "cut", "gif", "exe", "empty"],
)
def test_what_only_calls_itself_a_paper_is_refused(draft: Review, content: bytes) -> None:
    with in_public():
        before = ReviewDocument.objects.count()
        with pytest.raises(Invalid) as refusal:
            add(draft, content)
        assert refusal.value.field == "file"
        assert ReviewDocument.objects.count() == before


def test_too_large_too_many_and_the_same_twice_are_refused(draft: Review, settings: object) -> None:
    with in_public():
        settings.UPLOAD_LIMITS_BYTES = {**settings.UPLOAD_LIMITS_BYTES, "document": 2000}  # type: ignore[attr-defined]
        with pytest.raises(Invalid):
            add(draft, pdf() + b" " * 2001)
        add(draft, pdf(2))
        with pytest.raises(Invalid):
            add(draft, pdf(2))
        with pytest.raises(Invalid) as refusal:
            add(draft, pdf(3), kind="gst")
        assert refusal.value.field == "kind"
        for pages in range(3, 9):
            add(draft, pdf(pages))
        with pytest.raises(Conflict):
            add(draft, pdf(10))
        assert draft.documents.count() == 8


def test_a_sent_application_takes_and_loses_no_papers(public: TenantInfo, db: None) -> None:
    with in_public():
        review = sent_by(consumer())
        paper = review.documents.get()
        with pytest.raises(Conflict):
            add(review, pdf(2))
        with pytest.raises(Conflict):
            remove_document(review_id=review.id, applicant=review.applicant, document_id=paper.id)
        assert review.documents.filter(removed_at=None).count() == 1


def test_nobody_removes_anothers_paper(draft: Review) -> None:
    with in_public():
        paper, other = draft.documents.get(), consumer()
        own = draft_of(other)
        for review_id in (draft.id, own):
            with pytest.raises(Missing):
                remove_document(review_id=review_id, applicant=other, document_id=paper.id)
        paper.refresh_from_db()
        assert paper.removed_at is None


def test_a_removed_paper_comes_back_until_it_is_sent_without_it(draft: Review) -> None:
    with in_public():
        own = {"review_id": draft.id, "applicant": draft.applicant}
        paper = draft.documents.get()
        remove_document(**own, document_id=paper.id)
        restore_document(**own, document_id=paper.id)
        assert draft.documents.get().removed_at is None
        for other in (consumer(),):
            with pytest.raises(Missing):
                restore_document(review_id=draft.id, applicant=other, document_id=paper.id)
        with pytest.raises(Missing):
            restore_document(**own, document_id=paper.id)


def test_what_was_removed_before_sending_is_gone_from_the_disk(
    draft: Review, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with in_public():
        add(draft, pdf(4))
        first, second = draft.documents.order_by("uploaded_at")
        remove_document(review_id=draft.id, applicant=draft.applicant, document_id=first.id)
        assert storage.exists(first.key)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            send_application(
                review_id=draft.id,
                applicant=draft.applicant,
                answers=check_answers(draft.kind, draft.answers).answers,
                terms_version=terms_for(draft.kind).version,
            )
        assert (storage.exists(first.key), storage.exists(second.key)) == (False, True)


def link_of(draft: Review, reader: User) -> str:
    with in_public():
        return paper_link(document_id=draft.documents.get().id, reader=reader)


def fetch(link: str, host: str = "content.localhost") -> tuple[int, dict[str, str]]:
    path = "/" + link.split("/", 3)[3]
    answer = Client(headers={"host": host}).get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code, dict(answer.headers)


def test_a_link_serves_the_paper_to_save_and_never_to_run(draft: Review) -> None:
    status, headers = fetch(link_of(draft, draft.applicant))
    assert status == 200
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == 'attachment; filename="degree.pdf"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "Set-Cookie" not in headers


def test_a_link_ends_with_its_time_its_reader_and_its_host(draft: Review, acme: TenantInfo) -> None:
    with in_public():
        staff = reviewer()
    link = link_of(draft, staff)
    assert fetch(link)[0] == 200
    assert fetch(link[:-9] + "x" + link[-8:])[0] == 404
    assert fetch(link, "acme.content.localhost")[0] == 404
    with frozen(datetime.now(UTC) + timedelta(minutes=11)):
        assert fetch(link)[0] == 404
    with in_public():
        RoleGrant.objects.filter(user=staff).delete()
    assert fetch(link)[0] == 404


def test_papers_open_for_their_applicant_and_staff_only(
    draft: Review, public: TenantInfo, browser_of: Browser
) -> None:
    with in_public():
        paper_id = draft.documents.get().id
        other, staff = consumer(), reviewer()
    for who, wanted in ((draft.applicant, 302), (staff, 302), (other, 404)):
        assert browser_of(public, who).get(f"/papers/{paper_id}/").status_code == wanted
    assert browser_of(public, staff).get(f"/papers/{uuid4()}/").status_code == 404
    guest = browser_of(public).get(f"/papers/{paper_id}/")
    assert guest["Location"].startswith("/account/login/")
    assert "Cache-Control" in browser_of(public, staff).get(f"/papers/{paper_id}/").headers


def test_a_companys_people_have_no_such_pages(
    acme: TenantInfo, draft: Review, browser_of: Browser
) -> None:
    with in_tenant(acme):
        person = UserFactory()
    client = browser_of(acme, person)
    for path in ("/teach/", "/staff/reviews/", f"/papers/{uuid4()}/"):
        assert client.get(path).status_code == 404
