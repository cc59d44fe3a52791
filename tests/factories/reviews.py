"""Applications for tests, taken as far as a test needs them. Call these inside `public`."""

import io
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

from public_site.company_numbers import checksum
from public_site.enums import ProofMethod, ReviewKind
from public_site.forms.sending import check_answers
from public_site.models import DomainProof, Review
from public_site.services.review.draft import begin_application, save_step
from public_site.services.review.handling import claim_review
from public_site.services.review.papers import add_document
from public_site.services.review.submission import send_application
from public_site.terms import terms_for
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.kernel.clock import now
from tests.factories.accounts import UserFactory

LESSON = "Ask first. Then listen. " * 20
INSTRUCTOR: dict[str, dict[str, Any]] = {
    "profile": {
        "headline": "Twelve years of pharma field sales",
        "bio_language": "hi",
        "bio": "मैंने बारह साल नागपुर और रायपुर में दवाइयाँ बेचीं और नए साथियों को सिखाया। " * 2,
    },
    "teaching": {"subjects": ["objections", "closing"], "languages": ["hi", "en"]},
    "experience": {
        "selling_years": "12",
        "selling": "Generics to chemists.",
        "teaching_years": "3",
        "teaching": "Trainees of my region.",
        "links": "https://example.com/talk\nhttps://example.org/",
    },
    "sample": {"sample_kind": "text", "sample_title": "The ₹400 question", "sample_body": LESSON},
}


def gstin(seed: str = "27AABCV1234F1Z") -> str:
    """Return a GSTIN whose checksum is right."""
    return seed + checksum(seed)


def company_answers(**fields: str) -> dict[str, dict[str, Any]]:
    """Return a company's answers, with some of the company's own fields changed."""
    return {
        "company": {
            "company_name": "Vindhya Homes Pvt Ltd",
            "gstin": gstin(),
            "cin": "U70100MH2011PTC123456",
            "domain": "vindhya.example",
            "city": "Pune",
            "about": "We build and sell flats in Pune.",
            **fields,
        },
        "contact": {
            "contact_name": "Kaveri Rao",
            "contact_title": "Head of sales",
            "contact_phone": "+91 98765 43210",
            "hiring": "",
        },
    }


def consumer(**fields: Any) -> User:
    """Return a learner of the public site."""
    return UserFactory(roles=[Role.CONSUMER], **fields)


def reviewer(**fields: Any) -> User:
    """Return one of the staff."""
    return UserFactory(roles=[Role.STAFF], **fields)


def pdf(pages: int = 1) -> bytes:
    """Return a small PDF."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(72, 72)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def picture(kind: str = "PNG") -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "#1e40af").save(buffer, kind)
    return buffer.getvalue()


def upload(content: bytes, name: str = "degree.pdf") -> SimpleUploadedFile:
    """Return a file as a form receives it."""
    return SimpleUploadedFile(name, content, "application/pdf")


def draft_of(applicant: User, kind: ReviewKind = ReviewKind.INSTRUCTOR, **fields: str) -> UUID:
    """Return a draft in which nothing is missing."""
    review_id = begin_application(kind=kind, applicant=applicant)
    answers = INSTRUCTOR if kind == ReviewKind.INSTRUCTOR else company_answers(**fields)
    for step, typed in answers.items():
        save_step(review_id=review_id, applicant=applicant, step=step, answers=typed)
    add_document(
        review_id=review_id,
        applicant=applicant,
        kind="degree" if kind == ReviewKind.INSTRUCTOR else "gst",
        upload=upload(pdf()),
    )
    if kind == ReviewKind.COMPANY:
        DomainProof.objects.create(
            review_id=review_id,
            domain=answers["company"]["domain"],
            token="t",
            method=ProofMethod.EMAIL,
            email=f"kaveri@{answers['company']['domain']}",
            proven_at=now(),
        )
    return review_id


def sent_by(applicant: User, kind: ReviewKind = ReviewKind.INSTRUCTOR, **fields: str) -> Review:
    """Return an application that waits for us."""
    review_id = draft_of(applicant, kind, **fields)
    review = Review.objects.get(id=review_id)
    send_application(
        review_id=review_id,
        applicant=applicant,
        answers=check_answers(kind, review.answers).answers,
        terms_version=terms_for(kind).version,
    )
    review.refresh_from_db()
    return review


def taken_by(staff: User, kind: ReviewKind = ReviewKind.INSTRUCTOR, **fields: str) -> Review:
    """Return an application that a reviewer has taken."""
    review = sent_by(consumer(), kind, **fields)
    claim_review(review_id=review.id, actor=staff)
    review.refresh_from_db()
    return review
