"""A copy of all that is held about a person, as one ZIP with JSON and files.

GDPR, articles 15 and 20; DPDP Act 2023, section 11. The archive is written table by table to a file on
disk, so that its size does not count against memory.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from tenants.accounts.api import User
from tenants.kernel import storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Missing
from tenants.kernel.jobs import enqueue
from tenants.kernel.personal import Held
from tenants.privacy.enums import ArchiveState
from tenants.privacy.holdings import holdings_here, rows_about
from tenants.privacy.models import PersonalArchive
from tenants.privacy.subjects import subject_of
from tenants.schemas import current_tenant

KEPT_FOR = timedelta(days=7)


def request_archive(*, person: User) -> UUID:
    """Have a person's archive made by a job.

    Returns:
        The archive's id, by which its progress is followed.

    Raises:
        Conflict: while one is being made already.
    """
    try:
        with transaction.atomic():
            archive = PersonalArchive.objects.create(user=person)
            enqueue("privacy.make_archive", archive_id=archive.id)
    except IntegrityError as error:
        raise Conflict(_("Your archive is being made already."), code="waiting") from error
    return archive.id


def make_archive(*, archive_id: UUID) -> None:
    """Write the ZIP and say that it is there; done again, it replaces what a crash left."""
    archive = PersonalArchive.objects.select_related("user").filter(id=archive_id).first()
    # Gone with the person it is about, or made already.
    if archive is None or archive.state != ArchiveState.WAITING:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.zip"
        with override(archive.user.language or current_tenant().locale):
            _write(path, archive)
        key = storage.store(
            f"privacy/archives/{archive.id}.zip", path, content_type="application/zip"
        )
        size = path.stat().st_size
    with transaction.atomic():
        is_wanted = PersonalArchive.objects.filter(id=archive_id).update(
            state=ArchiveState.READY,
            percent=100,
            key=key,
            size_bytes=size,
            finished_at=now(),
            expires_at=now() + KEPT_FOR,
        )
    # Whom it is about was erased meanwhile.
    if not is_wanted:
        storage.delete(key)


def give_up_archive(*, archive_id: UUID) -> None:
    """Say that it could not be made, so that it can be asked for again."""
    PersonalArchive.objects.filter(id=archive_id, state=ArchiveState.WAITING).update(
        state=ArchiveState.FAILED, finished_at=now()
    )


def own_archive(*, archive_id: UUID, person_id: UUID) -> PersonalArchive:
    """Return an archive for its owner to fetch.

    Raises:
        Missing: when this person has no such archive, or it is not there (any more).
    """
    archive = PersonalArchive.objects.filter(
        id=archive_id, user_id=person_id, state=ArchiveState.READY, expires_at__gt=now()
    ).first()
    if archive is None:
        raise Missing(_("There is no such archive."))
    return archive


def _write(path: Path, archive: PersonalArchive) -> None:
    subject, holdings = subject_of(archive.user_id), holdings_here()
    chapters: list[dict[str, Any]] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for position, held in enumerate(holdings):
            name = f"data/{held.model.lower()}.json"
            count, files = 0, []
            with target.open(name, "w") as out:
                out.write(b"[")
                for row in rows_about(held, subject).iterator(chunk_size=500):
                    out.write(b",\n" if count else b"\n")
                    out.write(_as_json(row, held))
                    files += [key for field in held.files if (key := getattr(row, field))]
                    count += 1
                out.write(b"\n]\n")
            kept = [entry for key in files if (entry := _copy(key, target))]
            chapters.append({"held": held, "rows": count, "file": name, "files": kept})
            PersonalArchive.objects.filter(id=archive.id).update(
                percent=(position + 1) * 99 // len(holdings)
            )
        page = render_to_string(
            "privacy/archive.html",
            {"chapters": chapters, "person": archive.user, "made_at": now(), "place": _place()},
        )
        target.writestr("index.html", page)


def _as_json(row: Model, held: Held) -> bytes:
    fields = {
        field.name: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in held.leave_out
    }
    return json.dumps(fields, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def _copy(key: str, target: zipfile.ZipFile) -> str:
    """Copy a file of ours into the archive; one that is gone is left out."""
    name = f"files/{'/'.join(PurePosixPath(key).parts[1:])}"
    if name in target.namelist() or not storage.exists(key):
        return ""
    with storage.open_file(key) as source, target.open(name, "w") as out:
        for chunk in _chunks(source):
            out.write(chunk)
    return name


def _chunks(source: Any) -> Iterator[bytes]:
    while chunk := source.read(1024 * 1024):
        yield chunk


def _place() -> str:
    return current_tenant().name
