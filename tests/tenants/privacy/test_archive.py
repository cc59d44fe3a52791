"""One's own data as a ZIP: all of it, only one's own, fetched by oneself, gone after a week."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress

from tenants.accounts.models import User
from tenants.kernel import clock, jobs, storage
from tenants.kernel.errors import Conflict, Missing
from tenants.kernel.mail import queue_mail
from tenants.kernel.models import MailMessage
from tenants.privacy.enums import ArchiveState
from tenants.privacy.models import ErasureRequest, PersonalArchive
from tenants.privacy.services.archive import KEPT_FOR, make_archive, own_archive, request_archive
from tenants.privacy.services.erasure import erase
from tenants.privacy.services.retention import keep_house
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, 9, tzinfo=UTC)


def made(person: User) -> tuple[UUID, zipfile.ZipFile]:
    archive_id = request_archive(person=person)
    jobs.run_due()
    archive = own_archive(archive_id=archive_id, person_id=person.id)
    content = storage.read(archive.key)
    assert archive.size_bytes == len(content)
    return archive_id, zipfile.ZipFile(io.BytesIO(content))


def test_it_holds_all_that_is_held(acme: TenantInfo, files: object) -> None:
    with in_tenant(acme):
        person = UserFactory.create(name="Asha Rao", email="asha@acme.example", language="hi")
        other = UserFactory.create(name="Somebody Else", email="other@acme.example")
        certificate = certificate_for(person)
        certificate_for(other)
        queue_mail(to="asha@acme.example", template="company_ready", context={"url": "/"})
        _id, archive = made(person)
        assert archive.testzip() is None
        account = json.loads(archive.read("data/accounts.user.json"))
        assert [(row["name"], "password" in row) for row in account] == [("Asha Rao", False)]
        progress = json.loads(archive.read("data/delivery.lessonprogress.json"))
        assert len(progress) == 3
        (kept,) = json.loads(archive.read("data/credentials.certificate.json"))
        assert kept["code"] == certificate.code
        (mail,) = json.loads(archive.read("data/kernel.mailmessage.json"))
        assert mail["to"] == "asha@acme.example"
        page = archive.read("index.html").decode()
        assert "Asha Rao" in page
        whole = b"".join(archive.read(name) for name in archive.namelist())
        assert b"Somebody Else" not in whole
        assert str(other.id).encode() not in whole


def test_mails_of_an_address_are_those_of_whose_it_was_then(
    acme: TenantInfo, files: object
) -> None:
    with in_tenant(acme):
        first = UserFactory.create(name="First Holder", email="sales@acme.example")
        queue_mail(to="sales@acme.example", template="company_ready", context={"name": "First"})
        first.email = "first@acme.example"
        first.save(update_fields=["email"])
        EmailAddress.objects.filter(user=first).delete()
        heir = UserFactory.create(name="Heir", email="sales@acme.example")
        queue_mail(to="sales@acme.example", template="company_ready", context={"name": "Heir"})
        queue_mail(to="nobody@acme.example", template="company_ready", context={"name": "Nobody"})

        def mails(person: User) -> list[str]:
            rows = json.loads(made(person)[1].read("data/kernel.mailmessage.json"))
            return [row["text"].strip().partition(",")[0] for row in rows]

        assert mails(first) == ["Hello First"]
        assert mails(heir) == ["Hello Heir"]
        with clock.frozen(START):
            request = ErasureRequest.objects.create(user=heir, state="waiting", due_at=START)
            erase(request_id=request.id)
        texts = MailMessage.objects.filter(template="company_ready").values_list("text", flat=True)
        assert sorted(text.strip().partition(",")[0] for text in texts) == [
            "Hello First",
            "Hello Nobody",
        ]


def test_one_at_a_time_and_nobody_elses(acme: TenantInfo, files: object) -> None:
    with in_tenant(acme):
        person, other = UserFactory.create(), UserFactory.create()
        archive_id = request_archive(person=person)
        with pytest.raises(Conflict):
            request_archive(person=person)
        with pytest.raises(Missing):
            own_archive(archive_id=archive_id, person_id=person.id)
        jobs.run_due()
        with pytest.raises(Missing):
            own_archive(archive_id=archive_id, person_id=other.id)
        assert own_archive(archive_id=archive_id, person_id=person.id).percent == 100


def test_it_goes_after_a_week(acme: TenantInfo, files: object) -> None:
    with in_tenant(acme):
        with clock.frozen(START):
            person = UserFactory.create()
            archive_id, _archive = made(person)
            key = PersonalArchive.objects.get().key
            keep_house()
            assert storage.exists(key)
        with clock.frozen(START + KEPT_FOR + timedelta(seconds=1)):
            with pytest.raises(Missing):
                own_archive(archive_id=archive_id, person_id=person.id)
            assert keep_house()["privacy.PersonalArchive"] == 1
        assert not storage.exists(key)
        assert PersonalArchive.objects.get().state == ArchiveState.EXPIRED


def test_it_goes_with_the_person(acme: TenantInfo, files: object) -> None:
    with in_tenant(acme), clock.frozen(START):
        person = UserFactory.create()
        made(person)
        key = PersonalArchive.objects.get().key
        request = ErasureRequest.objects.create(user=person, state="waiting", due_at=START)
        erase(request_id=request.id)
        jobs.run_due()
        assert not storage.exists(key)
        assert PersonalArchive.objects.count() == 0


def test_one_that_is_made_while_the_person_is_erased_leaves_nothing(
    acme: TenantInfo, files: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = []

    def store(*args: Any, **kwargs: Any) -> str:
        key = storage_store(*args, **kwargs)
        kept.append(key)
        PersonalArchive.objects.all().delete()
        return key

    storage_store = storage.store
    monkeypatch.setattr("tenants.kernel.storage.store", store)
    with in_tenant(acme):
        archive_id = request_archive(person=UserFactory.create())
        make_archive(archive_id=archive_id)
        assert [storage.exists(key) for key in kept] == [False]
        make_archive(archive_id=archive_id)
        assert len(kept) == 1
