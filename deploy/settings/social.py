"""Which services may say who somebody is, on the public site. Without its keys a service has no button."""

from collections.abc import Callable
from typing import Any

# The environment's names: <NAME>_CLIENT_ID and <NAME>_CLIENT_SECRET. <NAME>_SERVER leads to a counterpart.
Reader = Callable[[str], str]
GRAPH_VERSION = "v23.0"  # Facebook keeps a version for about two years


def providers(read: Reader) -> dict[str, Any]:
    """Return allauth's SOCIALACCOUNT_PROVIDERS.

    Args:
        read: gives the value of an environment variable, empty when it is unset.
    """
    found: dict[str, Any] = {
        "facebook": {
            "METHOD": "oauth2",
            "SCOPE": ["email", "public_profile"],
            "FIELDS": ["id", "email", "name"],
            # Facebook does not say whether it has checked an address.
            "VERIFIED_EMAIL": False,
            "APPS": [],
            "provider_class": "tenants.accounts.facebook.StrictFacebook",
        },
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [],
            "provider_class": "tenants.accounts.openid.StrictProvider",
        },
    }
    if key := read("FACEBOOK_CLIENT_ID"):
        played = read("FACEBOOK_SERVER")
        found["facebook"]["APPS"].append(
            {
                "name": _name("Facebook", played),
                "client_id": key,
                "secret": read("FACEBOOK_CLIENT_SECRET"),
                "settings": {
                    "dialog_url": f"{played or 'https://www.facebook.com'}/{GRAPH_VERSION}",
                    "graph_url": f"{played or 'https://graph.facebook.com'}/{GRAPH_VERSION}",
                },
            }
        )
    linkedin = read("LINKEDIN_SERVER")
    linkedin_name = _name("LinkedIn", linkedin)
    servers = (
        ("google", "Google", "https://accounts.google.com", True, True),
        # LinkedIn knows neither PKCE for confidential clients nor a nonce: it refuses the one and
        # forgets the other. The state, good once and in the session, binds its answer.
        ("linkedin", linkedin_name, linkedin or "https://www.linkedin.com/oauth", False, False),
        # A counterpart of development and tests, as Google is; it signs anybody in as anybody.
        ("demo-id", "Demo ID (simulated)", read("DEMO_ID_SERVER"), True, True),
    )
    for provider_id, label, server, has_pkce, has_nonce in servers:
        prefix = provider_id.replace("-", "_").upper()
        if server and (key := read(f"{prefix}_CLIENT_ID")):
            found["openid_connect"]["APPS"].append(
                {
                    "provider_id": provider_id,
                    "name": label,
                    "client_id": key,
                    "secret": read(f"{prefix}_CLIENT_SECRET"),
                    "settings": {
                        "server_url": server,
                        "token_auth_method": "client_secret_post",
                        "oauth_pkce_enabled": has_pkce,
                        "has_nonce": has_nonce,
                    },
                }
            )
    return found


def _name(service: str, counterpart: str) -> str:
    """Return what the button says: where a counterpart answers, that it does."""
    return f"{service} (simulated)" if counterpart else service
