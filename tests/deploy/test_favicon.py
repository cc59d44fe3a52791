import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tenants.schemas import TenantInfo


@pytest.mark.django_db
def test_browsers_find_an_icon_without_a_page(acme: TenantInfo) -> None:
    answer = Client(headers={"host": "localhost"}).get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/img/icon-32.png")
    assert finders.find("img/icon-32.png") is not None


@pytest.mark.django_db
def test_a_company_has_its_own(acme: TenantInfo) -> None:
    browser = Client(headers={"host": "acme.localhost"})
    answer = browser.get("/favicon.ico")
    assert answer["Location"].startswith("/brand/icon/")
    assert browser.get(answer["Location"])["Content-Type"] == "image/png"
