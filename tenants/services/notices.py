"""Telling a company's owners: what became due is known in `public`, their mails are written in their schema."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from tenants.accounts.api import OwnerContact, owner_contacts
from tenants.enums import NoticeKind
from tenants.kernel.clock import now
from tenants.kernel.directory import tenant_by_id
from tenants.models import OwnerNotice, TenantStatusChange
from tenants.notify.api import notify
from tenants.schemas import TenantInfo, in_tenant
from tenants.services.wording import Told, change_words, coming_words, domain_words

PAGE = "/manage/company/"


@dataclass(frozen=True)
class _Notice:
    id: UUID
    kind: str
    facts: dict[str, str]
    change: "_Change | None"


@dataclass(frozen=True)
class _Change:
    source: str
    target: str
    mover: str
    reason: str
    until: datetime | None


def tell_owners(*, notice_id: UUID) -> None:
    """Tell every owner of a company of one notice; runs in `public`, may be repeated."""
    row = OwnerNotice.objects.get(id=notice_id)
    if row.told_at is not None:
        return
    company = tenant_by_id(row.tenant_id)
    if company is not None:
        _write(company, _read(row))
    OwnerNotice.objects.filter(id=notice_id).update(told_at=now())


def _read(row: OwnerNotice) -> _Notice:
    change = None
    if row.kind == NoticeKind.CHANGED:
        found = TenantStatusChange.objects.get(id=row.facts["change_id"])
        change = _Change(found.source, found.target, found.mover, found.reason, found.until)
    return _Notice(row.id, row.kind, row.facts, change)


def _write(company: TenantInfo, notice: _Notice) -> None:
    with in_tenant(company), transaction.atomic():
        for owner in owner_contacts():
            _write_one(company, notice, owner)


def _write_one(company: TenantInfo, notice: _Notice, owner: OwnerContact) -> None:
    language = owner.language or company.locale
    with translation.override(language), timezone.override(company.time_zone):
        words = _words(company, notice)
    notify(
        to=owner.id,
        kind="company.domain" if notice.kind == NoticeKind.DOMAIN else "company.standing",
        context={
            "headline": words.subject,
            "opening": words.paragraphs[0],
            "paragraphs": words.paragraphs[1:],
            "points": [],
            "after": [],
            "button": words.action,
        },
        dedupe_key=f"life:{notice.id}",
        url=PAGE,
        about=f"company:{company.id}",
        language=language,
    )


def _words(company: TenantInfo, notice: _Notice) -> Told:
    if notice.change is not None:
        change = notice.change
        return change_words(
            company=company.name,
            source=change.source,
            target=change.target,
            mover=change.mover,
            reason=change.reason,
            until=change.until,
        )
    if notice.kind == NoticeKind.COMING:
        return coming_words(
            company=company.name,
            status=notice.facts["status"],
            until=datetime.fromisoformat(notice.facts["until"]),
        )
    return domain_words(domain=notice.facts["domain"], what=notice.facts["what"])
