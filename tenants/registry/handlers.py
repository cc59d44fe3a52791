"""What the registry writes when a company's credentials change. Delivered, in `public`.

The events are defined above this app, so their shape is said here.
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from tenants.registry.enums import ChangeKind
from tenants.registry.services import NewChange, NewEntry, add_change, add_entry
from tenants.schemas import TenantInfo


class _Certificate(Protocol):
    @property
    def certificate_id(self) -> UUID: ...
    @property
    def code(self) -> str: ...


class Issued(_Certificate, Protocol):
    """`credentials.certificate_issued`."""

    @property
    def issuer_name(self) -> str: ...
    @property
    def learner_name(self) -> str: ...
    @property
    def learner_native_name(self) -> str: ...
    @property
    def learner_native_language(self) -> str: ...
    @property
    def course_title(self) -> str: ...
    @property
    def version_number(self) -> int: ...
    @property
    def score_percent(self) -> int | None: ...
    @property
    def lessons_total(self) -> int: ...
    @property
    def duration_minutes(self) -> int: ...
    @property
    def issued_at(self) -> datetime: ...
    @property
    def credential_sha256(self) -> str: ...


class Rendered(_Certificate, Protocol):
    """`credentials.certificate_rendered`."""

    @property
    def pdf_sha256(self) -> str: ...
    @property
    def rendered_at(self) -> datetime: ...


class Revoked(_Certificate, Protocol):
    """`credentials.certificate_revoked`."""

    @property
    def reason(self) -> str: ...
    @property
    def revoked_at(self) -> datetime: ...


class Reinstated(_Certificate, Protocol):
    """`credentials.certificate_reinstated`."""

    @property
    def reinstated_at(self) -> datetime: ...


def on_certificate_issued(event: Issued, *, event_id: UUID, origin: TenantInfo) -> None:
    """Enter a certificate."""
    add_entry(
        entry=NewEntry(
            tenant_id=origin.id,
            certificate_id=event.certificate_id,
            code=event.code,
            issuer_name=event.issuer_name,
            learner_name=event.learner_name,
            learner_native_name=event.learner_native_name,
            learner_native_language=event.learner_native_language,
            course_title=event.course_title,
            version_number=event.version_number,
            score_percent=event.score_percent,
            lessons_total=event.lessons_total,
            duration_minutes=event.duration_minutes,
            issued_at=event.issued_at,
            credential_sha256=event.credential_sha256,
        )
    )


def on_certificate_rendered(event: Rendered, *, event_id: UUID, origin: TenantInfo) -> None:
    """Note the digest of the certificate's PDF."""
    add_change(
        change=NewChange(
            event_id=event_id,
            tenant_id=origin.id,
            code=event.code,
            kind=ChangeKind.RENDERED,
            pdf_sha256=event.pdf_sha256,
            at=event.rendered_at,
        )
    )


def on_certificate_revoked(event: Revoked, *, event_id: UUID, origin: TenantInfo) -> None:
    """Note that a certificate no longer holds."""
    add_change(
        change=NewChange(
            event_id=event_id,
            tenant_id=origin.id,
            code=event.code,
            kind=ChangeKind.REVOKED,
            reason=event.reason,
            at=event.revoked_at,
        )
    )


def on_certificate_reinstated(event: Reinstated, *, event_id: UUID, origin: TenantInfo) -> None:
    """Note that a certificate holds again."""
    add_change(
        change=NewChange(
            event_id=event_id,
            tenant_id=origin.id,
            code=event.code,
            kind=ChangeKind.REINSTATED,
            at=event.reinstated_at,
        )
    )
