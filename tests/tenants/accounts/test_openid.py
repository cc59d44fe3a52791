"""What a provider says of a person counts only when it is signed, ours, fresh, and the answer to our question."""

import time
from typing import Any

import jwt
import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa

from tenants.accounts.openid import LEEWAY, nonce_of, verified_claims

ISSUER = "https://id.example"
US = "sales-mastery-hub"
NONCE = nonce_of("a state")


def make_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


KEY, FOREIGN_KEY = make_key(), make_key()


def published(key: rsa.RSAPrivateKey = KEY, **change: Any) -> dict[str, Any]:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256", **change}]}


def claims(**change: Any) -> dict[str, Any]:
    moment = int(time.time())
    said = {
        "iss": ISSUER,
        "aud": US,
        "iat": moment,
        "exp": moment + 600,
        "sub": "24400320",
        "nonce": NONCE,
        **change,
    }
    return {name: value for name, value in said.items() if value is not None}


def signed(
    said: dict[str, Any], *, key: Any = KEY, algorithm: str = "RS256", kid: str = "one"
) -> str:
    return jwt.encode(said, key, algorithm=algorithm, headers={"kid": kid})


def read(
    token: str, keys: dict[str, Any] | None = None, nonce: str | None = NONCE
) -> dict[str, Any]:
    return verified_claims(
        token=token, keys=keys or published(), issuer=ISSUER, audience=US, nonce=nonce
    )


def test_a_right_token_is_read() -> None:
    assert read(signed(claims())) == claims()
    assert read(signed(claims(nonce=None)), nonce=None)["sub"] == "24400320"


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "another-product"},
        {"aud": [US, "another-product"]},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"exp": int(time.time()) - LEEWAY - 5},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"iat": None},
        {"sub": None},
        {"nonce": nonce_of("another state")},
        {"nonce": None},
    ],
    # By place: the values hold the time and a key, which each test process has its own of.
    ids=lambda change: "-".join(change),
)
def test_what_it_says_must_be_right(change: dict[str, Any]) -> None:
    with pytest.raises(OAuth2Error):
        read(signed(claims(**change)))


def test_a_token_of_a_key_that_is_not_published_is_nobodys() -> None:
    with pytest.raises(OAuth2Error):
        read(signed(claims(), key=FOREIGN_KEY))
    with pytest.raises(OAuth2Error):
        read(signed(claims(), kid="two"))


def test_changed_words_under_a_true_signature_are_refused() -> None:
    head, _said, signature = signed(claims()).split(".")
    _head, forged, _signature = signed(claims(sub="somebody else")).split(".")
    with pytest.raises(OAuth2Error):
        read(f"{head}.{forged}.{signature}")


def test_a_token_cannot_choose_how_it_is_checked() -> None:
    with pytest.raises(OAuth2Error):
        read(signed(claims(), key=None, algorithm="none"))
    # Everybody has the public key, so as an HMAC's secret it proves nothing.
    as_secret = published()["keys"][0]["n"].encode()
    with pytest.raises(OAuth2Error):
        read(signed(claims(), key=as_secret, algorithm="HS256"))
    with pytest.raises(OAuth2Error):
        read(signed(claims(), algorithm="RS512"))


@pytest.mark.parametrize("keys", [{"keys": []}, {}, {"keys": "none"}, published(use="enc")])
def test_without_a_key_to_sign_with_nothing_is_believed(keys: dict[str, Any]) -> None:
    with pytest.raises(OAuth2Error):
        verified_claims(token=signed(claims()), keys=keys, issuer=ISSUER, audience=US, nonce=NONCE)


@pytest.mark.parametrize("token", ["", "a.b.c", "nonsense", "e30.e30."])
def test_what_is_no_token(token: str) -> None:
    with pytest.raises(OAuth2Error):
        read(token)
