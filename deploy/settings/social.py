"""Which services may say who somebody is, on the public site. Without its keys a service has no button."""

from collections.abc import Callable
from typing import Any

# The environment's names: <NAME>_CLIENT_ID and <NAME>_CLIENT_SECRET.
Reader = Callable[[str], str]


def providers(read: Reader) -> dict[str, Any]:
    """Return allauth's SOCIALACCOUNT_PROVIDERS.

    Args:
        read: gives the value of an environment variable, empty when it is unset.
    """
    found: dict[str, Any] = {
        "google": {"SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True, "APPS": []},
        "facebook": {
            "METHOD": "oauth2",
            "SCOPE": ["email", "public_profile"],
            "FIELDS": ["id", "email", "name"],
            # Facebook does not say whether it has checked an address.
            "VERIFIED_EMAIL": False,
            "APPS": [],
        },
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []},
    }
    for name in ("google", "facebook"):
        if key := read(f"{name.upper()}_CLIENT_ID"):
            found[name]["APPS"].append(
                {"client_id": key, "secret": read(f"{name.upper()}_CLIENT_SECRET")}
            )
    servers = (
        # LinkedIn does not know PKCE for confidential clients, and refuses what it does not know.
        ("linkedin", "LinkedIn", "https://www.linkedin.com/oauth", False),
        # The counterpart of development and tests; it signs anybody in as anybody.
        ("demo-id", "Demo ID (simulated)", read("DEMO_ID_SERVER"), True),
    )
    for provider_id, label, server, has_pkce in servers:
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
                    },
                }
            )
    return found
