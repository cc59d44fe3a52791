"""What a file turns out to be: every way of altering one is noticed, and nothing raises."""

import copy
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from learning.credentials.api import ATTACHMENT
from learning.credentials.models import Certificate
from learning.credentials.services import keys
from learning.credentials.services.proof import sign_document
from learning.credentials.services.rendering import credential_bytes
from learning.credentials.services.revocation import revoke_certificate
from public_site.services.verification import FileCheck, Finding, check_file
from tenants.kernel import storage
from tenants.kernel.jobs import run_due
from tenants.kernel.models import Job
from tenants.registry.models import RegistryChange, RegistryEntry
from tenants.schemas import TenantInfo, in_public, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for


@dataclass
class Made:
    """A certificate whose events were all delivered."""

    row: Certificate
    pdf: bytes
    credential: dict[str, Any]


@pytest.fixture
def made(acme: TenantInfo) -> Iterator[Made]:
    with in_tenant(acme):
        row = certificate_for(UserFactory(name="Asha Rao"))
        run_due()
        row.refresh_from_db()
        yield Made(row, storage.read(row.pdf_key), row.credential)


def check(content: bytes | dict[str, Any]) -> FileCheck:
    with in_public():
        return check_file(
            content=content if isinstance(content, bytes) else credential_bytes(content)
        )


@pytest.mark.django_db
def test_the_pdf_as_issued_is_genuine(made: Made) -> None:
    found = check(made.pdf)
    assert (found.finding, found.kind) == (Finding.GENUINE, "pdf")
    assert found.certificate is not None
    assert found.certificate.code == made.row.code


@pytest.mark.django_db
def test_the_json_as_issued_is_genuine(made: Made) -> None:
    found = check(made.credential)
    assert (found.finding, found.kind) == (Finding.GENUINE, "json")
    reordered = dict(reversed(list(made.credential.items())))
    assert check(json.dumps(reordered).encode("utf-16")).finding == Finding.GENUINE


@pytest.mark.django_db
def test_a_revoked_one_says_so(acme: TenantInfo, made: Made) -> None:
    with in_tenant(acme):
        revoke_certificate(certificate_id=made.row.id, reason="Shared.", by=UserFactory())
        run_due()
    for content in (made.pdf, made.credential):
        found = check(content)
        assert found.finding == Finding.REVOKED
        assert found.certificate is not None
        assert found.certificate.revoked_reason == "Shared."


@pytest.mark.django_db
def test_one_bit_flipped_anywhere_in_the_pdf_is_never_genuine(made: Made) -> None:
    found = []
    for place in range(0, len(made.pdf), len(made.pdf) // 60):
        altered = made.pdf[:place] + bytes([made.pdf[place] ^ 1]) + made.pdf[place + 1 :]
        found.append(check(altered).finding)
    assert set(found) <= {Finding.ALTERED, Finding.FOREIGN, Finding.UNREADABLE}
    # Without its first bytes or its directory a file is not recognised as ours; most are.
    assert found.count(Finding.ALTERED) >= 50


@pytest.mark.django_db
def test_the_signed_facts_taken_out_of_the_pdf_are_missed(made: Made) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.pdf)))
    del writer.root_object["/Names"]
    out = io.BytesIO()
    writer.write(out)
    found = check(out.getvalue())
    assert found.finding == Finding.ALTERED
    assert found.certificate is not None
    assert found.certificate.code == made.row.code


@pytest.mark.django_db
def test_bytes_added_to_the_pdf_are_noticed(made: Made) -> None:
    found = check(made.pdf + b"\n% harmless")
    assert found.finding == Finding.ALTERED
    assert found.certificate is not None
    assert found.certificate.code == made.row.code


