"""What several steps do the same way: signing in, and opening the link of a mail."""

from playwright.sync_api import expect

from tests.journeys.story import PASSWORD
from tests.journeys.visitor import Visitor


def sign_in(who: Visitor, email: str, password: str = PASSWORD) -> None:
    """Sign in on the host of this visitor."""
    page = who.page
    who.go("/account/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(f"{who.origin}/account/login/")


def prove(who: Visitor, password: str = PASSWORD) -> None:
    """Say once more who one is, where the page just asked for it; it goes on by itself."""
    if "/reauthenticate/" in who.page.url:
        who.page.get_by_label("Password", exact=True).fill(password)
        who.enter(who.page.get_by_role("button", name="Continue"))


def open_mail(who: Visitor, email: str, subject: str, leading_to: str = "") -> str:
    """Wait for a mail to this address, open it in the mailbox, and return its words.

    Args:
        who: whose browser opens the mailbox.
        email: to whom it went.
        subject: the latest of this subject is opened.
        leading_to: what one of its links must hold, where an earlier mail has the same subject.
    """
    page, link = who.page, f'a[href*="{leading_to}"]'
    for _ in range(60):
        who.await_words(f"/dev/mail/?to={email}", subject)
        who.enter(page.get_by_role("link", name=subject).first)
        if not leading_to or page.get_by_role("article").locator(link).count():
            break
        page.wait_for_timeout(500)
    return page.get_by_role("article").inner_text()


def follow(who: Visitor, part: str) -> None:
    """Open the link of the mail being read whose address holds this part."""
    who.enter(who.page.get_by_role("article").locator(f'a[href*="{part}"]').first)
