"""The page about the company itself: where it stands, what is on its way, what it went through."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from enterprise.models import CompanyExport, ExportState
from enterprise.services.company_export import download_token
from tenants.accounts.api import User, people_by_id
from tenants.api import Change, CompanyLife, company_life, pending_requests
from tenants.kernel.words import day_year
from tenants.schemas import current_tenant, in_public

_MOST_ARCHIVES = 5
_TONES = {
    "trial": "brand",
    "active": "good",
    "past_due": "brand",
    "suspended": "bad",
    "closed": "bad",
}


@dataclass(frozen=True)
class Archive:
    """An archive as its owner sees it; `token` opens it, for an hour."""

    id: Any
    state: str
    percent: int
    doing: str
    requested_at: datetime
    requested_by: str
    expires_at: datetime | None
    size_bytes: int
    rows: int
    files: int
    sha256: str
    token: str


@dataclass(frozen=True)
class CompanyPage:
    """All that the page shows; `pending` are names of events that wait for the directory."""

    life: CompanyLife
    pending: tuple[str, ...]
    archives: tuple[Archive, ...]
    headline: str
    outlook: str
    tone: str
    timeline: tuple[dict[str, Any], ...]

    @property
    def is_changing(self) -> bool:
        """Whether the standing itself is on its way to another."""
        return any(
            name in self.pending for name in ("tenants.closing_asked", "tenants.reopening_asked")
        )

    @property
    def is_exporting(self) -> bool:
        """Whether an archive is being made; a second one would be the same."""
        return any(one.state == ExportState.RUNNING for one in self.archives)

    @property
    def is_busy(self) -> bool:
        """Whether the page will soon have something new to say."""
        looking = any(
            claim.checked_at is None and claim.state == "pending" for claim in self.life.claims
        )
        return (
            bool(self.pending)
            or looking
            or any(one.state == ExportState.RUNNING for one in self.archives)
        )


def company_page(user: User) -> CompanyPage:
    """Return what an owner sees of the company."""
    company_id = current_tenant().id
    with in_public():
        life = company_life(company_id)
    assert life is not None
    return CompanyPage(
        life=life,
        pending=pending_requests(),
        archives=_archives(user),
        headline=headline(life),
        outlook=outlook(life),
        tone=_TONES.get(life.status, ""),
        timeline=_timeline(life),
    )


def headline(life: CompanyLife) -> str:
    """Return where the company stands, in a sentence."""
    facts = {"day": day_year(life.until)}
    if life.status == "trial":
        return _("Trial until %(day)s") % facts if life.until else _("Trial")
    if life.status == "past_due":
        ended = bool(life.changes) and life.changes[0].source == "trial"
        return _("The trial is over") if ended else _("Needs settling")
    return life.status_label


def outlook(life: CompanyLife) -> str:
    """Return what comes next and when, and what an owner can do about it."""
    facts = {"day": day_year(life.until)}
    if life.status == "trial":
        return _(
            "Then everything goes on for a while, and is suspended if nobody activates it. "
            "Payments are not part of the product yet: write to us, and we activate your company."
        )
    if life.status == "past_due":
        return (
            _(
                "Everything goes on as before until %(day)s; then the company is suspended. "
                "Write to us, and we activate it."
            )
            % facts
        )
    if life.status == "suspended":
        after = _(" Without a change it is closed on %(day)s.") % facts if life.until else ""
        return (
            _(
                "Your people see a page that says so. Nothing is deleted, and everybody goes on where "
                "they were once it is open. Write to us to get it going, or take an archive."
            )
            + after
        )
    if life.status == "closed":
        return (
            _(
                "Nobody but owners can get in. Until %(day)s you can take an archive of everything, or "
                "open the company again. After that its data is erased for good; certificates that "
                "were issued stay verifiable."
            )
            % facts
        )
    return _("Nothing is due by date.")


def _archives(user: User) -> tuple[Archive, ...]:
    rows = CompanyExport.objects.select_related("requested_by")[:_MOST_ARCHIVES]
    return tuple(
        Archive(
            id=row.id,
            state=row.state,
            percent=row.percent,
            doing=row.doing,
            requested_at=row.requested_at,
            requested_by=row.requested_by.display_name if row.requested_by else "",
            expires_at=row.expires_at,
            size_bytes=row.size_bytes,
            rows=row.rows,
            files=row.files,
            sha256=row.sha256,
            token=download_token(export_id=row.id, actor=user)
            if row.state == ExportState.READY
            else "",
        )
        for row in rows
    )


def _timeline(life: CompanyLife) -> tuple[dict[str, Any], ...]:
    """Return the changes, newest first; owners by the names they have here."""
    names = {
        person_id: person.name
        for person_id, person in people_by_id(
            {
                change.actor_id
                for change in life.changes
                if change.actor_id and change.mover == "owner"
            }
        ).items()
    }
    items = [
        {
            "when": change.at,
            "title": change.target_label,
            "text": _told(change, names.get(change.actor_id, "") if change.actor_id else ""),
            "tone": _TONES.get(change.target, ""),
        }
        for change in life.changes
    ]
    begun = {"when": life.created_at, "title": _("Company started"), "text": "", "tone": "good"}
    return (*items, begun)


def _told(change: Change, owner: str) -> str:
    who = {
        "owner": owner or _("An owner"),
        "staff": _("Sales Mastery Hub"),
        "clock": _("By date"),
        "system": _("Set up"),
        "billing": _("Billing"),
    }[change.mover]
    return f"{who}: {change.reason}" if change.reason else str(who)
