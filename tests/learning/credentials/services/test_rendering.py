"""The certificate on paper: made once, right in every script, carrying its own signed facts."""

import hashlib
import io
import json
import time

import pytest
from PIL import Image
from pypdf import PdfReader

from learning.credentials.enums import CertificateState
from learning.credentials.models import Certificate, CertificateTemplate
from learning.credentials.services.rendering import ATTACHMENT, render_certificate
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.jobs import run_due
from tenants.kernel.models import Job, JobState, OutboxEvent
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for

NAMES = [
    ("Asha Rao", "", "", "Inter"),
    ("Ananya Deshpande", "अनन्या देशपांडे", "hi", "Noto-Sans-Devanagari"),
    ("Karthik Subramanian", "கார்த்திக் சுப்ரமணியன்", "ta", "Noto-Sans-Tamil"),
    ("Srinivasa Rao", "శ్రీనివాస రావు", "te", "Noto-Sans-Telugu"),
    ("Arpita Bhattacharya", "অর্পিতা ভট্টাচার্য", "bn", "Noto-Sans-Bengali"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "native", "language", "font"), NAMES)
def test_the_job_makes_the_pdf(
    acme: TenantInfo, name: str, native: str, language: str, font: str
) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory(name=name, native_name=native, native_language=language))
        run_due()
        made.refresh_from_db()
        content = storage.read(made.pdf_key)
    assert made.state == CertificateState.READY
    assert made.pdf_sha256 == hashlib.sha256(content).hexdigest()
    reader = PdfReader(io.BytesIO(content))
    (sheet,) = reader.pages
    # A4 landscape, in points.
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (842, 595)
    assert json.loads(reader.attachments[ATTACHMENT][0]) == made.credential
    text = sheet.extract_text()
    assert name in text
    assert made.code in text
    fonts = {font.get_object()["/BaseFont"] for font in sheet["/Resources"]["/Font"].values()}
    assert any(font in one for one in fonts), fonts
    assert all("Inter" in one or "Noto-Sans" in one or "Fira" in one for one in fonts), fonts


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "native"),
    [("عائشہ خان", ""), ("Ayesha Khan", "عائشہ خان"), ("عائشة (Ayesha) بنت أحمد", "")],
)
def test_a_name_from_right_to_left_is_set_in_a_font_that_holds_it(
    acme: TenantInfo, name: str, native: str
) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory(name=name, native_name=native))
        run_due()
        made.refresh_from_db()
        reader = PdfReader(io.BytesIO(storage.read(made.pdf_key)))
    (sheet,) = reader.pages
    text = sheet.extract_text()
    for word in f"{name} {native}".split():
        assert word.strip("()") in text
    fonts = {font.get_object()["/BaseFont"] for font in sheet["/Resources"]["/Font"].values()}
    # What we ship, so that it looks the same wherever it is drawn; nothing of the machine's own.
    assert any("Vazirmatn" in one for one in fonts), fonts
    shipped = ("Inter", "Noto-Sans", "Fira", "Vazirmatn")
    assert all(any(family in one for family in shipped) for one in fonts), fonts
    assert reader.metadata is not None
    assert reader.metadata.title == f"Certificate of {name}: Discovery questions, Acme Realty"


@pytest.mark.django_db
def test_title_language_and_author(acme: TenantInfo) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory(name="Asha Rao"))
        run_due()
        made.refresh_from_db()
        reader = PdfReader(io.BytesIO(storage.read(made.pdf_key)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate of Asha Rao: Discovery questions, Acme Realty"
    assert reader.metadata.author == "Acme Realty"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] is not False


@pytest.mark.django_db
def test_a_second_run_changes_nothing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory())
        run_due()
        made.refresh_from_db()
        before = (made.pdf_key, made.pdf_sha256, made.rendered_at)
        render_certificate(certificate_id=made.id)
        made.refresh_from_db()
        assert (made.pdf_key, made.pdf_sha256, made.rendered_at) == before
        assert OutboxEvent.objects.filter(name="credentials.certificate_rendered").count() == 1


@pytest.mark.django_db
def test_a_lost_file_is_made_again_byte_by_byte_which_is_no_news(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory())
        run_due()
        made.refresh_from_db()
        before = (made.pdf_key, made.pdf_sha256, made.rendered_at)
        storage.delete(made.pdf_key)
        monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)  # years later
        render_certificate(certificate_id=made.id)
        made.refresh_from_db()
        assert (made.pdf_key, made.pdf_sha256, made.rendered_at) == before
        assert hashlib.sha256(storage.read(made.pdf_key)).hexdigest() == made.pdf_sha256
        assert OutboxEvent.objects.filter(name="credentials.certificate_rendered").count() == 1


@pytest.mark.django_db
def test_one_that_comes_out_otherwise_than_the_lost_one_is_told(acme: TenantInfo) -> None:
    with in_tenant(acme):
        _brand(_logo())
        made = certificate_for(UserFactory())
        run_due()
        made.refresh_from_db()
        before = made.pdf_sha256
        storage.delete(made.pdf_key)
        storage.delete(made.logo_key)
        render_certificate(certificate_id=made.id)
        made.refresh_from_db()
        assert made.pdf_sha256 != before
        assert hashlib.sha256(storage.read(made.pdf_key)).hexdigest() == made.pdf_sha256
        told = OutboxEvent.objects.filter(name="credentials.certificate_rendered")
        assert {event.payload["pdf_sha256"] for event in told} == {before, made.pdf_sha256}


def _logo() -> str:
    picture = io.BytesIO()
    Image.new("RGB", (120, 40), "#8a2a5b").save(picture, "PNG")
    return storage.store("brand/logo.png", picture.getvalue())


def _brand(logo_key: str) -> None:
    CertificateTemplate.objects.create(
        issuer_name="Acme Realty", colour="#8a2a5b", logo_key=logo_key, updated_at=now()
    )


@pytest.mark.django_db
def test_the_logo_is_on_it(acme: TenantInfo) -> None:
    with in_tenant(acme):
        _brand(_logo())
        made = certificate_for(UserFactory())
        run_due()
        made.refresh_from_db()
        (sheet,) = PdfReader(io.BytesIO(storage.read(made.pdf_key))).pages
        assert len(sheet.images) == 1


@pytest.mark.django_db
def test_without_its_logo_it_prints_the_name(acme: TenantInfo) -> None:
    with in_tenant(acme):
        _brand(f"{acme.schema_name}/brand/gone.png")
        made = certificate_for(UserFactory())
        run_due()
        made.refresh_from_db()
        (sheet,) = PdfReader(io.BytesIO(storage.read(made.pdf_key))).pages
        assert (made.state, len(sheet.images)) == (CertificateState.READY, 0)


@pytest.mark.django_db
def test_a_failure_is_shown_and_tried_again(acme: TenantInfo) -> None:
    with in_tenant(acme):
        # Another company's key: an error the logo's reader does not forgive.
        _brand("c_zenith000001/brand/logo.png")
        made = certificate_for(UserFactory())
        run_due()
        made.refresh_from_db()
        job = Job.objects.get(name="credentials.render_certificate")
        assert (made.state, made.pdf_key) == (CertificateState.FAILED, "")
        assert (job.state, job.attempts) == (JobState.QUEUED, 1)
        Certificate.objects.filter(id=made.id).update(logo_key="")
        Job.objects.filter(id=job.id).update(run_after=now())
        run_due()
        made.refresh_from_db()
        assert made.state == CertificateState.READY
