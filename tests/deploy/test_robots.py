import pytest
from django.conf import settings
from django.test import Client

from tenants.schemas import TenantInfo

pytestmark = pytest.mark.django_db


def test_the_public_site_may_be_found() -> None:
    answer = Client(headers={"host": "localhost"}).get("/robots.txt")
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[-1] == f"Sitemap: {settings.PUBLIC_ORIGIN}/sitemap.xml"
    assert "Disallow: /" not in lines
    assert {"Disallow: /account/", "Disallow: /staff/", "Disallow: /learn/"} <= set(lines)


@pytest.mark.parametrize("host", ["acme.localhost", "acme.content.localhost", "content.localhost"])
def test_companies_and_uploads_may_not(acme: TenantInfo, host: str) -> None:
    answer = Client(headers={"host": host}).get("/robots.txt")
    assert answer.content.decode() == "User-agent: *\nDisallow: /\n"
