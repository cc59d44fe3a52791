"""The public check: anyone, by code or file, without entering a company's schema."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from learning.credentials.models import Certificate
from learning.credentials.services.keys import public_key
from learning.credentials.services.multibase import from_multibase
from learning.credentials.services.rendering import credential_bytes
from learning.credentials.services.revocation import reinstate_certificate, revoke_certificate
from tenants.kernel import clock, storage
from tenants.kernel.jobs import run_due
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
MOMENT = datetime(2025, 12, 18, 20, 30, tzinfo=UTC)  # 19 December, 2 a.m. in India


@pytest.fixture
def made(acme: TenantInfo) -> Iterator[Certificate]:
    with in_tenant(acme):
        with clock.frozen(MOMENT):
            row = certificate_for(
                UserFactory(name="Asha Rao", native_name="आशा राव", native_language="hi")
            )
        run_due()
        row.refresh_from_db()
    return row


@pytest.fixture
def anyone(public: TenantInfo, browser_of: Browser) -> Client:
    return browser_of(public)


def upload(client: Client, content: bytes, name: str = "certificate.pdf") -> tuple[int, str]:
    answer = client.post("/verify/", {"file": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def test_it_says_who_what_when_and_from_whom(made: Certificate, anyone: Client) -> None:
    answer = anyone.get(f"/verify/{made.code}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This certificate is valid" in page
    assert '<p class="holder" lang="hi">आशा राव</p>' in page
    for fact in ("Asha Rao", "Discovery questions", "Acme Realty", "19 Dec 2025", made.code):
        assert fact in page


@contextmanager
def schemas_entered() -> Iterator[set[str]]:
    """Collect the schema of every statement."""
    seen: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        seen.add(context["connection"].schema_name)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(note):
        yield seen


def test_it_enters_no_company(made: Certificate, acme: TenantInfo, anyone: Client) -> None:
    with in_tenant(acme):
        content = storage.read(made.pdf_key)
    with schemas_entered() as seen:
        assert anyone.get(f"/verify/{made.code}/").status_code == 200
        assert "Genuine and valid" in upload(anyone, content)[1]
        assert "Genuine and valid" in upload(anyone, credential_bytes(made.credential))[1]
        assert anyone.get(f"/issuers/{acme.id}/did.json").status_code == 200
        assert seen == {"public"}
        # The same measure sees a company being entered.
        with in_tenant(acme):
            Certificate.objects.count()
        assert seen == {"public", acme.schema_name}


def test_nothing_of_it_is_indexed_or_cached(made: Certificate, anyone: Client) -> None:
    for path in ("/verify/?code=", f"/verify/{made.code}/", "/verify/0000-0000-0000/"):
        answer = anyone.get(path)
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Cache-Control"] == "no-store"
        assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()


def test_the_empty_form_can_be_found(anyone: Client) -> None:
    answer = anyone.get("/verify/")
    assert "X-Robots-Tag" not in answer
    assert "noindex" not in answer.content.decode()
    assert '<link rel="canonical" href=' in answer.content.decode()


def test_a_revoked_one_says_when_and_why(
    made: Certificate, acme: TenantInfo, anyone: Client
) -> None:
    with in_tenant(acme):
        with clock.frozen(datetime(2025, 12, 25, 6, tzinfo=UTC)):
            revoke_certificate(certificate_id=made.id, reason="Shared.", by=UserFactory())
        run_due()
    page = anyone.get(f"/verify/{made.code}/").content.decode()
    assert "This certificate was revoked" in page
    assert "Acme Realty revoked it on 25 Dec 2025. Reason given: Shared." in page
    assert "This certificate is valid" not in page
    with in_tenant(acme):
        with clock.frozen(datetime(2025, 12, 26, 6, tzinfo=UTC)):
            reinstate_certificate(certificate_id=made.id, by=UserFactory())
        run_due()
    assert "This certificate is valid" in anyone.get(f"/verify/{made.code}/").content.decode()


@pytest.mark.parametrize("code", ["0000-0000-0000", "X", "A" * 400, "----", "<script>", "नमस्ते"])
def test_a_made_up_code_is_not_found(anyone: Client, code: str) -> None:
    answer = anyone.get(f"/verify/{code}/", follow=True)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no certificate with this code" in page
    assert "<script>" not in page.replace("<script src", "")


def test_a_code_typed_anyhow_leads_to_its_page(made: Certificate, anyone: Client) -> None:
    typed = made.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    for answer in (
        anyone.get("/verify/", {"code": typed}, follow=True),
        anyone.get(f"/verify/{typed}/", follow=True),
    ):
        assert answer.redirect_chain == [(f"/verify/{made.code}/", 302)]
        assert answer.status_code == 200


@pytest.mark.parametrize("typed", ["", "   ", "###", "x" * 61])
def test_a_code_that_is_none_is_refused_at_the_field(anyone: Client, typed: str) -> None:
    answer = anyone.get("/verify/", {"code": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_files(made: Certificate, acme: TenantInfo, anyone: Client) -> None:
    with in_tenant(acme):
        pdf = storage.read(made.pdf_key)
    signed = credential_bytes(made.credential)
    status, page = upload(anyone, pdf)
    assert (status, "Genuine and valid" in page, "आशा राव" in page) == (200, True, True)
    assert "Genuine and valid" in upload(anyone, signed, "c.json")[1]
    # Told apart by content, not by name.
    assert "Genuine and valid" in upload(anyone, signed, "c.pdf")[1]
    altered = upload(anyone, pdf + b" ")[1]
    assert ">Altered<" in altered
    assert "आशा राव" in altered
    # No badge that could be read as the file's.
    assert ("badge" in altered, "The original is valid" in altered) == (False, True)
    swapped = upload(anyone, signed.replace(b"Asha Rao", b"Vikram S"), "c.json")[1]
    assert ">Altered<" in swapped
    assert "Vikram S" not in swapped
    assert "Not a certificate of ours" in upload(anyone, b'{"a": 1}', "c.json")[1]
    assert "This file cannot be read" in upload(anyone, b"\x89PNG\r\n", "c.png")[1]


def test_revoked_files(made: Certificate, acme: TenantInfo, anyone: Client) -> None:
    with in_tenant(acme):
        pdf = storage.read(made.pdf_key)
        revoke_certificate(certificate_id=made.id, reason="Shared.", by=UserFactory())
        run_due()
    for content in (pdf, credential_bytes(made.credential)):
        page = upload(anyone, content)[1]
        assert "Genuine, but revoked" in page
        assert "Reason given: Shared." in page


def test_no_file_an_empty_one_and_a_huge_one(
    anyone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = anyone.post("/verify/")
    assert answer.status_code == 422
    assert "Choose the certificate" in answer.content.decode()
    status, page = upload(anyone, b"")
    assert (status, "This file is empty." in page) == (422, True)
    monkeypatch.setitem(settings.UPLOAD_LIMITS_BYTES, "certificate", 1024**2)
    status, page = upload(anyone, b"%PDF-" + b"x" * 1024**2)
    assert (status, "This file is larger than 1 MB" in page) == (422, True)


def test_the_key_is_published(made: Certificate, acme: TenantInfo, anyone: Client) -> None:
    """A verifier that knows nothing of us: from the credential to the document to the key."""
    document = made.credential
    answer = anyone.get(f"/issuers/{acme.id}/did.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    published = json.loads(answer.content)
    assert published["id"] == document["issuer"]["id"]
    (method,) = published["verificationMethod"]
    assert method["id"] == document["proof"]["verificationMethod"]
    assert method["controller"] == published["id"]
    assert published["assertionMethod"] == [method["id"]]
    key = from_multibase(method["publicKeyMultibase"])
    assert (key[:2], key[2:]) == (b"\xed\x01", public_key())
    Ed25519PublicKey.from_public_bytes(key[2:])
    platform = json.loads(anyone.get("/.well-known/did.json").content)
    assert published["id"].startswith(f"{platform['id']}:issuers:")
    assert platform["id"] == "did:web:" + settings.PUBLIC_ORIGIN.split("//")[1].replace(":", "%3A")


def test_who_never_issued_has_no_document(
    zenith: TenantInfo, made: Certificate, anyone: Client
) -> None:
    assert anyone.get(f"/issuers/{zenith.id}/did.json").status_code == 404


def test_companies_hosts_have_no_check(
    made: Certificate, acme: TenantInfo, browser_of: Browser
) -> None:
    assert browser_of(acme).get(f"/verify/{made.code}/").status_code == 404