def _with_credential(pdf: bytes, document: dict[str, Any]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    del writer.root_object["/Names"]
    writer.add_attachment(ATTACHMENT, credential_bytes(document))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.django_db
def test_another_name_put_into_the_pdf_s_json_is_noticed(made: Made) -> None:
    document = copy.deepcopy(made.credential)
    document["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    found = check(_with_credential(made.pdf, document))
    assert found.finding == Finding.ALTERED
    assert found.certificate is not None
    assert found.certificate.learner_name == "Asha Rao"


def _name(document: dict[str, Any]) -> None:
    document["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"


def _score(document: dict[str, Any]) -> None:
    document["credentialSubject"]["result"] = [{"type": ["Result"], "value": "100"}]


def _date(document: dict[str, Any]) -> None:
    document["validFrom"] = "2020-01-01T00:00:00Z"


def _issuer(document: dict[str, Any]) -> None:
    document["issuer"]["name"] = "A better company"


def _issuer_as_text(document: dict[str, Any]) -> None:
    document["issuer"] = document["issuer"]["id"]


def _code(document: dict[str, Any]) -> None:
    document["id"] = f"{settings.PUBLIC_ORIGIN}/verify/0000-0000-0000/"


def _proof_gone(document: dict[str, Any]) -> None:
    del document["proof"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "tamper", [_name, _score, _date, _issuer, _issuer_as_text, _code, _proof_gone]
)
def test_json_with_a_fact_changed_is_altered(made: Made, tamper: Any) -> None:
    document = copy.deepcopy(made.credential)
    assert check(document).finding == Finding.GENUINE
    tamper(document)
    assert check(document).finding == Finding.ALTERED


def _sign(document: dict[str, Any], seed: bytes) -> dict[str, Any]:
    bare = {name: value for name, value in document.items() if name != "proof"}
    return sign_document(
        bare,
        seed=seed,
        verification_method=document["proof"]["verificationMethod"],
        created=document["proof"]["created"],
    )


@pytest.mark.django_db
def test_signed_with_another_key_is_altered(made: Made) -> None:
    """A whole forgery: other name, freshly signed, claiming to be signed with our key."""
    document = copy.deepcopy(made.credential)
    _name(document)
    assert check(_sign(document, bytes(32))).finding == Finding.ALTERED


@pytest.mark.django_db
def test_our_key_on_other_facts_is_not_what_was_registered(made: Made) -> None:
    """Even whoever holds the key cannot change a certificate: the register has its digest."""
    document = copy.deepcopy(made.credential)
    _name(document)
    assert check(_sign(document, keys.signing_seed())).finding == Finding.ALTERED


@pytest.mark.django_db
def test_signed_by_us_and_never_registered(made: Made) -> None:
    document = copy.deepcopy(made.credential)
    _code(document)
    assert check(_sign(document, keys.signing_seed())).finding == Finding.UNKNOWN


@pytest.mark.django_db
def test_the_proof_of_another_certificate_does_not_fit(acme: TenantInfo, made: Made) -> None:
    with in_tenant(acme):
        other = certificate_for(UserFactory(name="Vikram"))
        run_due()
    document = {**made.credential, "proof": other.credential["proof"]}
    assert check(document).finding == Finding.ALTERED


@pytest.mark.django_db
def test_before_the_register_knows_the_pdf_it_says_wait(acme: TenantInfo) -> None:
    with in_tenant(acme):
        row = certificate_for(UserFactory())
        run_due()
        row.refresh_from_db()
        content = storage.read(row.pdf_key)
        other = certificate_for(UserFactory())
        Job.objects.filter(name="credentials.render_certificate").update(state="done")
        run_due()
    with in_public():
        assert RegistryEntry.objects.filter(code=other.code).exists()
        assert not RegistryChange.objects.filter(code=other.code).exists()
    found = check(_with_credential(content, other.credential))
    assert found.finding == Finding.PENDING
    assert found.certificate is not None
    assert found.certificate.code == other.code


def _badge(**changes: Any) -> dict[str, Any]:
    return {"id": "https://other.example/1", "type": ["OpenBadgeCredential"], **changes}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", Finding.UNREADABLE),
        (b"hello", Finding.UNREADABLE),
        (b"\x00" * 5000, Finding.UNREADABLE),
        (b"[1, 2]", Finding.UNREADABLE),
        (b"[" * 100_000, Finding.UNREADABLE),
        (b'{"a": ' * 50_000, Finding.UNREADABLE),
        (b'{"a": 1, "a": 2}', Finding.UNREADABLE),
        (b'{"a": "' + b"x" * 1_100_000 + b'"}', Finding.UNREADABLE),
        (b"{}", Finding.FOREIGN),
        (b'{"type": "OpenBadgeCredential"}', Finding.FOREIGN),
        (json.dumps(_badge()).encode(), Finding.FOREIGN),
        (json.dumps(_badge(proof={"proofValue": 7})).encode(), Finding.FOREIGN),
        (json.dumps(_badge(id=7, issuer=[], proof=[])).encode(), Finding.FOREIGN),
        (json.dumps(_badge(id="http://[/verify/x/")).encode(), Finding.FOREIGN),
        (json.dumps(_badge(x=float("inf"))).encode(), Finding.FOREIGN),
        (json.dumps(_badge(x="\ud800")).encode(), Finding.FOREIGN),
        (b"%PDF-1.7\nnothing more", Finding.FOREIGN),
        (b"junk before %PDF-1.4 \xff\xfe trailer << /Root 1 0 R >>", Finding.FOREIGN),
    ],
)
def test_garbage_is_told_from_certificates(
    acme: TenantInfo, content: bytes, finding: Finding
) -> None:
    assert check(content) == FileCheck(finding, check(content).kind)
    assert check(content).certificate is None


def _blank_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


@pytest.mark.django_db
def test_somebody_s_own_pdf_is_foreign(acme: TenantInfo) -> None:
    assert check(_blank_pdf()) == FileCheck(Finding.FOREIGN, "pdf")


@pytest.mark.django_db
def test_a_name_given_twice_does_not_slip_through(made: Made) -> None:
    """Another reader may show the first of two names; the signature would cover the last."""
    text = credential_bytes(made.credential).decode()
    doubled = text.replace("{", '{"name": "Doctor of Sales",', 1)
    assert json.loads(doubled) == made.credential
    assert check(doubled.encode()).finding == Finding.UNREADABLE


@pytest.mark.django_db
@hypothesis_settings(max_examples=60, deadline=None)
@given(
    content=st.one_of(st.binary(max_size=400), st.binary(max_size=400).map(b"%PDF-1.7\n".__add__))
)
def test_nothing_that_is_brought_raises(content: bytes) -> None:
    assert check(content).finding in (Finding.UNREADABLE, Finding.FOREIGN)


@pytest.mark.django_db
def test_the_digest_of_the_register_is_the_file_s(made: Made) -> None:
    assert made.row.pdf_sha256 == hashlib.sha256(made.pdf).hexdigest()
