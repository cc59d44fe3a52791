"""Push in a browser: what the worker shows of a message, where a click on it leads, and signing the browser up.

The browser's own push service cannot be reached from here, so messages are handed to the worker by the browser's
debugger, which is where they come out of that service (RFC 8030); no debugger clicks a notification, so the event
is made in the worker, with the notification that the browser shows.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Worker, expect

from tenants.notify.models import PushSubscription
from tenants.schemas import in_tenant
from tests.pages.site import Site
from tests.pages.table import COMPANY

SETTINGS = "/account/notifications/settings/"
CENTRE = "/account/notifications/"
# Waits until something is shown; returns it as the browser keeps it.
_SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready, until = Date.now() + 5_000;
  while (Date.now() < until) {
    const [one, ...more] = await registration.getNotifications();
    if (one) return { title: one.title, body: one.body, tag: one.tag, url: one.data.url, more: more.length };
    await new Promise(go => setTimeout(go, 50));
  }
  return {};
}"""
# Clicks what is shown; returns the address that a new window was asked for, "" when none was.
_CLICK = """async ({ shown }) => {
  let opened = '', over;
  self.clients.openWindow = async (url) => { opened = url; };
  if (shown) await self.registration.showNotification('x', shown);
  const [notification] = await self.registration.getNotifications();
  const event = new NotificationEvent('notificationclick', { notification });
  event.waitUntil = (work) => { over = work; };
  self.dispatchEvent(event);
  await over;
  const left = await self.registration.getNotifications();
  return { opened, left: left.length };
}"""
# The browser's push service, as far as a page sees it (Push API, 3.3 and 4): it gives an endpoint and keys.
_PUSH_SERVICE = """([endpoint, p256dh, auth]) => {
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly) throw new DOMException('', 'NotAllowedError');
    const key = new Uint8Array(options.applicationServerKey);
    if (key.length !== 65 || key[0] !== 4) throw new DOMException('', 'InvalidAccessError');
    return { toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  };
}"""
ENDPOINT = "http://127.0.0.1:9/push/send/tests"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"


@pytest.fixture
def learner(site: Site, page_browser: Browser) -> Iterator[BrowserContext]:
    """Somebody's own browser, which allows messages and keeps a worker."""
    site.speak("en")
    context = page_browser.new_context(
        base_url=site.origin(COMPANY), locale="en", service_workers="allow"
    )
    context.set_default_timeout(20_000)
    context.grant_permissions(["notifications"], origin=site.origin(COMPANY))
    session = site.session_of(COMPANY, "learner")
    context.add_cookies([{"name": "sessionid", "value": session, "url": site.origin(COMPANY)}])
    yield context
    context.close()


@pytest.fixture
def page(learner: BrowserContext) -> Page:
    """A page that the worker answers for."""
    page = learner.new_page()
    page.goto(SETTINGS)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return page


@pytest.fixture
def push(site: Site, learner: BrowserContext, page: Page) -> Callable[[str], dict[str, Any]]:
    """Return `push(data)`: hand a message to the worker; returns what the browser shows then."""
    debugger: CDPSession = learner.new_cdp_session(page)
    found: list[str] = []

    def note(event: dict[str, Any]) -> None:
        for one in event["registrations"]:
            if one["scopeURL"].startswith(site.origin(COMPANY)) and not one["isDeleted"]:
                found.append(one["registrationId"])

    debugger.on("ServiceWorker.workerRegistrationUpdated", note)
    debugger.send("ServiceWorker.enable")

    def deliver(data: str) -> dict[str, Any]:
        while not found:
            page.wait_for_timeout(20)
        shown: dict[str, Any] = {}
        for _try in range(4):
            # What the debugger hands to a worker that is about to stop is lost; a push service keeps it.
            told = {"origin": site.origin(COMPANY), "registrationId": found[-1], "data": data}
            debugger.send("ServiceWorker.deliverPushMessage", told)
            shown = page.evaluate(_SHOWN)
            if shown:
                break
        return shown

    return deliver


def the_worker(context: BrowserContext) -> Worker:
    (worker,) = context.service_workers
    return worker


def test_a_message_is_shown_as_it_was_sent_and_a_repeat_replaces_it(
    site: Site, push: Callable[[str], dict[str, Any]]
) -> None:
    url = f"{site.origin(COMPANY)}/learn/"
    told = {"title": "Acme Realty", "body": "“Discovery” is due 6 Dec", "tag": "t1", "url": url}
    for _time in range(2):
        assert push(json.dumps(told)) == {**told, "more": 0}


