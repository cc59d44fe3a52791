"""The app's manifest: each host's own name, colour and icons."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from PIL import Image

from enterprise.services.branding import save_branding
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.enterprise.services.test_branding import picture
from tests.factories.tenants import stand

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
ADDRESS = "/manifest.webmanifest"


def test_a_company_is_installed_under_its_own_name(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        save_branding(colour="#ffd400", logo=picture())
    browser = browser_of(acme)
    answer = browser.get(ADDRESS)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert (told["name"], told["short_name"]) == ("Acme Realty", "Acme Realty")
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    assert told["theme_color"] in browser.get("/brand.css").content.decode()
    assert [(one["sizes"], one["purpose"]) for one in told["icons"]] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for one in told["icons"]:
        icon = browser.get(one["src"])
        assert (icon.status_code, icon.headers["Content-Type"]) == (200, "image/png")
        assert "immutable" in icon.headers["Cache-Control"]
        side = int(one["sizes"].partition("x")[0])
        assert Image.open(io.BytesIO(icon.content)).size == (side, side)
        # Another company's host has nothing at this address.
        assert browser_of(zenith).get(one["src"]).status_code == 404
    assert browser_of(zenith).get(ADDRESS).json()["name"] == "Zenith Pharma"


def test_a_new_colour_is_a_new_icon(acme: TenantInfo, browser_of: Browser) -> None:
    browser = browser_of(acme)
    before = browser.get(ADDRESS).json()["icons"][0]["src"]
    assert browser.get(before).status_code == 200
    with in_tenant(acme):
        save_branding(colour="#0f766e")
    after = browser.get(ADDRESS).json()["icons"][0]["src"]
    assert after != before
    assert browser.get(before).status_code == 404
    assert browser.get(before.replace("-192", "-4096")).status_code == 404


def test_the_public_site_wears_ours(public: TenantInfo, browser_of: Browser) -> None:
    told = browser_of(PUBLIC).get(ADDRESS).json()
    assert told["name"] == PUBLIC.name
    assert all(one["src"].startswith("/static/img/") for one in told["icons"])


def test_every_page_links_it(acme: TenantInfo, browser_of: Browser) -> None:
    for browser in (browser_of(acme), browser_of(PUBLIC)):
        page = browser.get("/account/login/").content.decode()
        assert f'<link rel="manifest" href="{ADDRESS}">' in page
    assert "/brand/icon/" in browser_of(acme).get("/account/login/").content.decode()


def test_a_suspended_company_keeps_its_face(acme: TenantInfo, browser_of: Browser) -> None:
    stand(acme, "suspended")
    browser = browser_of(acme)
    told = browser.get(ADDRESS).json()
    assert told["name"] == "Acme Realty"
    assert browser.get(told["icons"][0]["src"]).status_code == 200
