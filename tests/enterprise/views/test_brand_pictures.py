"""The sign-in picture and the certificate's frame, from the page that sets them to where they are worn."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from enterprise.models import Branding
from enterprise.services.branding import save_branding
from tenants.schemas import TenantInfo, in_tenant
from tests.enterprise.services.test_branding import picture
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import make_admin, make_manager

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PAGE = "/manage/branding/"


def undo_of(page: str) -> str:
    """Where the one toast's undo posts to."""
    (path,) = re.findall(r'<form method="post" action="(/manage/branding/restore/[^"]+)"', page)
    return str(path).replace("&amp;", "&")


def test_a_sign_in_picture_is_shown_where_one_signs_in(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        admin = make_admin()
    client = browser_of(acme, admin)
    assert client.post(PAGE, {"colour": "#1e40af", "picture": picture(900, 900)}).status_code == 302
    with in_tenant(acme):
        row = Branding.objects.get()
    address = f"/brand/picture/{row.picture_digest}.webp"
    assert address in client.get(PAGE).content.decode()
    visitor = browser_of(acme)
    page = visitor.get("/account/login/").content.decode()
    assert f'<img class="auth-picture" src="{address}"' in page
    assert 'loading="lazy"' in page.partition("auth-picture")[2].partition(">")[0]
    sent = visitor.get(address)
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "image/webp")
    assert "immutable" in sent.headers["Cache-Control"]
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert visitor.get("/brand/picture/0123456789abcdef.webp").status_code == 404
    # Another company wears nothing of it, and who is in sees it no longer.
    elsewhere = browser_of(zenith)
    assert elsewhere.get(address).status_code == 404
    assert "auth-picture" not in elsewhere.get("/account/login/").content.decode()
    assert "auth-picture" not in client.get("/account/reauthenticate/").content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("logo", "Remove the logo"),
        ("picture", "Remove the picture"),
        ("background", "Remove the picture behind certificates"),
    ],
)
def test_a_removed_picture_is_brought_back_by_the_toast(
    acme: TenantInfo, browser_of: Browser, name: str, words: str
) -> None:
    with in_tenant(acme):
        admin, manager = make_admin(), make_manager()
        save_branding(colour="#1e40af", **{name: picture(1754, 1240)})  # type: ignore[arg-type]
        before = Branding.objects.values(f"{name}_key", f"{name}_digest").get()
    client = browser_of(acme, admin)
    assert f"<span>{words}</span>" in client.get(PAGE).content.decode()
    page = client.post(PAGE, {"colour": "#1e40af", f"remove_{name}": "on"}, follow=True)
    undo = undo_of(page.content.decode())
    with in_tenant(acme):
        assert getattr(Branding.objects.get(), f"{name}_key") == ""
    assert browser_of(acme, manager).post(undo).status_code == 403
    assert client.get(undo).status_code == 405
    with in_tenant(acme):
        assert getattr(Branding.objects.get(), f"{name}_key") == ""
    assert "It is back." in client.post(undo, follow=True).content.decode()
    with in_tenant(acme):
        assert Branding.objects.values(f"{name}_key", f"{name}_digest").get() == before
    again = client.post(undo, follow=True).content.decode()
    assert "This can no longer be taken back." in again


def test_saving_without_removing_offers_no_undo(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin = make_admin()
    page = browser_of(acme, admin).post(PAGE, {"colour": "#1e40af"}, follow=True)
    assert "Saved. Pages" in page.content.decode()
    assert "/manage/branding/restore/" not in page.content.decode()


def test_a_frame_is_chosen_and_kept(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin = make_admin()
    client = browser_of(acme, admin)
    assert 'class="paper"' in client.get(PAGE).content.decode()
    client.post(PAGE, {"colour": "#1e40af", "frame": "corners"})
    page = client.get(PAGE).content.decode()
    assert 'class="paper c-centred c-corners"' in page
    (chosen,) = re.findall(r'<input type="radio"[^>]* value="(\w+)"[^>]* checked', page)
    assert chosen == "corners"
    refused = client.post(PAGE, {"colour": "#1e40af", "frame": "gold"})
    assert refused.status_code == 422
    with in_tenant(acme):
        assert Branding.objects.get().frame == "corners"


def test_a_certificate_is_shown_while_it_is_decided(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin, others = make_admin(name="Asha Rao"), [make_manager(), UserFactory()]
        save_branding(colour="#8a2a5b", frame="double")
    address = "/manage/branding/certificate/"
    wanted = {"colour": "#0b6e4f", "frame": "ribbon", "signatory_name": "<b>Ravi</b>"}
    part = browser_of(acme, admin).get(address, wanted).content.decode()
    for shown in ("c-centred c-ribbon", 'fill="#0b6e4f"', "Asha Rao", "&lt;b&gt;Ravi", "Sample"):
        assert shown in part
    assert "#8a2a5b" not in part
    # What is none of both leaves what is worn.
    part = browser_of(acme, admin).get(address, {"colour": "mud", "frame": "x"}).content.decode()
    assert "c-centred c-double" in part
    assert 'stroke="#8a2a5b"' in part
    for person in others:
        assert browser_of(acme, person).get(address).status_code == 403
    with in_tenant(acme):
        assert Branding.objects.values_list("colour", "frame").get() == ("#8a2a5b", "double")
