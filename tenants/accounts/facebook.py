"""Facebook as allauth drives it, asked for what we say, at the addresses that the settings say.

It speaks OAuth 2.0 without ID tokens: who came is what the Graph API tells the holder of a token that our secret was
exchanged for, each call proven by that secret. Everything here runs outside a transaction, as it asks Facebook.
"""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.facebook.flows import compute_appsecret_proof
from allauth.socialaccount.providers.facebook.provider import FacebookProvider
from allauth.socialaccount.providers.facebook.views import FacebookOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest, HttpResponseBase


class GraphAdapter(FacebookOAuth2Adapter):
    """The exchange with Facebook: its dialog, then its Graph API."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        places = self.get_provider().app.settings
        self.authorize_url = f"{places['dialog_url']}/dialog/oauth"
        self.access_token_url = f"{places['graph_url']}/oauth/access_token"
        self.profile_url = f"{places['graph_url']}/me"

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Return who came, as the Graph API tells it.

        Raises:
            OAuth2Error: when it tells of nobody.
        """
        provider = self.get_provider()
        asked = {
            "fields": ",".join(provider.get_fields()),
            "access_token": token.token,
            # A token that leaked is worth nothing without the secret (Meta, "Secure Graph API Calls").
            "appsecret_proof": compute_appsecret_proof(app, token),
        }
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, params=asked)
            answer.raise_for_status()
            told = answer.json()
        if not isinstance(told, dict) or not told.get("id"):
            raise OAuth2Error("Facebook does not say who came.")
        return provider.sociallogin_from_response(request, told)


class StrictFacebook(FacebookProvider):
    """allauth's provider, which asks for what we say, never for what an address says."""

    oauth2_adapter_class = GraphAdapter

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = self.app.name

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponseBase:
        """Send the browser there."""
        kwargs |= {"auth_params": self.get_auth_params(), "scope": self.get_scope()}
        return super().redirect(request, process, next_url=next_url, data=data, **kwargs)


leave = OAuth2LoginView.adapter_view(GraphAdapter)
come_back = OAuth2CallbackView.adapter_view(GraphAdapter)
