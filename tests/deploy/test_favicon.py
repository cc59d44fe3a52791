import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tenants.schemas import TenantInfo


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["localhost", "acme.localhost"])
def test_browsers_find_an_icon_without_a_page(acme: TenantInfo, host: str) -> None:
    answer = Client(headers={"host": host}).get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/img/icon-32.png")
    assert finders.find("img/icon-32.png") is not None
