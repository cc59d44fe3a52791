"""Staff read which services are real, simulated or missing; nobody else does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from deploy.settings.social import providers
from public_site.enums import ServiceState
from public_site.selectors.services import services, texts
from tenants.accounts.enums import Role
from tenants.kernel.registered_texts import Registered, RegisteredText
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import UserFactory

PAGE = "/staff/services/"


def states(settings: Any, **keys: str) -> dict[str, ServiceState]:
    settings.SOCIALACCOUNT_PROVIDERS = providers(lambda name: keys.get(name, ""))
    return {str(one.name): one.state for one in services()}


def test_what_is_not_set_up_says_so(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID = settings.MAIL_RELAY_SECRET = ""
    found = states(settings)
    for name in ("SMS", "WhatsApp", "Reports of the mail relay", "Google", "LinkedIn", "Facebook"):
        assert found[name] == ServiceState.UNSET, name
    assert "Demo ID" not in found


def test_what_is_set_up_says_whether_it_is_real(settings: Any) -> None:
    settings.TWILIO_ACCOUNT_SID = settings.TWILIO_AUTH_TOKEN = "x"
    settings.TWILIO_SMS_SENDER, settings.TWILIO_WHATSAPP_SENDER = "SMHLRN", ""
    settings.TWILIO_API_BASE = "http://127.0.0.1:9/twilio"
    keys = {
        "GOOGLE_CLIENT_ID": "g",
        "DEMO_ID_CLIENT_ID": "d",
        "DEMO_ID_SERVER": "http://127.0.0.1:9",
    }
    found = states(settings, **keys)
    assert (found["SMS"], found["WhatsApp"]) == (ServiceState.SIMULATED, ServiceState.UNSET)
    assert (found["Google"], found["Demo ID"]) == (ServiceState.SET, ServiceState.SIMULATED)
    settings.TWILIO_API_BASE = "https://api.twilio.com"
    settings.DEV_PAGES, settings.EMAIL_HOST = True, "127.0.0.1"
    found = states(settings)
    assert (found["SMS"], found["Mail"]) == (ServiceState.SET, ServiceState.SIMULATED)
    settings.EMAIL_HOST = "smtp.example.com"
    assert states(settings)["Mail"] == ServiceState.SET


@pytest.mark.parametrize(("name", "prefix"), [("LinkedIn", "LINKEDIN"), ("Facebook", "FACEBOOK")])
def test_a_service_that_a_counterpart_plays_says_so(settings: Any, name: str, prefix: str) -> None:
    keys = {f"{prefix}_CLIENT_ID": "k"}
    assert states(settings, **keys)[name] == ServiceState.SET
    keys[f"{prefix}_SERVER"] = "http://127.0.0.1:9/played"
    assert states(settings, **keys)[name] == ServiceState.SIMULATED


def test_each_text_says_which_registration_is_missing(settings: Any) -> None:
    settings.TEXTS = {
        "sign_in_code": RegisteredText({"en": Registered(dlt_template_id="1107160000000000000")})
    }
    (one,) = texts()
    assert (one.has_dlt_id, one.has_content_sid) == (True, False)
    assert one.content_variable == "CONTENT_SIGN_IN_CODE_EN"


@pytest.mark.django_db
def test_staff_see_it_and_nobody_else(
    public: TenantInfo, browser_of: Callable[..., Client]
) -> None:
    with in_tenant(PUBLIC):
        staff, other = UserFactory(roles=[Role.STAFF]), UserFactory(roles=[Role.CONSUMER])
    page = browser_of(PUBLIC, staff).get(PAGE)
    assert page.status_code == 200
    assert "DLT_SIGN_IN_CODE_EN" in page.content.decode()
    assert browser_of(PUBLIC, other).get(PAGE).status_code == 403
    assert PAGE in browser_of(PUBLIC, staff).get("/staff/").content.decode()
