"""Facebook's login dialog and Graph API, which sign anybody in as anybody.

The app is set to "Require App Secret": a call without the right `appsecret_proof` is refused, so that a token
that leaked opens nothing. Somebody without an address there, or who does not hand it over, has no `email` among
the fields. Source: Meta, "Manually Build a Login Flow" and "Secure Graph API Calls".
"""

import hashlib
import hmac
import re
from http import HTTPStatus
from typing import Any

from deploy.local.counterparts import identity
from deploy.local.counterparts.desk import Desk
from deploy.local.counterparts.exchange import Answer, Asked, json_answer

NAME = "facebook"
_CLIENT = "100200300400500"
_PLACE = re.compile(r"/v\d+\.\d+(/dialog/oauth|/oauth/access_token|/me)")
_PASSED_ON = ("client_id", "redirect_uri", "state", "scope")
_KNOWN = {"email", "public_profile"}
_FRAGMENT = "#_=_"  # browsers would else keep the fragment of the page before


def environment(base: str, secret: str) -> dict[str, str]:
    """Return what leads the product here."""
    return {
        "FACEBOOK_SERVER": base,
        "FACEBOOK_CLIENT_ID": _CLIENT,
        "FACEBOOK_CLIENT_SECRET": identity.client_secret(NAME, secret),
    }


def answer(asked: Asked, desk: Desk) -> Answer:
    """Answer as www.facebook.com and graph.facebook.com do."""
    place = _PLACE.fullmatch(asked.path)
    route = (asked.method, place[1] if place else "")
    if route == ("GET", "/dialog/oauth"):
        return _ask(asked)
    if route == ("POST", "/dialog/oauth"):
        return _decide(asked, desk)
    if route == ("GET", "/oauth/access_token"):
        return _tokens(asked, desk)
    if route == ("GET", "/me"):
        return _me(asked, desk)
    return _problem("Unknown path components", "OAuthException", 2500)


def _problem(message: str, kind: str, code: int, status: int = HTTPStatus.BAD_REQUEST) -> Answer:
    return json_answer({"error": {"message": message, "type": kind, "code": code}}, status)


def _ask(asked: Asked) -> Answer:
    wanted = asked.arguments()
    where = wanted.get("redirect_uri", "")
    # What is wrong is said on Facebook's own page; nobody is sent to an address that is not the app's.
    if wanted.get("client_id") != _CLIENT:
        return Answer(HTTPStatus.BAD_REQUEST, b"Invalid App ID", "text/plain")
    if not identity.is_ours(where):
        return Answer(HTTPStatus.BAD_REQUEST, b"URL Blocked", "text/plain")
    passed_on = {name: wanted.get(name, "") for name in _PASSED_ON}
    if strange := set(re.split("[, ]", passed_on["scope"])) - _KNOWN - {""}:
        words = f"Invalid Scopes: {', '.join(sorted(strange))}"
        return Answer(HTTPStatus.BAD_REQUEST, words.encode(), "text/plain")
    return identity.page(title="Facebook (simulated)", passed_on=passed_on)


def _decide(asked: Asked, desk: Desk) -> Answer:
    form = asked.form()
    passed_on = {name: form.get(name, "") for name in _PASSED_ON}
    where, state = passed_on["redirect_uri"], passed_on["state"]
    if not identity.is_ours(where):
        return Answer(HTTPStatus.BAD_REQUEST, b"URL Blocked", "text/plain")
    if form.get("answer") == "no":
        said = {
            "error": "access_denied",
            "error_code": "200",
            "error_description": "Permissions error",
            "error_reason": "user_denied",
            "state": state,
        }
        return identity.send_back(where, said, fragment=_FRAGMENT)
    email, name = form.get("email", "").strip(), form.get("name", "")
    number = int(identity.subject(NAME, email or name), 16) % 10**15
    fields: dict[str, Any] = {"id": str(10**15 + number), "name": name}
    if email and "email" in re.split("[, ]", passed_on["scope"]):
        fields["email"] = email
    code = identity.make_code(desk, {"redirect_uri": where, "fields": fields})
    return identity.send_back(where, {"code": code, "state": state}, fragment=_FRAGMENT)


def _tokens(asked: Asked, desk: Desk) -> Answer:
    wanted = asked.arguments()
    if wanted.get("client_id") != _CLIENT:
        return _problem(
            "Error validating application. Invalid application ID.", "OAuthException", 101
        )
    if wanted.get("client_secret") != identity.client_secret(NAME, desk.secret):
        return _problem("Error validating client secret.", "OAuthException", 1)
    kept = identity.take_code(desk, wanted.get("code", ""))
    if kept is None:
        return _problem("This authorization code has been used.", "OAuthException", 100)
    if wanted.get("redirect_uri") != kept["redirect_uri"]:
        words = (
            "Error validating verification code. Please make sure your redirect_uri is identical"
            " to the one you used in the OAuth dialog request"
        )
        return _problem(words, "OAuthException", 100)
    return json_answer(
        {
            "access_token": identity.make_token(desk, {"fields": kept["fields"]}),
            "token_type": "bearer",
            "expires_in": identity.TOKEN_SECONDS,
        }
    )


def _me(asked: Asked, desk: Desk) -> Answer:
    wanted = asked.arguments()
    token = wanted.get("access_token", "") or identity.bearer(asked)
    kept = identity.behind_token(desk, token)
    if kept is None:
        return _problem("Invalid OAuth access token.", "OAuthException", 190)
    if "appsecret_proof" not in wanted:
        words = "API calls from the server require an appsecret_proof argument"
        return _problem(words, "GraphMethodException", 100)
    if not hmac.compare_digest(wanted["appsecret_proof"], _proof(token, desk.secret)):
        words = "Invalid appsecret_proof provided in the API argument"
        return _problem(words, "GraphMethodException", 100)
    fields = wanted.get("fields", "id,name").split(",")
    return json_answer(
        {name: value for name, value in kept["fields"].items() if name in {*fields, "id"}}
    )


def _proof(token: str, secret: str) -> str:
    """Return the SHA-256 HMAC of a token under the app's secret, in hex."""
    key = identity.client_secret(NAME, secret).encode()
    return hmac.new(key, token.encode(), hashlib.sha256).hexdigest()
