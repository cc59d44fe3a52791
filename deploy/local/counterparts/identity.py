"""What the services that say who somebody is have in common: the page that asks, codes that work once, tokens.

Each signs anybody in as anybody. Codes and tokens run out; ID tokens are signed with RS256 by a key that
lives as long as the process.
"""

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
from deploy.local.counterparts.exchange import Answer, Asked

KEY_ID = "demo-1"
CODE_SECONDS = 60
TOKEN_SECONDS = 600
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>{title}</title><main><h1>{title}</h1>
<p>A stand-in for a service that knows who you are. Choose whom it shall vouch for.</p>
<form method="post">{hidden}
<p><label>Name <input name="name" value="Asha Menon"></label></p>
<p><label>E-mail <input name="email" type="email" value="asha@learners.example"></label></p>
{more}<p><button name="answer" value="yes">Continue</button> <button name="answer" value="no">Cancel</button></p>
</form></main></html>"""


def client_secret(service: str, secret: str) -> str:
    """Return the product's secret at a service, made from the stack's."""
    return hashlib.sha256(f"{service} client {secret}".encode()).hexdigest()


def subject(service: str, name: str) -> str:
    """Return under which number a service knows somebody, the same each time: 96 bits in hex."""
    return hashlib.sha256(f"{service} {name.lower()}".encode()).hexdigest()[:24]


def is_ours(uri: str) -> bool:
    """Whether codes may be sent there: the product on this machine, and nowhere else."""
    host = urlsplit(uri).hostname or ""
    return host == "localhost" or host.endswith(".localhost")


def page(*, title: str, passed_on: dict[str, str], more: str = "") -> Answer:
    """Ask whom the service shall vouch for.

    Args:
        title: what the service is called.
        passed_on: what the product asked with, for the form to bring along.
        more: further fields, as HTML.
    """
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
        for name, value in passed_on.items()
    )
    text = _PAGE.replace("{title}", title).replace("{more}", more).replace("{hidden}", hidden)
    return Answer(HTTPStatus.OK, text.encode(), "text/html; charset=utf-8")


def send_back(redirect_uri: str, said: dict[str, str], *, fragment: str = "") -> Answer:
    """Send the browser back to the product with what was decided."""
    where = f"{redirect_uri}?{urlencode(said)}{fragment}"
    return Answer(HTTPStatus.FOUND, b"", "text/plain", (("Location", where),))


def make_code(desk: Desk, content: dict[str, Any]) -> str:
    """Keep something under a code that works once (RFC 6749, 4.1.2), and return the code."""
    code = token_urlsafe(24)
    desk.shelf.put({**content, "until": time.time() + CODE_SECONDS}, name=f"code-{code}")
    return code


def take_code(desk: Desk, code: str) -> dict[str, Any] | None:
    """Return what was kept under a code; None when it was used, is too old or was never given."""
    kept = desk.shelf.get(f"code-{code}")
    if kept is None or kept.get("used") or kept["until"] < time.time():
        return None
    desk.shelf.put({**kept, "used": True}, name=f"code-{code}")
    return kept


def make_token(desk: Desk, content: dict[str, Any]) -> str:
    """Keep something under an access token, and return the token."""
    token = token_urlsafe(24)
    desk.shelf.put({**content, "until": time.time() + TOKEN_SECONDS}, name=f"token-{token}")
    return token


def behind_token(desk: Desk, token: str) -> dict[str, Any] | None:
    """Return what is kept under an access token; None when there is nothing, or not any more."""
    kept = desk.shelf.get(f"token-{token}") if token else None
    return None if kept is None or kept["until"] < time.time() else kept


def bearer(asked: Asked) -> str:
    """Return the token of the Authorization header, "" without one (RFC 6750, 2.1)."""
    scheme, _, token = asked.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


@lru_cache(maxsize=1)
def key() -> rsa.RSAPrivateKey:
    """Return the key that ID tokens are signed with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def published_keys() -> dict[str, Any]:
    """Return the key set as a service publishes it (RFC 7517)."""
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key().public_key(), as_dict=True)
    return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}


def signed(claims: dict[str, Any], *, issuer: str, audience: str) -> str:
    """Return an ID token that says these claims (OpenID Connect Core, 2)."""
    moment = int(time.time())
    content = {"iss": issuer, "aud": audience, "iat": moment, "exp": moment + TOKEN_SECONDS}
    return jwt.encode({**claims, **content}, key(), algorithm="RS256", headers={"kid": KEY_ID})
