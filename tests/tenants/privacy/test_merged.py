"""Two accounts that became one: one person's data, one wish to be forgotten, and nothing kept for ever."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from enterprise.services.merging import merge_members
from tenants.accounts.enums import Role
from tenants.accounts.models import PhoneNumber, SignInRecord, User
from tenants.api_access.models import AccessToken
from tenants.kernel import clock, storage
from tenants.kernel.jobs import run_due
from tenants.kernel.models import MailMessage, TextMessage
from tenants.notify.models import Notification
from tenants.privacy.enums import ErasureState
from tenants.privacy.models import ErasureRequest, PersonalArchive
from tenants.privacy.services.archive import request_archive
from tenants.privacy.services.erasure import erase, request_erasure
from tenants.privacy.services.merged import KEPT_FOR, forget_merged
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.notify import tell
from tests.factories.tokens import personal_token

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, 9, tzinfo=UTC)


def two(**change: Any) -> tuple[User, User]:
    kept = UserFactory(name="Asha Rao", email="asha@acme.example")
    gone = UserFactory(name="A. Rao", email="rao@acme.example", **change)
    tell(gone, key="before")
    MailMessage.objects.create(to=gone.email, template="t", subject="to the other account")
    SignInRecord.objects.create(user_id=gone.id, method="password", outcome="done", at=START)
    PhoneNumber.objects.create(user=gone, number="+919812345678", changed_at=START)
    TextMessage.objects.create(
        to="+919812345678", channel="sms", template="sign_in_code", body="to the other account"
    )
    return kept, gone


def merge(kept: User, gone: User, *fields: str) -> None:
    owner = UserFactory(roles=[Role.OWNER])
    merge_members(kept_id=kept.id, gone_id=gone.id, from_gone=fields, actor=owner)


def test_the_archive_holds_what_was_theirs_before(acme: TenantInfo, files: Path) -> None:
    with in_tenant(acme):
        kept, gone = two()
        stranger = UserFactory()
        tell(stranger, key="of a stranger")
        # Taking the other's address over must not lose the mails to one's own.
        MailMessage.objects.create(to=kept.email, template="t", subject="to the first address")
        merge(kept, gone, "email")
        request_archive(person=kept)
        run_due()
        with storage.open_file(PersonalArchive.objects.get().key) as source:
            archive = zipfile.ZipFile(io.BytesIO(source.read()))

        def rows(model: str) -> list[dict[str, Any]]:
            return list(json.loads(archive.read(f"data/{model}.json")))

        assert {row["id"] for row in rows("accounts.user")} == {str(kept.id), str(gone.id)}
        assert [row["user"] for row in rows("notify.notification")] == [str(gone.id)]
        assert len(rows("accounts.signinrecord")) == 1
        subjects = {row["subject"] for row in rows("kernel.mailmessage")}
        assert {"to the other account", "to the first address"} <= subjects
        assert [row["body"] for row in rows("kernel.textmessage")] == ["to the other account"]


def test_erasing_the_person_erases_both(acme: TenantInfo) -> None:
    with in_tenant(acme), clock.frozen(START):
        kept, gone = two()
        stranger = UserFactory(email="other@acme.example")
        merge(kept, gone)
        request = ErasureRequest.objects.create(user=kept, state="waiting", due_at=START)
        erase(request_id=request.id)
        names = User.objects.filter(id__in=[kept.id, gone.id]).values_list("name", "email")
        assert set(names) == {("Erased person", None)}
        assert not Notification.objects.filter(user=gone).exists()
        assert not TextMessage.objects.exists()
        assert not MailMessage.objects.filter(to="rao@acme.example").exists()
        assert User.objects.get(id=stranger.id).email == "other@acme.example"


def test_a_wish_to_be_forgotten_outlives_the_merging(acme: TenantInfo) -> None:
    with in_tenant(acme), clock.frozen(START):
        kept, gone = two()
        request_erasure(person=gone)
        merge(kept, gone)
        assert ErasureRequest.objects.get().user_id == kept.id
        one, other = UserFactory(), UserFactory()
        request_erasure(person=one)
        request_erasure(person=other)
        merge(one, other)
        states = dict(
            ErasureRequest.objects.filter(user__in=[one, other]).values_list("user", "state")
        )
        assert states == {one.id: ErasureState.ASKED, other.id: ErasureState.CANCELLED}


def test_tokens_of_the_other_account_end(acme: TenantInfo) -> None:
    with in_tenant(acme):
        kept, gone = two()
        personal_token(gone)
        personal_token(kept)
        merge(kept, gone)
        assert AccessToken.objects.get(owner=gone).revoked_at is not None
        assert AccessToken.objects.get(owner=kept).revoked_at is None


def test_an_account_merged_away_is_emptied_after_a_while(acme: TenantInfo) -> None:
    with in_tenant(acme):
        with clock.frozen(START):
            kept, gone = two(employee_id="E-7")
            merge(kept, gone)
        with clock.frozen(START + KEPT_FOR):
            assert forget_merged() == 0
        assert User.objects.get(id=gone.id).name == "A. Rao"
        with clock.frozen(START + KEPT_FOR + timedelta(seconds=1)):
            assert forget_merged() == 1
            assert forget_merged() == 0
        left = User.objects.get(id=gone.id)
        assert (left.name, left.email, left.employee_id, left.is_active) == (
            "Erased person",
            None,
            "",
            False,
        )
        assert left.merged_into_id == kept.id
        assert not Notification.objects.filter(user=gone).exists()
        assert not MailMessage.objects.filter(to="rao@acme.example").exists()
        assert SignInRecord.objects.filter(user_id=gone.id).count() == 1
        # The number went to the kept account, and what was sent to it stays theirs.
        assert TextMessage.objects.count() == 1
        assert User.objects.get(id=kept.id).name == "Asha Rao"
