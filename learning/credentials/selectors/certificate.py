"""Certificates as pages and other apps see them."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from learning.credentials.models import Certificate
from tenants.kernel.ids import normalise_code
from tenants.kernel.statements import ANY_ID, Written


@dataclass(frozen=True)
class CertificateInfo:
    """A certificate as other apps may know it; moments are UTC."""

    id: UUID
    code: str
    learner_id: UUID
    course_id: UUID
    course_title: str
    score_percent: int | None
    issued_at: datetime
    revoked_at: datetime | None


def own_certificates(learner_id: UUID) -> "QuerySet[Certificate]":
    """Return a learner's certificates, revoked ones too, the latest first."""
    return Certificate.objects.filter(learner_id=learner_id)


def certificate_of_course(*, learner_id: UUID, course_id: UUID) -> CertificateInfo | None:
    """Return a learner's certificate in a course, or None. One query."""
    row = own_certificates(learner_id).filter(course_id=course_id).first()
    return info_of(row) if row else None


def certificates_of(learner_id: UUID) -> tuple[CertificateInfo, ...]:
    """Return a learner's certificates, the latest first. One query."""
    return tuple(CertificateInfo(*row) for row in _OWN.rows(learner_id))


def _own(learner_id: UUID) -> "QuerySet[Certificate, Any]":
    return own_certificates(learner_id).values_list(
        *(field.name for field in fields(CertificateInfo))
    )


_OWN = Written(_own, ANY_ID)


def info_of(row: Certificate) -> CertificateInfo:
    """Return the frozen form of a row."""
    return CertificateInfo(
        id=row.id,
        code=row.code,
        learner_id=row.learner_id,
        course_id=row.course_id,
        course_title=row.course_title,
        score_percent=row.score_percent,
        issued_at=row.issued_at,
        revoked_at=row.revoked_at,
    )


@dataclass(frozen=True)
class CertificateFilter:
    """What an admin looks for.

    Args:
        text: part of a name or course, or a code however typed.
        status: `valid`, `revoked` or empty for both.
        course_id: None for every course.
    """

    text: str = ""
    status: str = ""
    course_id: UUID | None = None


def all_certificates(wanted: CertificateFilter) -> "QuerySet[Certificate]":
    """Return the schema's certificates that match, the latest first, without their credentials."""
    found = Certificate.objects.defer("credential").filter(_matching(wanted.text))
    if wanted.status:
        found = found.filter(revoked_at__isnull=wanted.status == "valid")
    if wanted.course_id is not None:
        found = found.filter(course_id=wanted.course_id)
    return found


def _matching(text: str) -> Q:
    text = text.strip()
    if not text:
        return Q()
    return (
        Q(learner_name__icontains=text)
        | Q(learner_native_name__icontains=text)
        | Q(course_title__icontains=text)
        | Q(code__startswith=normalise_code(text))
    )


def counts() -> dict[str, int]:
    """Return how many certificates are `valid` and `revoked`, and `all`. Two queries."""
    every = Certificate.objects.count()
    revoked = Certificate.objects.filter(revoked_at__isnull=False).count()
    return {"all": every, "valid": every - revoked, "revoked": revoked}


def courses_with_certificates() -> list[tuple[UUID, str]]:
    """Return id and title of the courses that certificates were issued for, by title."""
    rows: Any = Certificate.objects.order_by("course__title").values_list(
        "course_id", "course__title"
    )
    return list(rows.distinct())
