"""One's privacy page: what is held, a copy, being forgotten; each after a proof, for oneself alone."""

from collections.abc import Callable

import pytest
from django.test import Client

from tenants.accounts.models import User
from tenants.kernel import jobs
from tenants.privacy.enums import ErasureState
from tenants.privacy.models import ErasureRequest, PersonalArchive
from tenants.privacy.selectors.overview import overview_of
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.credentials import certificate_for

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def person(public: TenantInfo) -> User:
    with in_tenant(PUBLIC):
        return UserFactory.create(name="Asha Rao", email="asha@example.com")


@pytest.fixture
def mine(person: User, browser_of: Browser) -> Client:
    client = browser_of(PUBLIC, person)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_what_is_held_is_listed_in_one_query(
    person: User, django_assert_num_queries: Callable[..., object]
) -> None:
    with in_tenant(PUBLIC):
        certificate_for(person)
        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            kinds = overview_of(person.id)
    found = {str(kind.what): (kind.rows, kind.fate) for kind in kinds}
    assert found["Progress in lessons, minute by minute"] == (3, "delete")
    assert found["Certificates"] == (1, "keep")
    assert found["Your account: name, address, language, job"] == (1, "clear")
    assert "Quiz attempts and answers" not in found


def test_a_copy_is_made_and_fetched(mine: Client, person: User, files: object) -> None:
    assert mine.post("/account/privacy/archive/").url == "/account/privacy/"
    assert "being made, 0%" in mine.get("/account/privacy/").content.decode()
    again = mine.post("/account/privacy/archive/", follow=True)
    assert "being made already" in again.content.decode()
    with in_tenant(PUBLIC):
        jobs.run_due()
        archive = PersonalArchive.objects.get()
    answer = mine.get(f"/account/privacy/archive/{archive.id}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_both_ask_for_a_proof_first(person: User, browser_of: Browser) -> None:
    stale = browser_of(PUBLIC, person)
    for path in ("/account/privacy/archive/", "/account/privacy/erasure/"):
        answer = stale.post(path, {"sure": "on"})
        assert answer.url.startswith("/account/reauthenticate/"), path
    with in_tenant(PUBLIC):
        assert PersonalArchive.objects.count() == 0
        assert ErasureRequest.objects.count() == 0


def test_being_forgotten_is_asked_for_and_taken_back(mine: Client, person: User) -> None:
    assert mine.post("/account/privacy/erasure/", {}).status_code == 422
    mine.post("/account/privacy/erasure/", {"sure": "on"})
    assert "Your account will be erased on" in mine.get("/account/privacy/").content.decode()
    with in_tenant(PUBLIC):
        request = ErasureRequest.objects.get()
        assert (request.user_id, request.state) == (person.id, ErasureState.WAITING)
    mine.post(f"/account/privacy/erasure/{request.id}/take-back/")
    assert "will be erased on" not in mine.get("/account/privacy/").content.decode()
    with in_tenant(PUBLIC):
        assert ErasureRequest.objects.get().state == ErasureState.CANCELLED
