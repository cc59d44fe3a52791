"""Sending an application, answering what was asked, withdrawing it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from public_site.company_numbers import parse_gstin
from public_site.deadline import first_deadline, resumed
from public_site.enums import EntryKind, ReviewKind, ReviewState
from public_site.models import DomainProof, Review, Submission, VerifiedEmployer
from public_site.services.review import letters
from public_site.services.review.draft import editable
from public_site.services.review.papers import drop_removed
from public_site.services.review.rows import locked_own, record
from public_site.terms import terms_for
from tenants.accounts.api import User
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid

LONGEST_REPLY = 4000


def send_application(
    *, review_id: UUID, applicant: User, answers: dict[str, Any], terms_version: str
) -> None:
    """Send a draft for review; the 48 hours begin.

    Args:
        review_id: the applicant's own application.
        applicant: who sends.
        answers: checked and cleaned by the forms, by step; kept as they are, for good.
        terms_version: the version of the terms that was shown and agreed to.

    Raises:
        Missing: they have no such application.
        Conflict: it was sent already.
        Invalid: something is missing that no form asks for: documents, video, proof of the website
            (field: the step's name), or the terms have changed meanwhile (`consent`).
    """
    moment = now()
    with transaction.atomic():
        review = editable(review_id, applicant)
        if review.state != ReviewState.DRAFT:
            raise Conflict(_("This application was sent already. Answer the questions instead."))
        _require_whole(review, answers, terms_version)
        review.title = _title(review, answers)
        review.state = ReviewState.WAITING
        review.submitted_at = moment
        review.due_at = first_deadline(moment)
        _keep(review, answers, moment)
        entry = record(review, EntryKind.SUBMITTED, actor=applicant, details={"number": 1})
        letters.tell(review, entry, letters.received)


def save_replies(*, review_id: UUID, applicant: User, replies: dict[UUID, str]) -> None:
    """Keep answers to the open questions as a draft; ids that are not among them are left out.

    Raises:
        Missing: they have no such application.
        Conflict: nothing is asked now.
    """
    with transaction.atomic():
        review = locked_own(review_id, applicant)
        if review.state != ReviewState.ASKED:
            raise Conflict(_("Nothing is asked of you now."))
        for question in review.questions.filter(answered_at=None):
            if question.id in replies:
                question.answer = replies[question.id].strip()[:LONGEST_REPLY]
                question.save(update_fields=["answer"])


def answer_questions(
    *,
    review_id: UUID,
    applicant: User,
    answers: dict[str, Any],
    terms_version: str,
) -> None:
    """Send the answers, with the application as it is now; the clock goes on.

    Raises:
        Missing: they have no such application.
        Conflict: nothing is asked now, or it was answered already.
        Invalid: (`question-<id>`) an answer is missing; or as `send_application`.
    """
    moment = now()
    with transaction.atomic():
        review = locked_own(review_id, applicant)
        if review.state != ReviewState.ASKED or review.left_seconds is None:
            raise Conflict(_("Nothing is asked of you now."))
        questions = list(review.questions.filter(answered_at=None))
        for question in questions:
            if not question.answer:
                raise Invalid(_("Answer this question."), field=f"question-{question.id}")
        _require_whole(review, answers, terms_version)
        for question in questions:
            question.answered_at = moment
            question.save(update_fields=["answered_at"])
        review.title = _title(review, answers)
        review.state = ReviewState.WAITING
        review.due_at = resumed(review.left_seconds, moment)
        review.left_seconds = None
        number = _keep(review, answers, moment)
        entry = record(review, EntryKind.ANSWERED, actor=applicant, details={"number": number})
        letters.tell_reviewer(review, entry)


def withdraw_application(*, review_id: UUID, applicant: User) -> None:
    """Take one's application back before it is decided. A draft that was never sent just ends.

    Raises:
        Missing: they have no such application.
        Conflict: it is decided already.
    """
    with transaction.atomic():
        review = locked_own(review_id, applicant)
        if review.state not in (ReviewState.DRAFT, ReviewState.WAITING, ReviewState.ASKED):
            raise Conflict(_("This application is decided already."))
        review.state = ReviewState.WITHDRAWN
        review.due_at = review.left_seconds = None
        review.revision += 1
        review.updated_at = now()
        review.save()
        record(review, EntryKind.WITHDRAWN, actor=applicant)


def missing_parts(review: Review, answers: dict[str, Any]) -> dict[str, str]:
    """Return what an application lacks beside its forms: the step's name and what to do there."""
    missing: dict[str, str] = {}
    if not review.documents.filter(removed_at=None).exists():
        missing["papers"] = _("Add at least one document.")
    if review.kind == ReviewKind.INSTRUCTOR:
        is_video = answers.get("sample", {}).get("sample_kind") == "video"
        if is_video and review.sample_media_id is None:
            missing["sample"] = _("Upload the video, or write the lesson as a text.")
    else:
        domain = answers.get("company", {}).get("domain", "")
        proof = DomainProof.objects.filter(
            review=review, domain=domain, proven_at__isnull=False
        ).first()
        if not domain or proof is None:
            missing["proof"] = _("Show that the website is the company's.")
    return missing


def _require_whole(review: Review, answers: dict[str, Any], terms_version: str) -> None:
    for step, problem in missing_parts(review, answers).items():
        raise Invalid(problem, field=step)
    if terms_version != terms_for(review.kind).version:
        raise Invalid(
            _("The terms have changed. Read and confirm the new ones below."), field="consent"
        )
    if review.kind == ReviewKind.COMPANY:
        gstin = parse_gstin(answers["company"]["gstin"]).number
        if VerifiedEmployer.objects.filter(gstin=gstin, withdrawn_at=None).exists():
            raise Invalid(
                _("A company with this GSTIN is verified already. Ask its recruiter, or us."),
                field="company",
            )


def _title(review: Review, answers: dict[str, Any]) -> str:
    if review.kind == ReviewKind.COMPANY:
        return str(answers["company"]["company_name"])[:200]
    return review.applicant.display_name[:200]


def _keep(review: Review, answers: dict[str, Any], moment: Any) -> int:
    terms = terms_for(review.kind)
    number = review.submissions.count() + 1
    Submission.objects.create(
        review=review,
        number=number,
        answers={**answers, "media_id": str(review.sample_media_id or "")},
        documents=[
            {"id": str(row.id), "kind": row.kind, "name": row.name, "sha256": row.sha256}
            for row in review.documents.filter(removed_at=None)
        ],
        terms_version=terms.version,
        terms_sha256=terms.digest,
        at=moment,
    )
    drop_removed(review)
    review.revision += 1
    review.updated_at = moment
    review.save()
    return number
