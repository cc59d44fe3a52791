"""Joining by the page behind the link."""

from collections.abc import Callable

from django.test import Client

from tenants.accounts.models import Invitation, User
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import InvitationFactory, SeatAllowanceFactory, UserFactory

Browser = Callable[..., Client]
DATA = {"name": "Meena Iyer", "password": "a sentence nobody guesses"}


def _path(invited: Invitation) -> str:
    return f"/account/invitation/{invited.token}/"


def test_the_page_names_the_address_and_joining_signs_in(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        invited = InvitationFactory(email="meena@example.com", name="Meena")
    browser = browser_of(acme)
    page = browser.get(_path(invited)).content.decode()
    assert "meena@example.com" in page
    assert 'value="Meena"' in page
    answer = browser.post(_path(invited), DATA)
    assert (answer.status_code, answer["location"]) == (302, "/")
    profile = browser.get("/account/")
    assert (profile.status_code, profile.wsgi_request.user.name) == (200, "Meena Iyer")


def test_what_an_import_knew_of_the_name_is_kept(acme: TenantInfo, browser_of: Browser) -> None:
    names = {"native_name": "மீனா ஐயர்", "native_language": "ta"}
    with in_tenant(acme):
        person = UserFactory(email="meena@example.com", name="Meena Iyer", password="", **names)
        person.set_unusable_password()
        person.save()
        invited = InvitationFactory(email="meena@example.com", name="Meena")
    browser = browser_of(acme)
    shown = browser.get(_path(invited)).context["form"].initial
    assert shown == {"name": "Meena Iyer", **names}
    answer = browser.post(_path(invited), shown | {"password": DATA["password"]})
    assert answer.status_code == 302
    with in_tenant(acme):
        person.refresh_from_db()
        assert (person.native_name, person.native_language) == ("மீனா ஐயர்", "ta")


def test_used_twice_says_so_and_signs_nobody_in(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        invited = InvitationFactory()
    browser_of(acme).post(_path(invited), DATA)
    late = browser_of(acme)
    for answer in (late.get(_path(invited)), late.post(_path(invited), DATA)):
        assert answer.status_code == 409
        assert "used already" in answer.content.decode()
    assert late.get("/account/").status_code == 302


def test_a_made_up_link_is_a_404_that_explains(acme: TenantInfo, browser_of: Browser) -> None:
    answer = browser_of(acme).get("/account/invitation/made-up/")
    assert answer.status_code == 404
    assert "not complete" in answer.content.decode()


def test_the_link_of_another_company_is_the_same_404(
    acme: TenantInfo, zenith: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(zenith):
        foreign = InvitationFactory()
    assert browser_of(zenith).get(_path(foreign)).status_code == 200
    browser = browser_of(acme)
    pages = [browser.get(path) for path in (_path(foreign), "/account/invitation/made-up/")]
    assert [page.status_code for page in pages] == [404, 404]


def test_bad_input_keeps_the_name_and_the_invitation(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        invited = InvitationFactory()
    answer = browser_of(acme).post(_path(invited), DATA | {"password": "Zx9qK"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Meena Iyer"' in page
    assert "Zx9qK" not in page
    with in_tenant(acme):
        assert (User.objects.count(), Invitation.objects.get().accepted_at) == (0, None)


def test_no_seat_is_said_on_the_form(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        UserFactory()
        SeatAllowanceFactory(seats=1)
        invited = InvitationFactory()
    answer = browser_of(acme).post(_path(invited), DATA)
    assert answer.status_code == 422
    assert "seats" in answer.content.decode()
    with in_tenant(acme):
        assert User.objects.count() == 1


def test_joining_signs_another_account_out_of_this_browser(
    acme: TenantInfo, browser_of: Browser
) -> None:
    with in_tenant(acme):
        admin, invited = UserFactory(name="Anita Rao"), InvitationFactory()
    browser = browser_of(acme, admin)
    assert "signed in as Anita Rao" in browser.get(_path(invited)).content.decode()
    browser.post(_path(invited), DATA)
    assert browser.get("/account/").wsgi_request.user.name == "Meena Iyer"