@pytest.mark.parametrize(
    "data",
    ["", "not JSON", "null", "[]", "7", "{}", '{"title": "", "body": null, "tag": 7, "url": {}}'],
    ids=["none", "no JSON", "null", "list", "number", "empty", "wrong kinds"],
)
def test_a_message_that_says_nothing_is_still_shown(
    site: Site, push: Callable[[str], dict[str, Any]], data: str
) -> None:
    assert push(data) == {
        "title": site.worlds[COMPANY].tenant.name,
        "body": "There is something new for you.",
        "tag": "something-new",
        "url": f"{site.origin(COMPANY)}{CENTRE}",
        "more": 0,
    }


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "http://["]
)
def test_a_message_leads_to_this_host_only(
    site: Site, push: Callable[[str], dict[str, Any]], url: str
) -> None:
    shown = push(json.dumps({"title": "x", "body": "y", "tag": "t", "url": url}))
    assert shown["url"] == f"{site.origin(COMPANY)}{CENTRE}"


def test_a_click_leads_the_open_window_there(
    site: Site, learner: BrowserContext, page: Page, push: Callable[[str], dict[str, Any]]
) -> None:
    url = f"{site.origin(COMPANY)}/learn/"
    push(json.dumps({"title": "x", "body": "y", "tag": "t", "url": url}))
    assert the_worker(learner).evaluate(_CLICK, {"shown": None}) == {"opened": "", "left": 0}
    expect(page).to_have_url(url)


def test_a_click_opens_a_window_where_none_is(
    site: Site, learner: BrowserContext, page: Page
) -> None:
    """Nor does it fail where a message was shown by a worker that kept no address with it."""
    worker = the_worker(learner)
    page.goto("about:blank")
    url = f"{site.origin(COMPANY)}/learn/"
    assert worker.evaluate(_CLICK, {"shown": {"data": {"url": url}}}) == {"opened": url, "left": 0}
    without = {"shown": {"body": "of an older worker"}}
    assert worker.evaluate(_CLICK, without)["opened"] == f"{site.origin(COMPANY)}{CENTRE}"


def test_a_browser_without_its_push_service_says_that_it_did_not_work(page: Page) -> None:
    """Offline, or in a private window, the browser has nobody to sign up with."""
    switch = page.locator("push-switch")
    switch.get_by_role("button").click()
    expect(switch.get_by_role("status")).to_have_text(
        "It did not work. Try again in a moment.", timeout=60_000
    )
    expect(switch.get_by_role("button")).to_be_enabled()


def test_a_browser_that_does_not_allow_messages_says_how_to(
    learner: BrowserContext, page: Page
) -> None:
    learner.clear_permissions()
    switch = page.locator("push-switch")
    switch.get_by_role("button").click()
    expect(switch.get_by_role("status")).to_contain_text("This browser does not allow messages")


def test_a_browser_is_signed_up_and_out(site: Site, learner: BrowserContext) -> None:
    learner.add_init_script(f"({_PUSH_SERVICE})({json.dumps([ENDPOINT, P256DH, AUTH])})")
    page = learner.new_page()
    with override_settings(EGRESS_ALLOWED=frozenset({"http://127.0.0.1:9"})):
        page.goto(SETTINGS)
        switch = page.locator("push-switch")
        with page.expect_navigation():
            switch.get_by_role("button").click()
            expect(switch.get_by_role("status")).to_have_text("This browser is signed up.")
        card = page.get_by_role("region", name="Push")
        expect(card.get_by_role("listitem").filter(has_text="Chrome · Linux")).to_have_count(1)
        assert site.ask(lambda: _subscriptions(site)) == [(ENDPOINT, P256DH, AUTH)]
        card.get_by_role("button", name="Sign out Chrome · Linux").click()
        expect(page.get_by_role("status").first).to_contain_text(
            "That browser gets no more messages"
        )
    assert site.ask(lambda: _subscriptions(site)) == []


def _subscriptions(site: Site) -> list[tuple[str, str, str]]:
    with in_tenant(site.worlds[COMPANY].tenant):
        rows = PushSubscription.objects.filter(endpoint=ENDPOINT)
        return list(rows.values_list("endpoint", "p256dh", "auth"))
