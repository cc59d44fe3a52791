"""An archive of everything a company has here, for its owners: asked for, made by a job, gone after a week."""

import hashlib
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprise.models import CompanyExport, ExportState
from enterprise.policies.company import may_own_company
from enterprise.services.company_archive import FOLDER, write_archive
from tenants.accounts.api import User, owner_contacts, require
from tenants.kernel import audit, signing, storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing
from tenants.kernel.jobs import enqueue
from tenants.notify.api import notify
from tenants.schemas import current_tenant

KEPT_FOR = timedelta(days=7)
# How long the link on the page is good; a new page has a new one.
LINK_SECONDS = 3600
_PURPOSE = "company.export"
_CHUNK_BYTES = 1024 * 1024


def begin_export(*, actor: User) -> UUID:
    """Have an archive made, unless one is being made already.

    Returns:
        The id of the archive.

    Raises:
        Refused: when the actor is no owner.
    """
    require(actor, may_own_company)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = CompanyExport.objects.create(requested_by=actor)
        except IntegrityError:
            return CompanyExport.objects.get(state=ExportState.RUNNING).id
        audit.record("company.export_started", actor=actor, target=current_tenant().name)
        enqueue("enterprise.export_company", export_id=row.id)
    return row.id


def make_export(*, export_id: UUID) -> None:
    """Write the archive and tell the owners. In a worker, outside any transaction; may be repeated."""
    row = CompanyExport.objects.filter(id=export_id, state=ExportState.RUNNING).first()
    if row is None:
        return

    def tell(percent: int, doing: str) -> None:
        CompanyExport.objects.filter(id=export_id).update(percent=percent, doing=doing[:120])

    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive.zip"
        counts = write_archive(path, tell=tell)
        digest, size = _digest(path), path.stat().st_size
        key = storage.store(f"{FOLDER}/{export_id}.zip", path, content_type="application/zip")
    moment = now()
    with transaction.atomic():
        done = CompanyExport.objects.filter(id=export_id, state=ExportState.RUNNING).update(
            state=ExportState.READY,
            percent=100,
            doing="",
            finished_at=moment,
            expires_at=moment + KEPT_FOR,
            key=key,
            size_bytes=size,
            sha256=digest,
            rows=counts.rows,
            files=counts.files,
        )
        if done:
            enqueue("enterprise.expire_export", run_after=moment + KEPT_FOR, export_id=export_id)
            _tell_owners(export_id)


def export_failed(*, export_id: UUID) -> None:
    """Say on the archive that it could not be made."""
    CompanyExport.objects.filter(id=export_id, state=ExportState.RUNNING).update(
        state=ExportState.FAILED, finished_at=now()
    )


def expire_export(*, export_id: UUID) -> None:
    """Remove the file of an archive whose week is over."""
    row = CompanyExport.objects.filter(id=export_id, state=ExportState.READY).first()
    if row is None or row.expires_at is None or row.expires_at > now():
        return
    storage.delete(row.key)
    CompanyExport.objects.filter(id=export_id).update(state=ExportState.EXPIRED, key="")


def download_token(*, export_id: UUID, actor: User) -> str:
    """Return what opens an archive for this owner for an hour."""
    payload = {"export": str(export_id), "person": str(actor.id)}
    return signing.sign(_PURPOSE, payload, max_age_seconds=LINK_SECONDS)


def is_good_link(*, export_id: UUID, token: str, actor: User) -> bool:
    """Whether a link is this owner's for this archive, and not too old.

    Raises:
        Missing: when there is no such archive here.
    """
    if not CompanyExport.objects.filter(id=export_id).exists():
        raise Missing(_("There is no such archive."))
    try:
        payload = signing.unsign(_PURPOSE, token)
    except signing.BadToken:
        return False
    return payload == {"export": str(export_id), "person": str(actor.id)}


def open_export(*, export_id: UUID, token: str, actor: User) -> CompanyExport:
    """Return an archive that may be downloaded, after writing down who did.

    Raises:
        Missing: when there is none, or the token is not this owner's for it, or is too old.
        Refused: when the actor is no owner.
    """
    require(actor, may_own_company)
    row = CompanyExport.objects.filter(id=export_id, state=ExportState.READY).first()
    good = row is not None and is_good_link(export_id=export_id, token=token, actor=actor)
    if row is None or not good or not storage.exists(row.key):
        raise Missing(_("This link is no longer good. Take a new one from the page."))
    audit.record("company.export_downloaded", actor=actor, target=current_tenant().name)
    return row


def _tell_owners(export_id: UUID) -> None:
    notify(
        to=[owner.id for owner in owner_contacts()],
        kind="company.export_ready",
        context={"days": KEPT_FOR.days},
        dedupe_key=f"export:{export_id}",
        url="/manage/company/#archive",
        about=f"export:{export_id}",
    )


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
