"""A certificate's facts as an Open Badges 3.0 AchievementCredential, signed.

Sources: 1EdTech Open Badges 3.0, appendix B (data model: AchievementCredential, AchievementSubject,
Achievement, Result, IdentityObject, Profile); W3C Verifiable Credentials Data Model 2.0, sections 4.3
to 4.9 (contexts, identifiers, types, name, issuer, subject, validity period).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from learning.credentials.services.keys import issuer_did, signing_seed, verification_method
from learning.credentials.services.proof import sign_document

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


@dataclass(frozen=True)
class Award:
    """What is certified.

    Args:
        tenant_id: the company's; None on the marketplace.
        verify_url: where anyone can check it; the credential's identifier.
        score_percent: 0 to 100, None where the course has no quiz.
        duration_minutes: of the course as published.
        issued_at: UTC.
    """

    certificate_id: UUID
    course_id: UUID
    tenant_id: UUID | None
    verify_url: str
    issuer_name: str
    issuer_url: str
    learner_name: str
    learner_native_name: str
    course_title: str
    course_summary: str
    version_number: int
    score_percent: int | None
    lessons_total: int
    duration_minutes: int
    issued_at: datetime


def build_credential(award: Award) -> dict[str, Any]:
    """Return the signed credential of an award."""
    did = issuer_did(award.tenant_id)
    moment = award.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": award.verify_url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {
            "id": did,
            "type": ["Profile"],
            "name": award.issuer_name,
            "url": award.issuer_url,
        },
        "validFrom": moment,
        "name": award.course_title,
        "credentialSubject": _subject(award),
    }
    return sign_document(
        document,
        seed=signing_seed(),
        verification_method=verification_method(did),
        created=moment,
    )


def _subject(award: Award) -> dict[str, Any]:
    result_id = f"urn:uuid:{award.course_id}#score"
    achievement: dict[str, Any] = {
        "id": f"urn:uuid:{award.course_id}",
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": award.course_title,
        "version": str(award.version_number),
        "description": award.course_summary or award.course_title,
        "criteria": {"narrative": _criteria(award)},
    }
    subject: dict[str, Any] = {
        "id": f"urn:uuid:{award.certificate_id}",
        "type": ["AchievementSubject"],
        "identifier": [
            _identity(name) for name in (award.learner_name, award.learner_native_name) if name
        ],
        "achievement": achievement,
    }
    if award.score_percent is not None:
        achievement["resultDescription"] = [
            {
                "id": result_id,
                "type": ["ResultDescription"],
                "name": "Quiz score",
                "resultType": "Percent",
            }
        ]
        subject["result"] = [
            {
                "type": ["Result"],
                "resultDescription": result_id,
                "value": str(award.score_percent),
            }
        ]
    return subject


def _identity(name: str) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": name,
        "identityType": "name",
    }


def _criteria(award: Award) -> str:
    lessons = "1 lesson" if award.lessons_total == 1 else f"{award.lessons_total} lessons"
    text = f"Completed all of the course: {lessons}, {award.duration_minutes} minutes."
    return text if award.score_percent is None else f"{text} Passed its quizzes."
