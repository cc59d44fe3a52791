"""The demo's applications and one learner's profile: made by the same services that people use."""

import io
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from deploy.demo.shapes import InstructorContent
from learning.guidance.api import answer_question, begin_check, save_step
from learning.guidance.enums import ProfileStep
from public_site.enums import ProofMethod, ReviewKind
from public_site.forms.sending import check_answers
from public_site.models import DomainProof, Review
from public_site.services.review import decision, draft, handling, papers, submission
from public_site.terms import terms_for
from tenants.accounts.api import User
from tenants.kernel import clock

_LESSON = """
A chemist in Sitabuldi says: “Your competitor gives me two strips more per box.”

**The reply that fails:** “Then I shall ask for two strips as well.” Now the talk is about strips, and
next month somebody gives three.

**The reply that works:** “What became of the strips you had left at the end of the quarter?”

- He counts, and finds that a third came back expired.
- You show what a box costs him per strip *sold*, not per strip *bought*.
- Then you say nothing, and let him do the sum.

Try it tomorrow with one chemist whom you know well. Write down what he answered, word for word.
"""
_TEACHER: dict[str, dict[str, Any]] = {
    "profile": {
        "headline": "Nine years of insurance and account sales in the east",
        "bio_language": "bn",
        "bio": "আমি নয় বছর ধরে কলকাতা আর হাওড়ায় বীমা আর ব্যবসায়িক গ্রাহকদের নিয়ে কাজ করছি। নতুনদের শেখাতে ভালো লাগে: আগে শোনা, তারপর বলা।",
    },
    "teaching": {"subjects": ["discovery", "objections"], "languages": ["bn", "en"]},
    "experience": {
        "selling_years": "9",
        "selling": "Term and health insurance to families, later fire and transit cover to traders.",
        "teaching_years": "2",
        "teaching": "Eleven new advisors of my branch, in pairs and on the road.",
        "links": "https://example.com/debjani/talks",
    },
    "sample": {
        "sample_kind": "text",
        "sample_title": "Two strips more per box",
        "sample_body": _LESSON,
    },
}
_SECOND_TEACHER = {
    **_TEACHER,
    "profile": {
        "headline": "Account executive: from first call to signed plan",
        "bio_language": "hi",
        "bio": "मैं सात साल से दिल्ली और गुरुग्राम में सॉफ़्टवेयर बेचती हूँ। मेरी कक्षा में लोग असली बातचीत पर अभ्यास करते हैं, रटे हुए जवाबों पर नहीं।",
    },
    "teaching": {"subjects": ["pitch", "closing"], "languages": ["hi", "en"]},
}
_COMPANY: dict[str, dict[str, Any]] = {
    "company": {
        "company_name": "Sabarmati Consumer Distributors LLP",
        "gstin": "24AAKES4821M1ZY",
        "cin": "",
        "domain": "sabarmati-consumer.example",
        "city": "Ahmedabad",
        "about": "We distribute food and home care to 2,400 shops in and around Ahmedabad. Our field team has 38 people.",
    },
    "contact": {
        "contact_name": "Jignesh Patel",
        "contact_title": "Partner",
        "contact_phone": "+91 98250 00000",
        "hiring": "Field sales officers for Sanand and Bavla.",
    },
}


def seed_applications(users: dict[str, User]) -> None:
    """Write a waiting, an asked-back and a company's application, and a consumer's profile.

    Args:
        users: people of the public site by e-mail address.
    """
    staff = users["staff@learners.example"]
    hour = timedelta(hours=1)
    with clock.frozen(clock.now() - 31 * hour):
        _send(users["ritika.arora@learners.example"], ReviewKind.INSTRUCTOR, _SECOND_TEACHER)
    with clock.frozen(clock.now() - 60 * hour):
        asked = _send(users["debjani.sarkar@learners.example"], ReviewKind.INSTRUCTOR, _TEACHER)
        handling.claim_review(review_id=asked.id, actor=staff)
    with clock.frozen(clock.now() - 44 * hour):
        decision.ask_applicant(
            review_id=asked.id,
            actor=staff,
            questions=[
                "Your letter names the branch but not the years. From when until when were you there?",
                "Would you also teach in Hindi?",
            ],
            revision=Review.objects.values_list("revision", flat=True).get(id=asked.id),
        )
    with clock.frozen(clock.now() - 5 * hour):
        _send(users["jignesh.patel@learners.example"], ReviewKind.COMPANY, _COMPANY)
    _profile(users["consumer@learners.example"])


