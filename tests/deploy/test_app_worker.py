import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from deploy.app_worker import SHELL_FILES
from enterprise.services.branding import save_branding
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

PUBLIC, ACME = "localhost", "acme.localhost"
HINDI = "आपके लिए कुछ नया है।"


def shell_at(host: str) -> dict[str, object]:
    answer = Client(headers={"host": host}).get("/app-worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    first = answer.content.decode().partition("\n")[0]
    return dict(json.loads(first.removeprefix("const SHELL = ").removesuffix(";")))


@pytest.mark.django_db
@pytest.mark.parametrize("host", [PUBLIC, ACME])
def test_the_worker_keeps_every_file_that_the_offline_page_asks_for(
    acme: TenantInfo, host: str
) -> None:
    page = Client(headers={"host": host}).get("/offline/").content.decode()
    wanted = set(re.findall(r'(?:href|src)="(/[^"#]+)', page))
    kept = shell_at(host)["files"]
    assert isinstance(kept, list)
    assert wanted - set(kept) == set()
    assert ("/brand.css" in str(kept)) == (host == ACME)
    assert [name for name in SHELL_FILES if finders.find(name) is None] == []


@pytest.mark.django_db
def test_what_a_push_without_words_says_is_in_the_companys_language(
    acme: TenantInfo, zenith: TenantInfo
) -> None:
    """The worker is the same for everybody who uses the browser, whatever they read in."""
    answer = Client(headers={"host": ACME, "accept-language": "ta"}).get("/app-worker.js")
    assert '"body": "There is something new for you."' in answer.content.decode()
    message = shell_at("zenith.localhost")["message"]
    assert isinstance(message, dict)
    assert (message["title"], message["url"]) == (zenith.name, "/account/notifications/")
    assert message["body"] == HINDI


@pytest.mark.django_db
def test_another_brand_makes_another_worker_and_nothing_else_does(acme: TenantInfo) -> None:
    before = shell_at(ACME)
    assert shell_at(ACME) == before
    with in_tenant(acme):
        save_branding(colour="#7a1f5c")
    after = shell_at(ACME)
    assert after["version"] != before["version"]


@pytest.mark.django_db
def test_the_offline_page_knows_nobody_and_speaks_the_language_asked_for(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = UserFactory(name="Asha Rao")
    client = Client(headers={"host": ACME})
    with in_tenant(acme):
        client.force_login(person)
    page = client.get("/offline/?lang=ta").content.decode()
    assert '<html lang="ta">' in page
    assert "Asha" not in page
    assert "csrf" not in page.lower()
    assert '<html lang="en">' in client.get("/offline/?lang=xx").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("host", [PUBLIC, ACME])
def test_pages_name_the_worker(acme: TenantInfo, host: str) -> None:
    page = Client(headers={"host": host}).get("/account/login/").content.decode()
    assert 'data-worker="/app-worker.js"' in page
