"""Error pages: in the company's brand, and the one for our own failure without anything that could fail."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from deploy import errors
from enterprise.services.branding import save_branding
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

Browser = Callable[..., Client]


@pytest.mark.django_db
def test_a_page_that_is_not_there_wears_the_brand(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        save_branding(colour="#8a2a5b")
        learner = UserFactory()
    for browser in (browser_of(acme), browser_of(acme, learner)):
        answer = browser.get("/nowhere/")
        assert answer.status_code == 404
        page = answer.content.decode()
        assert "This page is not here" in page
        assert "Acme Realty" in page
        assert "/brand.css?v=8a2a5b" in page


@pytest.mark.django_db
def test_our_failure_wears_the_brand(acme: TenantInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr("deploy.manifest.brand_of_company", broken)
    browser = Client(headers={"host": "acme.localhost"}, raise_request_exception=False)
    answer = browser.get("/manifest.webmanifest")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Something broke on our side" in page
    assert "Acme Realty" in page
    assert 'href="/brand.css"' in page


def _request(tenant: TenantInfo | None) -> HttpRequest:
    request = RequestFactory().get("/")
    if tenant is not None:
        request.tenant = tenant  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("tenant", [None, PUBLIC])
def test_our_failure_needs_no_database(tenant: TenantInfo | None) -> None:
    """Without the `django_db` mark any query fails this test."""
    for answer in (
        errors.server_error(_request(tenant)),
        errors.bad_request(_request(tenant), ValueError()),
    ):
        assert "/brand.css" not in answer.content.decode()
        assert "<h1>" in answer.content.decode()
