"""Issuing: a completed course becomes a signed certificate, once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from learning.assessment.api import best_percent
from learning.catalogue.api import CourseCard, cards_of_versions
from learning.credentials.enums import CertificateState
from learning.credentials.events import CertificateIssued
from learning.credentials.models import Certificate
from learning.credentials.selectors.template import Design, current_design
from learning.credentials.services.credential import Award, build_credential
from learning.credentials.services.proof import canonical_sha256
from learning.delivery.api import EnrolmentInfo, enrolment_by_id
from tenants.accounts.api import PersonInfo, people_by_id
from tenants.kernel.errors import Missing, Refused
from tenants.kernel.events import publish
from tenants.kernel.ids import readable_code, uuid7
from tenants.kernel.jobs import enqueue
from tenants.kernel.names import link, public_link
from tenants.schemas import current_tenant

# The sheet prints whole minutes; a course of a few seconds still took one.
_SECONDS = 60


@dataclass(frozen=True)
class _Facts:
    enrolment: EnrolmentInfo
    person: PersonInfo
    card: CourseCard
    design: Design
    score_percent: int | None


def issue_certificate(*, enrolment_id: UUID, issued_at: datetime) -> UUID:
    """Issue the certificate of a completed enrolment; a second time changes nothing.

    Args:
        enrolment_id: of the learner in the course.
        issued_at: the moment it is dated (UTC).

    Returns:
        The certificate's id, new or not.

    Raises:
        Missing: when there is no such enrolment.
        Refused: when a lesson is still open. Nothing is written.
    """
    with transaction.atomic():
        enrolment = enrolment_by_id(enrolment_id)
        if enrolment is None:
            raise Missing(_("There is no such enrolment."))
        if not enrolment.is_completed:
            raise Refused(_("The certificate is made when every lesson is done."))
        existing = Certificate.objects.filter(enrolment_id=enrolment_id).values("id").first()
        if existing is not None:
            return UUID(str(existing["id"]))
        certificate = _build(_gather(enrolment), issued_at)
        try:
            # Two completions at once: the second one's row is refused, and the first one counts.
            with transaction.atomic():
                certificate.save(force_insert=True)
        except IntegrityError:
            return Certificate.objects.get(enrolment_id=enrolment_id).id
        publish(_announcement(certificate))
        enqueue("credentials.render_certificate", certificate_id=certificate.id)
        return certificate.id


def _gather(enrolment: EnrolmentInfo) -> _Facts:
    return _Facts(
        enrolment=enrolment,
        person=people_by_id([enrolment.learner_id])[enrolment.learner_id],
        card=cards_of_versions([enrolment.version_id])[enrolment.version_id],
        design=current_design(),
        score_percent=best_percent(enrolment.id),
    )


def _build(facts: _Facts, issued_at: datetime) -> Certificate:
    person, card, design = facts.person, facts.card, facts.design
    certificate = Certificate(
        id=uuid7(),
        code=readable_code(),
        enrolment_id=facts.enrolment.id,
        learner_id=person.id,
        course_id=card.id,
        version_number=card.version_number,
        learner_name=person.name or person.email,
        learner_native_name=person.native_name,
        learner_native_language=person.native_language,
        course_title=card.title,
        score_percent=facts.score_percent,
        lessons_total=card.lessons_total,
        segments=[module.lessons_total for module in card.modules],
        duration_minutes=max(1, -(-card.duration_seconds // _SECONDS)),
        issuer_name=design.issuer_name,
        colour=design.colour,
        logo_key=design.logo_key,
        signatory_name=design.signatory_name,
        signatory_title=design.signatory_title,
        frame=design.frame,
        background_key=design.background_key,
        issued_at=issued_at,
        state=CertificateState.ISSUED,
    )
    certificate.credential = build_credential(_award(certificate, card))
    return certificate


def _award(certificate: Certificate, card: CourseCard) -> Award:
    tenant = current_tenant()
    return Award(
        certificate_id=certificate.id,
        course_id=card.id,
        tenant_id=None if tenant.is_public else tenant.id,
        verify_url=public_link(f"/verify/{certificate.code}/"),
        issuer_name=certificate.issuer_name,
        issuer_url=link("/"),
        learner_name=certificate.learner_name,
        learner_native_name=certificate.learner_native_name,
        course_title=certificate.course_title,
        course_summary=card.summary,
        version_number=certificate.version_number,
        score_percent=certificate.score_percent,
        lessons_total=certificate.lessons_total,
        duration_minutes=certificate.duration_minutes,
        issued_at=certificate.issued_at,
    )


def _announcement(certificate: Certificate) -> CertificateIssued:
    return CertificateIssued(
        certificate_id=certificate.id,
        code=certificate.code,
        issuer_name=certificate.issuer_name,
        learner_name=certificate.learner_name,
        learner_native_name=certificate.learner_native_name,
        learner_native_language=certificate.learner_native_language,
        course_title=certificate.course_title,
        version_number=certificate.version_number,
        score_percent=certificate.score_percent,
        lessons_total=certificate.lessons_total,
        duration_minutes=certificate.duration_minutes,
        issued_at=certificate.issued_at,
        credential_sha256=canonical_sha256(certificate.credential),
    )
