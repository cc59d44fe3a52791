"""LinkedIn's "Sign In with OpenID Connect", which signs anybody in as anybody.

As the real one it gives no nonce back, refuses a PKCE verifier of a client that has a secret, takes the secret
in the form only, calls a turning back by two names of its own, and says `email_verified` as a word in the ID
token and as a boolean among the particulars. Source: LinkedIn, "Sign In with LinkedIn using OpenID Connect" and
"Authorization Code Flow".
"""

from http import HTTPStatus
from typing import Any

from deploy.local.counterparts import identity
from deploy.local.counterparts.desk import Desk
from deploy.local.counterparts.exchange import Answer, Asked, json_answer

NAME = "linkedin"
_CLIENT = "86smhlearn0001"
_SCOPES = {"openid", "profile", "email"}
_PASSED_ON = ("client_id", "redirect_uri", "state", "scope")
_MORE = (
    '<p><label><input name="email_verified" type="checkbox" value="1" checked>'
    " This address was checked</label></p>\n"
    '<p><button name="answer" value="leave">Cancel before signing in</button></p>\n'
)
# What comes back instead of a code when somebody does not sign in there, or does not agree.
_TURNED_BACK = {
    "leave": ("user_cancelled_login", "The user cancelled LinkedIn login"),
    "no": ("user_cancelled_authorize", "The user cancelled the authorization"),
}


def environment(base: str, secret: str) -> dict[str, str]:
    """Return what leads the product here."""
    return {
        "LINKEDIN_SERVER": f"{base}/oauth",
        "LINKEDIN_CLIENT_ID": _CLIENT,
        "LINKEDIN_CLIENT_SECRET": identity.client_secret(NAME, secret),
    }


def answer(asked: Asked, desk: Desk) -> Answer:
    """Answer as www.linkedin.com and api.linkedin.com do."""
    route = (asked.method, asked.path)
    if route == ("GET", "/oauth/.well-known/openid-configuration"):
        return _configuration(asked.base)
    if route == ("GET", "/oauth/openid/jwks"):
        return json_answer(identity.published_keys())
    if route == ("GET", "/oauth/v2/authorization"):
        return _ask(asked)
    if route == ("POST", "/oauth/v2/authorization"):
        return _decide(asked, desk)
    if route == ("POST", "/oauth/v2/accessToken"):
        return _tokens(asked, desk)
    if route == ("GET", "/v2/userinfo"):
        return _user_info(asked, desk)
    return json_answer({"status": 404, "message": "No virtual resource found"}, 404)


def _configuration(base: str) -> Answer:
    return json_answer(
        {
            "issuer": f"{base}/oauth",
            "authorization_endpoint": f"{base}/oauth/v2/authorization",
            "token_endpoint": f"{base}/oauth/v2/accessToken",
            "userinfo_endpoint": f"{base}/v2/userinfo",
            "jwks_uri": f"{base}/oauth/openid/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "profile", "email"],
        }
    )


def _ask(asked: Asked) -> Answer:
    wanted = asked.arguments()
    where = wanted.get("redirect_uri", "")
    if wanted.get("client_id") != _CLIENT or not identity.is_ours(where):
        return Answer(HTTPStatus.BAD_REQUEST, b"Bummer, something went wrong.", "text/plain")
    passed_on = {name: wanted.get(name, "") for name in _PASSED_ON}
    if wanted.get("response_type") != "code":
        return _refuse(passed_on, "invalid_request", "response_type must be code")
    if strange := set(passed_on["scope"].split()) - _SCOPES:
        words = f'Scope "{sorted(strange)[0]}" is not authorized for your application'
        return _refuse(passed_on, "unauthorized_scope_error", words)
    return identity.page(title="LinkedIn (simulated)", passed_on=passed_on, more=_MORE)


def _refuse(passed_on: dict[str, str], error: str, words: str) -> Answer:
    said = {"error": error, "error_description": words, "state": passed_on["state"]}
    return identity.send_back(passed_on["redirect_uri"], said)


def _decide(asked: Asked, desk: Desk) -> Answer:
    form = asked.form()
    passed_on = {name: form.get(name, "") for name in _PASSED_ON}
    if not identity.is_ours(passed_on["redirect_uri"]):
        return Answer(HTTPStatus.BAD_REQUEST, b"Bummer, something went wrong.", "text/plain")
    if form.get("answer") in _TURNED_BACK:
        return _refuse(passed_on, *_TURNED_BACK[form["answer"]])
    granted = passed_on["scope"].split()
    email = form.get("email", "").strip()
    claims: dict[str, Any] = {"sub": identity.subject(NAME, email or form.get("name", ""))}
    if "profile" in granted:
        first, _, last = form.get("name", "").strip().rpartition(" ")
        claims |= {"name": f"{first} {last}".strip(), "given_name": first, "family_name": last}
        claims |= {"locale": {"country": "IN", "language": "en"}}
    if "email" in granted and email:
        claims |= {"email": email, "email_verified": form.get("email_verified") == "1"}
    content = {"redirect_uri": passed_on["redirect_uri"], "scope": granted, "claims": claims}
    said = {"code": identity.make_code(desk, content), "state": passed_on["state"]}
    return identity.send_back(passed_on["redirect_uri"], said)


def _tokens(asked: Asked, desk: Desk) -> Answer:
    form = asked.form()
    client = (form.get("client_id", ""), form.get("client_secret", ""))
    # A verifier makes it the flow for installed apps, which this client is not registered for.
    known = (_CLIENT, identity.client_secret(NAME, desk.secret))
    if client != known or "code_verifier" in form:
        words = "Client authentication failed"
        return _problem("invalid_client", words, HTTPStatus.UNAUTHORIZED)
    if form.get("grant_type") != "authorization_code":
        return _problem("invalid_request", "A required parameter is missing", 400)
    kept = identity.take_code(desk, form.get("code", ""))
    if kept is None or form.get("redirect_uri") != kept["redirect_uri"]:
        words = "Unable to retrieve access token: appid/redirect uri/code verifier does not match"
        return _problem("invalid_request", words, 400)
    told: dict[str, Any] = {
        "access_token": identity.make_token(desk, {"claims": kept["claims"]}),
        "expires_in": identity.TOKEN_SECONDS,
        "scope": ",".join(sorted(kept["scope"])),
        "token_type": "Bearer",
    }
    if "openid" in kept["scope"]:
        told["id_token"] = _id_token(asked.base, kept["claims"])
    return json_answer(told)


def _problem(error: str, words: str, status: int) -> Answer:
    return json_answer({"error": error, "error_description": words}, status)


def _id_token(base: str, claims: dict[str, Any]) -> str:
    said = dict(claims)
    if "email_verified" in said:
        said["email_verified"] = str(said["email_verified"]).lower()
    return identity.signed(said, issuer=f"{base}/oauth", audience=_CLIENT)


def _user_info(asked: Asked, desk: Desk) -> Answer:
    kept = identity.behind_token(desk, identity.bearer(asked))
    if kept is None:
        problem = {
            "status": 401,
            "serviceErrorCode": 65600,
            "code": "INVALID_ACCESS_TOKEN",
            "message": "Invalid access token",
        }
        return json_answer(problem, HTTPStatus.UNAUTHORIZED)
    return json_answer(kept["claims"])
