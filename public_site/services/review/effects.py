"""What an approval makes, and how it is unmade."""

import unicodedata
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from public_site.enums import ReviewKind
from public_site.models import InstructorProfile, Review, VerifiedEmployer
from tenants.accounts.api import Role, User, grant_platform_role, withdraw_platform_role
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Missing

_ROLES = {ReviewKind.INSTRUCTOR: Role.INSTRUCTOR, ReviewKind.COMPANY: Role.RECRUITER}


def apply_approval(review: Review, actor: User) -> dict[str, Any]:
    """Grant the role and write the record, in the decision's transaction.

    Returns:
        What the history remembers: whether the role was new.

    Raises:
        Conflict: a company with this GSTIN is verified already.
    """
    submission = review.submissions.order_by("-number").first()
    if submission is None:
        raise Missing(_("There is no such application."))
    role = _ROLES[ReviewKind(review.kind)]
    granted = grant_platform_role(person_id=review.applicant_id, role=role, actor=actor)
    if review.kind == ReviewKind.INSTRUCTOR:
        _make_instructor(review, submission.answers)
    else:
        _make_employer(review, submission.answers, actor)
    return {"role": str(role), "granted": granted}


def reverse_approval(review: Review, actor: User, *, granted: bool) -> None:
    """Take back what the approval made; a role they had before stays."""
    moment = now()
    if granted:
        withdraw_platform_role(
            person_id=review.applicant_id, role=_ROLES[ReviewKind(review.kind)], actor=actor
        )
    if review.kind == ReviewKind.INSTRUCTOR:
        InstructorProfile.objects.filter(review=review).update(withdrawn_at=moment)
    else:
        VerifiedEmployer.objects.filter(review=review).update(withdrawn_at=moment)


def _make_instructor(review: Review, answers: dict[str, Any]) -> None:
    existing = InstructorProfile.objects.filter(user_id=review.applicant_id).first()
    slug = (existing and existing.slug) or _instructor_slug(review.applicant.display_name)
    InstructorProfile.objects.update_or_create(
        user_id=review.applicant_id,
        defaults={
            "slug": slug,
            "review": review,
            "headline": answers["profile"]["headline"],
            "bio": answers["profile"]["bio"],
            "bio_language": answers["profile"]["bio_language"],
            "subjects": answers["teaching"]["subjects"],
            "languages": answers["teaching"]["languages"],
            "since": now(),
            "withdrawn_at": None,
        },
    )


def _make_employer(review: Review, answers: dict[str, Any], actor: User) -> None:
    company = answers["company"]
    others = VerifiedEmployer.objects.exclude(review=review)
    if others.filter(gstin=company["gstin"], withdrawn_at=None).exists():
        raise Conflict(_("A company with this GSTIN is verified already."))
    existing = VerifiedEmployer.objects.filter(review=review).first()
    VerifiedEmployer.objects.update_or_create(
        review=review,
        defaults={
            "recruiter_id": review.applicant_id,
            "slug": existing.slug if existing else _employer_slug(company["company_name"]),
            "name": company["company_name"],
            "gstin": company["gstin"],
            "cin": company["cin"],
            "domain": company["domain"],
            "proven_by": review.proof.method,
            "about": company["about"],
            "city": company["city"],
            "verified_at": now(),
            "verified_by": actor,
            "withdrawn_at": None,
            "updated_at": now(),
        },
    )


def _employer_slug(name: str) -> str:
    stem = slugify(name)[:120] or "company"
    taken = VerifiedEmployer.objects.filter(slug__startswith=stem)
    return _first_free(stem, set(taken.values_list("slug", flat=True)))


def _instructor_slug(name: str) -> str:
    # A name without any Latin letter gets a plain word, as addresses are typed and read aloud.
    stem = slugify(unicodedata.normalize("NFKD", name))[:120] or "instructor"
    taken = InstructorProfile.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    return _first_free(stem, {slug for slug in taken if slug})


def _first_free(stem: str, taken: set[str]) -> str:
    number, slug = 2, stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
