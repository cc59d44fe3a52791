"""An OpenID provider (OpenID Connect Core 1.0, code flow with PKCE) that signs anybody in as anybody.

Its page asks which name and address it shall vouch for. Codes work once, within a minute; ID tokens are
signed with RS256 by a key that lives as long as the process.
"""

import base64
import hashlib
import html
import time
from functools import lru_cache
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from deploy.local.counterparts.desk import Desk
from deploy.local.counterparts.exchange import Answer, Asked, json_answer

NAME = "openid"
_KEY_ID = "demo-1"
_CODE_SECONDS = 60
_TOKEN_SECONDS = 600
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>Demo ID (simulated)</title><main><h1>Demo ID (simulated)</h1>
<p>A stand-in for a service that knows who you are. Choose whom it shall vouch for.</p>
<form method="post">{hidden}
<p><label>Name <input name="name" value="Asha Menon"></label></p>
<p><label>E-mail <input name="email" type="email" value="asha@learners.example"></label></p>
<p><label><input name="email_verified" type="checkbox" value="1" checked> This address was checked</label></p>
<p><button name="answer" value="yes">Continue</button> <button name="answer" value="no">Cancel</button></p>
</form></main></html>"""
_PASSED_ON = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")


def environment(base: str, secret: str) -> dict[str, str]:
    """Return what leads the product here."""
    return {
        "DEMO_ID_SERVER": base,
        "DEMO_ID_CLIENT_ID": "sales-mastery-hub",
        "DEMO_ID_CLIENT_SECRET": _client_secret(secret),
    }


def _client_secret(secret: str) -> str:
    return hashlib.sha256(f"openid client {secret}".encode()).hexdigest()


@lru_cache(maxsize=1)
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def answer(asked: Asked, desk: Desk) -> Answer:
    """Answer as a provider does."""
    route = (asked.method, asked.path.rstrip("/"))
    if route == ("GET", "/.well-known/openid-configuration"):
        return _configuration(asked.base)
    if route == ("GET", "/jwks"):
        public = jwt.algorithms.RSAAlgorithm.to_jwk(_key().public_key(), as_dict=True)
        return json_answer({"keys": [{**public, "kid": _KEY_ID, "use": "sig", "alg": "RS256"}]})
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


def _is_ours(uri: str) -> bool:
    """Whether codes may be sent there: the product on this machine, and nowhere else."""
    host = urlsplit(uri).hostname or ""
    return host == "localhost" or host.endswith(".localhost")


def _ask(asked: Asked) -> Answer:
    wanted = asked.arguments()
    if wanted.get("client_id") != "sales-mastery-hub" or not _is_ours(
        wanted.get("redirect_uri", "")
    ):
        return json_answer({"error": "invalid_request"}, HTTPStatus.BAD_REQUEST)
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(wanted.get(name, ""))}">'
        for name in _PASSED_ON
    )
    page = _PAGE.replace("{hidden}", hidden)
    return Answer(HTTPStatus.OK, page.encode(), "text/html; charset=utf-8")


def _decide(asked: Asked, desk: Desk) -> Answer:
    form = asked.form()
    if not _is_ours(form.get("redirect_uri", "")):
        return json_answer({"error": "invalid_request"}, HTTPStatus.BAD_REQUEST)
    back = {"state": form.get("state", "")}
    if form.get("answer") == "no":
        back["error"] = "access_denied"
    else:
        email = form.get("email", "").strip()
        back["code"] = token_urlsafe(24)
        desk.shelf.put(
            {
                "until": time.time() + _CODE_SECONDS,
                "asked": {name: form.get(name, "") for name in _PASSED_ON},
                "claims": {
                    "sub": hashlib.sha256(f"demo {email.lower()}".encode()).hexdigest()[:24],
                    "name": form.get("name", ""),
                    "email": email,
                    "email_verified": form.get("email_verified") == "1",
                },
            },
            name=f"code-{back['code']}",
        )
    where = f"{form['redirect_uri']}?{urlencode(back)}"
    return Answer(HTTPStatus.FOUND, b"", "text/plain", (("Location", where),))


def _tokens(asked: Asked, desk: Desk) -> Answer:
    form = asked.form()
    client = asked.basic_auth()
    if client == ("", ""):
        client = (form.get("client_id", ""), form.get("client_secret", ""))
    if client != ("sales-mastery-hub", _client_secret(desk.secret)):
        return json_answer({"error": "invalid_client"}, HTTPStatus.UNAUTHORIZED)
    name = f"code-{form.get('code', '')}"
    kept = desk.shelf.get(name) if form.get("grant_type") == "authorization_code" else None
    if kept is None or kept.get("used") or kept["until"] < time.time():
        return json_answer({"error": "invalid_grant"}, HTTPStatus.BAD_REQUEST)
    desk.shelf.put({**kept, "used": True}, name=name)
    wanted = kept["asked"]
    if form.get("redirect_uri") != wanted["redirect_uri"] or not _holds(
        wanted["code_challenge"], form.get("code_verifier", "")
    ):
        return json_answer({"error": "invalid_grant"}, HTTPStatus.BAD_REQUEST)
    access = token_urlsafe(24)
    desk.shelf.put(
        {"until": time.time() + _TOKEN_SECONDS, "claims": kept["claims"]}, name=f"token-{access}"
    )
    return json_answer(
        {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": _TOKEN_SECONDS,
            "id_token": _id_token(asked.base, kept["claims"], wanted["nonce"]),
        }
    )


def _holds(challenge: str, verifier: str) -> bool:
    """Whether a verifier belongs to the challenge sent before (RFC 7636, 4.6)."""
    if not challenge:
        return True
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge


def _id_token(base: str, claims: dict[str, Any], nonce: str) -> str:
    moment = int(time.time())
    content = {
        **claims,
        "iss": base,
        "aud": "sales-mastery-hub",
        "iat": moment,
        "exp": moment + _TOKEN_SECONDS,
        **({"nonce": nonce} if nonce else {}),
    }
    return jwt.encode(content, _key(), algorithm="RS256", headers={"kid": _KEY_ID})


def _user_info(asked: Asked, desk: Desk) -> Answer:
    scheme, _, token = asked.headers.get("authorization", "").partition(" ")
    kept = desk.shelf.get(f"token-{token}") if scheme.lower() == "bearer" and token else None
    if kept is None or kept["until"] < time.time():
        return json_answer({"error": "invalid_token"}, HTTPStatus.UNAUTHORIZED)
    return json_answer(kept["claims"])
