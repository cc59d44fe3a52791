"""An import that breaks half-way: nobody was made, and it can be gone on with."""

from typing import Any
from uuid import UUID

import pytest

from enterprise.models import Department, ImportState
from enterprise.selectors.people_import import rows_done
from enterprise.services import people_import as service
from enterprise.services import people_upload as upload_service
from tenants.accounts.api import Role, User
from tenants.kernel.jobs import perform
from tenants.kernel.models import AuditEntry, Job, JobState
from tenants.schemas import TenantInfo, in_tenant
from tests.enterprise.services.test_people_import import GOOD, fates, go, upload
from tests.factories.accounts import UserFactory


def test_a_job_that_dies_gives_the_import_back(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something nobody thought of, twice: the import is open again, and nobody was made."""
    monkeypatch.setattr(service, "AT_ONCE", 3)
    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = go(upload(GOOD, admin), admin, agreed=4)
        row.rows.filter(line=3).update(values=["no", "mapping"])
        job = Job.objects.get(name="enterprise.run_people_import")
        assert perform(job.id) == JobState.QUEUED
        row.refresh_from_db()
        assert row.state == ImportState.RUNNING
        Job.objects.update(run_after=admin.date_joined)
        assert perform(job.id) == JobState.FAILED
        row.refresh_from_db()
        assert (row.state, User.objects.count()) == (ImportState.OPEN, 1)
        assert "broke off" in row.error


def test_what_breaks_after_people_were_made_unmakes_them(
    acme: TenantInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction: the second batch fails, and the first with its teams and progress is as if never done."""
    monkeypatch.setattr(upload_service, "BATCH", 2)
    made: list[int] = []
    told: list[int | None] = []
    apply = service.apply_rows

    def apply_once(*args: Any, **more: Any) -> list[UUID]:
        if made:
            told.append(rows_done(row.id))
            raise RuntimeError("the machine stops here")
        found = apply(*args, **more)
        made.append(User.objects.count())
        return found

    with in_tenant(acme):
        admin = UserFactory(roles=[Role.ADMIN])
        row = upload(GOOD, admin)
        monkeypatch.setattr(service, "apply_rows", apply_once)
        with pytest.raises(RuntimeError):
            go(row, admin, agreed=4)
        row.refresh_from_db()
        assert (made, told) == ([3], [2])  # two people beside the admin were there, and said so
        assert (User.objects.count(), Department.objects.count()) == (1, 0)
        assert (row.state, {fate for _line, fate in fates(row)}) == (ImportState.OPEN, {"create"})
        assert AuditEntry.objects.filter(action="people.imported").count() == 0
        monkeypatch.setattr(service, "apply_rows", apply)
        go(row, admin, agreed=4)
        assert User.objects.count() == 5
