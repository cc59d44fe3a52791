"""Setting a company up: nothing without a yes to its terms, which are shown beside it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tenants.kernel.models import Job
from tenants.models import ProvisioningRun, Tenant
from tenants.privacy.enums import Purpose
from tenants.privacy.texts import text_of
from tenants.schemas import PUBLIC, in_tenant

pytestmark = pytest.mark.django_db
START = "/business/start/"
ANSWERS = {
    "name": "Mehta Tiles",
    "slug": "mehta-tiles",
    "owner_name": "Asha Mehta",
    "email": "asha@mehta.example",
    "password": "ceramic tiles sell well",
}


def _post(**changes: str) -> Any:
    return Client(headers={"host": "localhost"}).post(START, {**ANSWERS, **changes})


def _made() -> tuple[int, int, int]:
    with in_tenant(PUBLIC):
        return Tenant.objects.count(), ProvisioningRun.objects.count(), Job.objects.count()


def test_without_a_yes_to_the_terms_nothing_is_set_up() -> None:
    before = _made()
    answer = _post()
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("Nothing is set up without it.") == 2  # on top, and at the field
    assert 'value="Mehta Tiles"' in page
    assert _made() == before


def test_the_yes_names_the_words_it_was_said_to() -> None:
    assert _post(agrees="on").status_code == 302
    with in_tenant(PUBLIC):
        run = ProvisioningRun.objects.get(tenant__slug="mehta-tiles")
    assert (run.terms_version, run.terms_language) == (text_of(Purpose.COMPANY, "en").version, "en")


@pytest.mark.parametrize("language", ["en", "ta"])
def test_the_terms_lie_beside_it_in_the_language_of_the_page(language: str) -> None:
    client = Client(headers={"host": "localhost", "accept-language": language})
    assert '/legal/companies/"' in client.get(START).content.decode()
    page = client.get("/legal/companies/").content.decode()
    with translation.override(language):
        assert str(Purpose.COMPANY.label) in page
    assert text_of(Purpose.COMPANY, language).markdown.splitlines()[0].removeprefix("## ") in page
