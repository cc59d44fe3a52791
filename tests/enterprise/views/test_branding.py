"""The branding page and the files that pages wear."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enterprise.models import Branding
from enterprise.services.branding import save_branding
from tenants.kernel.colour import readable_on_white
from tenants.schemas import TenantInfo, in_tenant
from tests.enterprise.services.test_branding import SVG, picture
from tests.factories.accounts import UserFactory
from tests.factories.enterprise import make_admin, make_manager

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def test_saved_brand_is_worn(acme: TenantInfo, zenith: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin = make_admin()
    client = browser_of(acme, admin)
    answer = client.post(
        "/manage/branding/", {"colour": "#ffd400", "signatory_name": "Asha", "logo": picture()}
    )
    assert answer.headers["Location"] == "/manage/branding/"
    page = client.get("/manage/branding/").content.decode()
    with in_tenant(acme):
        row = Branding.objects.get()
    for shown in (
        "worn a little darker",
        "#ffd400",
        row.colour,
        f"/brand/logo/{row.logo_digest}.png",
    ):
        assert shown in page
    visitor = browser_of(acme)
    css = visitor.get(f"/brand.css?v={row.colour[1:]}")
    assert css.content.decode() == f":root{{--brand:{row.colour}}}\n"
    assert "max-age=31536000" in css.headers["Cache-Control"]
    again = visitor.get("/brand.css", headers={"If-None-Match": css.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age=60" in again.headers["Cache-Control"]
    logo = visitor.get(f"/brand/logo/{row.logo_digest}.png")
    assert (logo.status_code, logo.headers["Content-Type"]) == (200, "image/png")
    assert "immutable" in logo.headers["Cache-Control"]
    # Another company wears nothing of it.
    elsewhere = browser_of(zenith)
    assert elsewhere.get(f"/brand/logo/{row.logo_digest}.png").status_code == 404
    assert row.colour not in elsewhere.get("/brand.css").content.decode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"colour": "crimson"}, "Write the colour as six hexadecimal digits"),
        ({"colour": ""}, "Choose a colour"),
        ({"colour": "#1e40af", "logo": "svg"}, "SVG files can carry scripts"),
        ({"colour": "#1e40af", "logo": "huge"}, "40 megapixels"),
    ],
)
def test_bad_input_is_told_at_the_field_and_changes_nothing(
    acme: TenantInfo, browser_of: Browser, data: dict[str, str], told: str
) -> None:
    with in_tenant(acme):
        admin = make_admin()
        save_branding(colour="#8a2a5b")
    sent: dict[str, object] = {**data, "signatory_name": "Kept in the form"}
    if "logo" in data:
        sent["logo"] = picture(8000, 5000) if data["logo"] == "huge" else upload_svg()
    answer = browser_of(acme, admin).post("/manage/branding/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert "Kept in the form" in page
    with in_tenant(acme):
        assert (Branding.objects.get().colour, Branding.objects.get().signatory_name) == (
            "#8a2a5b",
            "",
        )


def upload_svg() -> object:

    return SimpleUploadedFile("logo.svg", SVG, content_type="image/svg+xml")


def test_only_admins_brand(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        others = [UserFactory(), make_manager()]
    for person in others:
        client = browser_of(acme, person)
        assert client.get("/manage/branding/").status_code == 403
        assert client.post("/manage/branding/", {"colour": "#8a2a5b"}).status_code == 403
    assert browser_of(acme).get("/manage/branding/").status_code == 302
    with in_tenant(acme):
        assert Branding.objects.count() == 0


def test_both_colours_are_shown_while_one_is_chosen(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        admin, manager = make_admin(), make_manager()
    client = browser_of(acme, admin)
    page = client.get("/manage/branding/colour/?colour=%23ffd400").content.decode()
    worn = readable_on_white("#ffd400")
    assert 'fill="#ffd400"' in page
    assert f'fill="{worn}"' in page
    assert f'data-worn="{worn}"' in page
    fine = client.get("/manage/branding/colour/?colour=8a2a5b").content.decode()
    assert 'data-worn="#8a2a5b"' in fine
    assert "<svg" not in fine
    wrong = client.get("/manage/branding/colour/?colour=crimson").content.decode()
    assert "six hexadecimal digits" in wrong
    assert "data-worn" not in wrong
    with in_tenant(acme):
        assert Branding.objects.count() == 0
    assert browser_of(acme, manager).get("/manage/branding/colour/").status_code == 403
