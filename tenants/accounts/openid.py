"""OpenID providers as allauth drives them, made strict: what they say of a person must be signed by their key.

allauth skips the signature of an ID token that came over TLS from the token endpoint, which OpenID
Connect Core (3.1.3.7, 6) allows. A proxy between us, a certificate too many or a mistaken address would
then be enough to come in as anybody. Everything here runs outside a transaction, as it asks the provider.
"""

import hashlib
from secrets import token_urlsafe
from typing import Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponseBase

# What every provider of ours signs with, and nothing else: `none` and HMAC (whose secret would be the
# provider's public key) must not be the token's own choice (RFC 8725, 3.1).
ALGORITHMS = ("RS256",)
LEEWAY = 30  # seconds that two clocks may differ
REQUIRED = ("iss", "aud", "exp", "iat", "sub")
# What LinkedIn calls turning back, before signing in there and after; elsewhere it is `access_denied`.
TURNED_BACK = ("user_cancelled_login", "user_cancelled_authorize")


def nonce_of(state_id: str) -> str:
    """Return the nonce that belongs to a state, which is kept in the session and good once."""
    return hashlib.sha256(f"nonce {state_id}".encode()).hexdigest()


def verified_claims(
    *, token: str, keys: dict[str, Any], issuer: str, audience: str, nonce: str | None
) -> dict[str, Any]:
    """Return what an ID token says, once everything about it was checked (OpenID Connect Core, 3.1.3.7).

    Args:
        token: the compact form, as the token endpoint gave it.
        keys: the provider's key set, as it publishes it.
        issuer: the provider's name for itself, as its configuration says.
        audience: our own client id.
        nonce: what was sent along with the person; None where the provider gives none back.

    Raises:
        OAuth2Error: when a signature, key, algorithm, issuer, audience, date or nonce is not right.
    """
    try:
        wanted = jwt.get_unverified_header(token).get("kid")
        key = next(
            key
            for key in jwt.PyJWKSet.from_dict(keys).keys
            if key.key_id == wanted and key.public_key_use in (None, "sig")
        )
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key.key,
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": list(REQUIRED), "strict_aud": True},
        )
    except (jwt.PyJWTError, StopIteration, ValueError, AttributeError) as error:
        raise OAuth2Error("The ID token is not the provider's.") from error
    if nonce is not None and claims.get("nonce") != nonce:
        raise OAuth2Error("The ID token answers another question.")
    return claims


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """The exchange with one provider."""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        super().__init__(request, provider_id)
        said = request.GET.get("error", "")
        if said in TURNED_BACK:
            self.login_cancelled_error = said

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Return who the provider says came, by a signed token; its list of particulars may add to it."""
        given = kwargs["response"].get("id_token") or ""
        claims = verified_claims(
            token=given,
            keys=self._keys(),
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            nonce=nonce_of(request.GET.get("state", "")) if app.settings["has_nonce"] else None,
        )
        particulars = self._fetch_user_info(token.token)
        # A list of somebody else's particulars would make them the one who came (5.3.2).
        if particulars.get("sub") != claims["sub"]:
            raise OAuth2Error("The particulars are somebody else's.")
        data = {"id_token": claims, "userinfo": particulars}
        return self.get_provider().sociallogin_from_response(request, data)

    def _keys(self) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys: dict[str, Any] = answer.json()
            return keys


class StrictProvider(OpenIDConnectProvider):
    """allauth's provider, which asks for what we say, never for what an address says."""

    oauth2_adapter_class = StrictAdapter

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the address, checked only where the provider says so; some say it as a word."""
        found: list[EmailAddress] = super().extract_email_addresses(data)
        for row in found:
            row.verified = row.verified in (True, "true")
        return found

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponseBase:
        """Send the browser there, with a nonce that only the session it came from knows."""
        state_id = token_urlsafe(24)
        asked = self.get_auth_params()
        if self.app.settings["has_nonce"]:
            asked["nonce"] = nonce_of(state_id)
        kwargs |= {"auth_params": asked, "scope": self.get_scope(), "state_id": state_id}
        return super().redirect(request, process, next_url=next_url, data=data, **kwargs)


@login_not_required
def leave(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send somebody to a provider."""
    return OAuth2LoginView.adapter_view(StrictAdapter(request, provider_id))(request)


@login_not_required
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take somebody back from a provider."""
    return OAuth2CallbackView.adapter_view(StrictAdapter(request, provider_id))(request)
