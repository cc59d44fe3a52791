"""The API gives one's own certificates and nobody else's."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for

pytestmark = pytest.mark.django_db


def test_list_and_one(acme: TenantInfo, browser_of: Callable[..., Client]) -> None:
    with in_tenant(acme):
        learner = UserFactory()
        mine, theirs = certificate_for(learner), certificate_for(UserFactory())
    client = browser_of(acme, learner)
    listed = client.get("/api/v1/certificates/").json()
    assert listed["count"] == 1
    assert [row["code"] for row in listed["results"]] == [mine.code]
    assert "credential" not in listed["results"][0]
    one = client.get(f"/api/v1/certificates/{mine.id}/").json()
    assert (one["code"], one["credential"]) == (mine.code, mine.credential)
    for other in (theirs.id, uuid4()):
        assert client.get(f"/api/v1/certificates/{other}/").status_code == 404


def test_without_signing_in_nothing(acme: TenantInfo, browser_of: Callable[..., Client]) -> None:
    with in_tenant(acme):
        made = certificate_for(UserFactory())
    for path in ("/api/v1/certificates/", f"/api/v1/certificates/{made.id}/"):
        answer = browser_of(acme).get(path)
        assert answer.status_code in (401, 403)
        assert made.code not in answer.content.decode()


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(
    acme: TenantInfo, browser_of: Callable[..., Client], verb: str
) -> None:
    with in_tenant(acme):
        learner = UserFactory()
        made = certificate_for(learner)
    client = browser_of(acme, learner)
    for path in ("/api/v1/certificates/", f"/api/v1/certificates/{made.id}/"):
        assert getattr(client, verb)(path).status_code == 405
    with in_tenant(acme):
        before = made.credential
        made.refresh_from_db()
        assert made.credential == before
