"""A consumer's ways in: sign-up with a confirmed address, a passkey, an account of another service."""

import re
from collections.abc import Callable
from secrets import token_hex

import pytest
from playwright.sync_api import expect

from tests.journeys.stack import Stack
from tests.journeys.steps import follow, open_mail
from tests.journeys.story import PASSWORD
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
# The button is tried; a passkey offered in the field would answer before it is pressed.
NO_OFFER = "PublicKeyCredential.isConditionalMediationAvailable = async () => false;"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def agree(who: Visitor) -> None:
    """Agree to the terms where somebody new is asked to, and open one's courses."""
    if who.page.get_by_role("button", name="Agree and go on").count():
        for box in who.page.get_by_role("main").get_by_role("checkbox").all():
            box.check()
        who.enter(who.page.get_by_role("button", name="Agree and go on"))
    who.go("/learn/")
    expect(who.page).to_have_url(f"{who.origin}/learn/")


def test_sign_up_passkey_and_back(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    email = f"nandini-{token_hex(3)}@learners.example"
    guest = visitor(stack.origin, phone=True)
    page = guest.page
    guest.go("/account/signup/")
    guest.look("8-sign-up")
    page.get_by_label("Your name").fill("Nandini Rao")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill("Password@2026")
    guest.enter(page.get_by_role("button", name="Create account"))
    expect(page.get_by_role("alert")).to_contain_text("attackers try first")
    expect(page.get_by_label("E-mail")).to_have_value(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    guest.enter(page.get_by_role("button", name="Create account"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    open_mail(guest, email, "Confirm your address")
    follow(guest, "/account/confirm-email/")
    guest.enter(page.get_by_role("button", name="Yes, confirm"))
    agree(guest)

    device = guest.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    guest.context.add_init_script(NO_OFFER)
    guest.go("/account/two-step/webauthn/")
    guest.look("8-passkeys-none")
    guest.enter(page.get_by_role("link", name="Add a passkey"))
    if (
        "/webauthn/add/" not in page.url
    ):  # the last proof is older than ten minutes on a slow machine
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        guest.enter(page.get_by_role("button", name="Continue"))
    guest.look("8-passkey-add")
    page.get_by_label("Name").fill("My phone")
    guest.enter(page.get_by_role("button", name="Continue on this device"))
    expect(page.get_by_role("main")).to_contain_text("My phone")
    guest.look("8-passkeys")

    guest.go("/account/")
    guest.enter(page.get_by_role("main").get_by_role("button", name="Sign out"))
    guest.go("/account/login/")
    guest.look("8-sign-in")
    guest.enter(page.get_by_role("button", name="Use a passkey"))
    expect(page).to_have_url(f"{stack.origin}/learn/")
    guest.go("/account/history/")
    expect(page.get_by_role("table")).to_contain_text("Passkey")
    guest.look("8-history")
    guest.go("/account/sessions/")
    expect(page.get_by_role("main")).to_contain_text("This device")
    guest.look("8-sessions")


def test_an_account_of_another_service(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    email = f"asha-{token_hex(3)}@learners.example"
    guest = visitor(stack.origin)
    page = guest.page
    guest.go("/account/login/")
    page.get_by_role("button", name="Continue with Demo ID (simulated)").click()
    page.wait_for_url(re.compile(r"/openid/authorize"))
    page.get_by_label("Name").fill("Asha Menon")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{stack.origin}/**")
    agree(guest)
    guest.go("/account/linked/")
    expect(page.get_by_role("main")).to_contain_text("Demo ID")
    guest.look("8-linked")
    # Unlinking the only way in is refused, and says what to do.
    guest.enter(page.get_by_role("button", name="Unlink"))
    expect(page.get_by_role("alert")).to_contain_text("Choose a password first")
    for service, address in (("LinkedIn", "/linkedin/oauth/"), ("Facebook", "/facebook/v")):
        page.get_by_role("button", name=f"{service} (simulated)", exact=True).click()
        page.wait_for_url(re.compile(re.escape(address)))
        page.get_by_label("E-mail").fill(email)
        page.get_by_role("button", name="Continue").click()
        # Facebook leaves a fragment of its own in the address.
        page.wait_for_url(re.compile(rf"^{re.escape(stack.origin)}/account/linked/(#_=_)?$"))
        expect(page.get_by_role("listitem").filter(has_text=service)).to_contain_text("Unlink")
    guest.is_clean("linked accounts")
