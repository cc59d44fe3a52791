"""A learner finds an assignment under the bell, opens it, and stops its mails by the link in one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from deploy.demo.people import DEMO_PASSWORD
from tests.journeys.stack import Stack
from tests.journeys.steps import follow, sign_in
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
LEARNER = "learner@acme.example"
KIND = "A course is assigned to you"


def test_bell_mail_and_settings(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    learner = visitor(stack.company("acme"), phone=True)
    page = learner.page
    sign_in(learner, LEARNER, DEMO_PASSWORD)
    learner.enter(page.get_by_role("link", name="Messages").first)
    told = page.get_by_role("listitem").filter(has_text="was assigned to you").first
    line = told.get_by_role("link").inner_text()
    title = line.partition(" was assigned to you")[0]
    learner.look("messages")
    learner.enter(told.get_by_role("link"))
    expect(page.get_by_role("main")).to_contain_text(title)

    learner.go("/account/notifications/settings/")
    mail = page.get_by_role("checkbox", name=f"{KIND}: E-mail")
    expect(mail).to_be_checked()
    learner.look("messages-settings")

    stranger = visitor(stack.company("acme"))
    mails = f"/dev/mail/?to={LEARNER}"
    stranger.await_words(mails, f"{title}: due")
    stranger.enter(stranger.page.get_by_role("link", name=f"{title}: due").first)
    follow(stranger, "/unsubscribe/")
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("Stop these mails?")
    stranger.look("messages-unsubscribe")
    stranger.enter(stranger.page.get_by_role("button", name="Stop these mails"))
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("These mails have stopped")

    learner.go("/account/notifications/settings/")
    expect(mail).not_to_be_checked()
    stranger.enter(stranger.page.get_by_role("button", name="Send them again"))
    learner.go("/account/notifications/settings/")
    expect(mail).to_be_checked()
    learner.is_clean("messages")
