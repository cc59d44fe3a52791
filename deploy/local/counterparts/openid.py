"""An OpenID provider (OpenID Connect Core 1.0, code flow with PKCE) that signs anybody in as anybody."""

import base64
import hashlib
from http import HTTPStatus
from typing import Any

from deploy.local.counterparts import identity
from deploy.local.counterparts.desk import Desk
from deploy.local.counterparts.exchange import Answer, Asked, json_answer

NAME = "openid"
_CLIENT = "sales-mastery-hub"
_CHECKED = (
    '<p><label><input name="email_verified" type="checkbox" value="1" checked>'
    " This address was checked</label></p>\n"
)
_PASSED_ON = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")


def environment(base: str, secret: str) -> dict[str, str]:
    """Return what leads the product here."""
    return {
        "DEMO_ID_SERVER": base,
        "DEMO_ID_CLIENT_ID": _CLIENT,
        "DEMO_ID_CLIENT_SECRET": identity.client_secret(NAME, secret),
    }


def answer(asked: Asked, desk: Desk) -> Answer:
    """Answer as a provider does."""
    route = (asked.method, asked.path.rstrip("/"))
    if route == ("GET", "/.well-known/openid-configuration"):
        return _configuration(asked.base)
    if route == ("GET", "/jwks"):
        return json_answer(identity.published_keys())
    if route == ("GET", "/authorize"):
        return _ask(asked)
    if route == ("POST", "/authorize"):
        return _decide(asked, desk)
    if route == ("POST", "/token"):
        return _tokens(asked, desk)
    if route == ("GET", "/userinfo"):
        return _user_info(asked, desk)
    return json_answer({"error": "not_found"}, HTTPStatus.NOT_FOUND)


def _configuration(base: str) -> Answer:
    return json_answer(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "userinfo_endpoint": f"{base}/userinfo",
            "jwks_uri": f"{base}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "profile", "email"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        }
    )


def _ask(asked: Asked) -> Answer:
    wanted = asked.arguments()
    if wanted.get("client_id") != _CLIENT or not identity.is_ours(wanted.get("redirect_uri", "")):
        return json_answer({"error": "invalid_request"}, HTTPStatus.BAD_REQUEST)
    return identity.page(
        title="Demo ID (simulated)",
        passed_on={name: wanted.get(name, "") for name in _PASSED_ON},
        more=_CHECKED,
    )


def _decide(asked: Asked, desk: Desk) -> Answer:
    form = asked.form()
    if not identity.is_ours(form.get("redirect_uri", "")):
        return json_answer({"error": "invalid_request"}, HTTPStatus.BAD_REQUEST)
    back = {"state": form.get("state", "")}
    if form.get("answer") == "no":
        back["error"] = "access_denied"
    else:
        email = form.get("email", "").strip()
        claims = {
            "sub": identity.subject("demo", email),
            "name": form.get("name", ""),
            "email": email,
            "email_verified": form.get("email_verified") == "1",
        }
        kept = {name: form.get(name, "") for name in _PASSED_ON}
        back["code"] = identity.make_code(desk, {"asked": kept, "claims": claims})
    return identity.send_back(form["redirect_uri"], back)


def _tokens(asked: Asked, desk: Desk) -> Answer:
    form = asked.form()
    client = asked.basic_auth()
    if client == ("", ""):
        client = (form.get("client_id", ""), form.get("client_secret", ""))
    if client != (_CLIENT, identity.client_secret(NAME, desk.secret)):
        return json_answer({"error": "invalid_client"}, HTTPStatus.UNAUTHORIZED)
    is_code = form.get("grant_type") == "authorization_code"
    kept = identity.take_code(desk, form.get("code", "")) if is_code else None
    if (
        kept is None
        or form.get("redirect_uri") != kept["asked"]["redirect_uri"]
        or not _holds(kept["asked"]["code_challenge"], form.get("code_verifier", ""))
    ):
        return json_answer({"error": "invalid_grant"}, HTTPStatus.BAD_REQUEST)
    return json_answer(
        {
            "access_token": identity.make_token(desk, {"claims": kept["claims"]}),
            "token_type": "Bearer",
            "expires_in": identity.TOKEN_SECONDS,
            "id_token": _id_token(asked.base, kept["claims"], kept["asked"]["nonce"]),
        }
    )


def _holds(challenge: str, verifier: str) -> bool:
    """Whether a verifier belongs to the challenge sent before (RFC 7636, 4.6)."""
    if not challenge:
        return True
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge


def _id_token(base: str, claims: dict[str, Any], nonce: str) -> str:
    content = {**claims, "nonce": nonce} if nonce else claims
    return identity.signed(content, issuer=base, audience=_CLIENT)


def _user_info(asked: Asked, desk: Desk) -> Answer:
    kept = identity.behind_token(desk, identity.bearer(asked))
    if kept is None:
        return json_answer({"error": "invalid_token"}, HTTPStatus.UNAUTHORIZED)
    return json_answer(kept["claims"])
