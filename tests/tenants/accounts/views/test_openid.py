"""The exchange with a provider that is mistaken, or not the one we think: nobody comes in, nothing is written."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.db import connection

from deploy.local.counterparts import identity, openid
from deploy.local.counterparts.exchange import json_answer
from tenants.accounts.models import User
from tenants.accounts.openid import nonce_of
from tenants.schemas import PUBLIC, in_public
from tests.counterparts import Counterparts
from tests.tenants.accounts.test_openid import FOREIGN_KEY
from tests.tenants.accounts.views.test_linking import Browser, demo_id, go_and_come_back, is_in

__all__ = ["demo_id"]  # a fixture


def signs_with(key: Any, algorithm: str = "RS256", **change: Any) -> Any:
    """Return a maker of ID tokens in place of the provider's own."""
    right = openid._id_token

    def make(base: str, claims: dict[str, Any], nonce: str) -> str:
        said = jwt.decode(right(base, claims, nonce), options={"verify_signature": False})
        return jwt.encode(
            {**said, **change}, key, algorithm=algorithm, headers={"kid": identity.KEY_ID}
        )

    return make


@pytest.mark.parametrize(
    "make",
    [
        signs_with(FOREIGN_KEY),
        signs_with(None, "none"),
        signs_with(identity.key(), aud="another-product"),
        signs_with(identity.key(), exp=1_700_000_000),
        signs_with(identity.key(), nonce="of another browser"),
        lambda base, claims, nonce: "",
    ],
    ids=["foreign key", "alg none", "foreign audience", "expired", "foreign nonce", "no token"],
)
def test_a_token_that_is_not_right_signs_nobody_in(
    make: Any, demo_id: Counterparts, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid, "_id_token", make)
    browser = browser_of(PUBLIC)
    answer = go_and_come_back(browser, "asha@example.com")
    assert answer.status_code == 401
    assert not is_in(browser)
    with in_public():
        assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)


def test_particulars_of_somebody_else_sign_nobody_in(
    demo_id: Counterparts, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        openid,
        "_user_info",
        lambda asked, desk: json_answer(
            {"sub": "somebody else", "email": "owner@example.com", "email_verified": True}
        ),
    )
    browser = browser_of(PUBLIC)
    assert go_and_come_back(browser, "asha@example.com").status_code == 401
    with in_public():
        assert User.objects.count() == 0


def test_the_address_of_the_button_adds_nothing_to_what_is_asked(
    demo_id: Counterparts, browser_of: Browser
) -> None:
    page = browser_of(PUBLIC).post(
        "/account/with/demo-id/?process=login&scope=contacts&auth_params=nonce%3Dmine%26prompt%3Dnone"
    )
    found = re.search(r'href="(http://127[^"]+)"', page.content.decode())
    assert found
    asked = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["nonce"] == [nonce_of(asked["state"][0])]
    assert "prompt" not in asked


def test_the_provider_is_never_asked_inside_a_transaction(
    demo_id: Counterparts, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    send = requests.Session.send

    def watched(session: requests.Session, request: Any, **options: Any) -> Any:
        asked.append((request.url.rpartition("/")[2], connection.in_atomic_block))
        return send(session, request, **options)

    monkeypatch.setattr(requests.Session, "send", watched)
    go_and_come_back(browser_of(PUBLIC), "asha@example.com")
    ours = [one for one in asked if "authorize" not in one[0]]
    assert {name for name, _ in ours} == {"openid-configuration", "token", "jwks", "userinfo"}
    assert [name for name, inside in ours if inside] == []