def seed_instructors(
    instructors: dict[str, InstructorContent],
    *,
    users: dict[str, User],
    subjects: dict[str, set[str]],
    languages: dict[str, set[str]],
    staff: User,
) -> None:
    """Have the demo's instructors applied and been approved, long ago, so that they have profiles.

    Args:
        instructors: by key.
        users: people of the public site by e-mail address.
        subjects: the skills of each one's courses, by key.
        languages: the languages of each one's courses, by key.
        staff: who approved them.
    """
    for key, content in instructors.items():
        answers = {
            **_TEACHER,
            "profile": {
                "headline": content.title,
                "bio_language": "en",
                "bio": content.bio_md.replace("*", ""),
            },
            "teaching": {
                "subjects": sorted(subjects.get(key, set())),
                "languages": sorted(languages.get(key, {"en"})),
            },
            "experience": {**_TEACHER["experience"], "links": ""},
        }
        review = _send(users[content.email], ReviewKind.INSTRUCTOR, answers)
        handling.claim_review(review_id=review.id, actor=staff)
        decision.approve_application(
            review_id=review.id,
            actor=staff,
            revision=Review.objects.values_list("revision", flat=True).get(id=review.id),
        )


def _send(applicant: User, kind: ReviewKind, answers: dict[str, dict[str, Any]]) -> Review:
    review_id = draft.begin_application(kind=kind, applicant=applicant, language="en")
    for step, typed in answers.items():
        draft.save_step(review_id=review_id, applicant=applicant, step=step, answers=typed)
    shown = "experience" if kind == ReviewKind.INSTRUCTOR else "gst"
    papers.add_document(
        review_id=review_id,
        applicant=applicant,
        kind=shown,
        upload=SimpleUploadedFile(f"{shown}.png", _paper(applicant.display_name)),
    )
    if kind == ReviewKind.COMPANY:
        domain = answers["company"]["domain"]
        DomainProof.objects.create(
            review_id=review_id,
            domain=domain,
            token="0" * 32,
            email=f"jignesh@{domain}",
            method=ProofMethod.EMAIL,
            proven_at=clock.now(),
        )
    review = Review.objects.get(id=review_id)
    submission.send_application(
        review_id=review_id,
        applicant=applicant,
        answers=check_answers(kind, review.answers).answers,
        terms_version=terms_for(kind).version,
    )
    return review


def _paper(name: str) -> bytes:
    """Return a picture of a paper that says of itself that it is made up."""
    sheet = Image.new("RGB", (1000, 640), "#fbfaf6")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((24, 24, 976, 616), outline="#1e40af", width=3)
    lines = (
        (70, 44, "To whom it may concern"),
        (180, 32, name),
        (260, 26, "has worked with us in sales."),
    )
    for top, size, text in (*lines, (560, 20, "A made-up paper of the demo.")):
        draw.text((70, top), text, fill="#111827", font=ImageFont.load_default(size))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return buffer.getvalue()


def _profile(learner: User) -> None:
    """Fill a fresher's profile, with a check of five weeks ago that she may take again now."""
    told: dict[ProfileStep, dict[str, object]] = {
        ProfileStep.GOAL: {"goal": "role", "wanted_role": "Inside sales executive"},
        ProfileStep.EXPERIENCE: {"experience": "fresher"},
        ProfileStep.INDUSTRY: {"industry": "b2b"},
        ProfileStep.LANGUAGE: {"language": "en"},
        ProfileStep.TIME: {"weekly_minutes": 120},
    }
    with clock.frozen(clock.now() - timedelta(days=35)):
        for step, answers in told.items():
            save_step(learner_id=learner.id, step=step, answers=answers)
        begin_check(learner_id=learner.id, language="en")
        finished, number = False, 1
        while not finished:
            # Some right, some not: which, the order of the answers decides.
            choice = "unsure" if number % 5 == 0 else str(number % 3)
            finished = answer_question(learner_id=learner.id, position=number, choice=choice)
            number += 1
