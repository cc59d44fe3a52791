"""LinkedIn's and Facebook's counterparts refuse what the real ones refuse."""

import hashlib
import hmac
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from deploy.local.counterparts import identity
from tests.counterparts import Counterparts

BACK = "http://localhost:8000/account/with/x/back/"


def ask(method: str, url: str, **options: Any) -> requests.Response:
    return requests.request(method, url, allow_redirects=False, timeout=5, **options)


def code_of(url: str, client: str, scope: str, **change: str) -> str:
    """Go through a dialog and return the code it sends back."""
    data = {"client_id": client, "redirect_uri": BACK, "state": "s", "scope": scope, **change}
    answer = ask("POST", url, data={"name": "Asha Menon", "email": "asha@example.com", **data})
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


class LinkedIn:
    def __init__(self, told: dict[str, str]) -> None:
        self.server = told["LINKEDIN_SERVER"]
        self.client, self.secret = told["LINKEDIN_CLIENT_ID"], told["LINKEDIN_CLIENT_SECRET"]

    def token(self, **change: str) -> requests.Response:
        url = f"{self.server}/v2/authorization"
        form = {
            "grant_type": "authorization_code",
            "code": change.pop("code", "") or code_of(url, self.client, "openid profile email"),
            "redirect_uri": BACK,
            "client_id": self.client,
            "client_secret": self.secret,
            **change,
        }
        return ask("POST", f"{self.server}/v2/accessToken", data=form)


@pytest.fixture
def linkedin(counterparts: Counterparts) -> LinkedIn:
    return LinkedIn(counterparts.environment)


def test_linkedin_gives_a_code_a_token_and_who_it_is(linkedin: LinkedIn) -> None:
    told = linkedin.token().json()
    assert set(told) == {"access_token", "expires_in", "scope", "token_type", "id_token"}
    assert told["scope"] == "email,openid,profile"
    where = linkedin.server.removesuffix("/oauth") + "/v2/userinfo"
    who = ask("GET", where, headers={"Authorization": f"Bearer {told['access_token']}"}).json()
    assert (who["name"], who["family_name"]) == ("Asha Menon", "Menon")
    refused = ask("GET", where, headers={"Authorization": "Bearer made-up"})
    assert (refused.status_code, refused.json()["code"]) == (401, "INVALID_ACCESS_TOKEN")


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "guessed"}, 401, "invalid_client"),
        ({"code_verifier": "v" * 43}, 401, "invalid_client"),
        ({"code": "made-up"}, 400, "invalid_request"),
        ({"redirect_uri": "http://localhost/elsewhere/"}, 400, "invalid_request"),
        ({"grant_type": "client_credentials"}, 400, "invalid_request"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else str(value),
)
def test_linkedin_refuses(
    linkedin: LinkedIn, change: dict[str, str], status: int, error: str
) -> None:
    answer = linkedin.token(**change)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_linkedins_code_works_once(linkedin: LinkedIn) -> None:
    code = code_of(f"{linkedin.server}/v2/authorization", linkedin.client, "openid")
    assert linkedin.token(code=code).status_code == 200
    assert linkedin.token(code=code).status_code == 400


def test_linkedin_sends_an_unknown_scope_back(linkedin: LinkedIn) -> None:
    asked = {"client_id": linkedin.client, "redirect_uri": BACK, "response_type": "code"}
    url = f"{linkedin.server}/v2/authorization"
    answer = ask("GET", url, params={**asked, "scope": "openid w_member_social", "state": "s"})
    said = parse_qs(urlsplit(answer.headers["location"]).query)
    assert said["error"] == ["unauthorized_scope_error"]
    assert ask("GET", url, params={**asked, "scope": "openid"}).status_code == 200
    foreign = {**asked, "redirect_uri": "https://attacker.example/"}
    assert ask("GET", url, params={**foreign, "scope": "openid"}).status_code == 400


class Facebook:
    def __init__(self, told: dict[str, str]) -> None:
        self.server = f"{told['FACEBOOK_SERVER']}/v23.0"
        self.client, self.secret = told["FACEBOOK_CLIENT_ID"], told["FACEBOOK_CLIENT_SECRET"]

    def code(self, scope: str = "email,public_profile", **change: str) -> str:
        return code_of(f"{self.server}/dialog/oauth", self.client, scope, **change)

    def token(self, **change: str) -> requests.Response:
        asked = {
            "code": change.pop("code", "") or self.code(),
            "redirect_uri": BACK,
            "client_id": self.client,
            "client_secret": self.secret,
            **change,
        }
        return ask("GET", f"{self.server}/oauth/access_token", params=asked)

    def me(self, token: str, **change: str) -> requests.Response:
        proof = hmac.new(self.secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        asked = {"access_token": token, "appsecret_proof": proof, "fields": "id,email,name"}
        asked = {name: value for name, value in {**asked, **change}.items() if value}
        return ask("GET", f"{self.server}/me", params=asked)


@pytest.fixture
def facebook(counterparts: Counterparts) -> Facebook:
    return Facebook(counterparts.environment)


def test_facebook_gives_a_code_a_token_and_who_it_is(facebook: Facebook) -> None:
    told = facebook.token().json()
    assert (told["token_type"], told["expires_in"]) == ("bearer", identity.TOKEN_SECONDS)
    who = facebook.me(told["access_token"]).json()
    assert (who["name"], who["email"]) == ("Asha Menon", "asha@example.com")
    assert who["id"].isdigit()
    assert set(facebook.me(told["access_token"], fields="name").json()) == {"id", "name"}


def test_facebook_hands_no_address_over_that_was_not_asked_for_or_is_not_there(
    facebook: Facebook,
) -> None:
    for code in (facebook.code("public_profile"), facebook.code(email="")):
        token = facebook.token(code=code).json()["access_token"]
        assert set(facebook.me(token).json()) == {"id", "name"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"client_id": "1"}, 101),
        ({"client_secret": "guessed"}, 1),
        ({"code": "made-up"}, 100),
        ({"redirect_uri": "http://localhost/elsewhere/"}, 100),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else str(value),
)
def test_facebook_refuses(facebook: Facebook, change: dict[str, str], code: int) -> None:
    answer = facebook.token(**change)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_facebooks_code_works_once(facebook: Facebook) -> None:
    code = facebook.code()
    assert facebook.token(code=code).status_code == 200
    assert facebook.token(code=code).json()["error"]["type"] == "OAuthException"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"appsecret_proof": ""}, 100),
        ({"appsecret_proof": "0" * 64}, 100),
        ({"access_token": "made-up"}, 190),
    ],
    ids=["no proof", "wrong proof", "no token of ours"],
)
def test_facebook_tells_nobody_without_the_secret(
    facebook: Facebook, change: dict[str, str], code: int
) -> None:
    token = facebook.token().json()["access_token"]
    answer = facebook.me(token, **change)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_facebook_shows_what_is_wrong_on_its_own_page(facebook: Facebook) -> None:
    asked = {"client_id": facebook.client, "redirect_uri": BACK, "state": "s", "scope": "email"}
    url = f"{facebook.server}/dialog/oauth"
    assert ask("GET", url, params=asked).status_code == 200
    for change in (
        {"client_id": "1"},
        {"redirect_uri": "https://attacker.example/"},
        {"scope": "email,user_friends"},
    ):
        answer = ask("GET", url, params={**asked, **change})
        assert (answer.status_code, "location" in answer.headers) == (400, False)
