"""Production: everything by TLS, files in S3, static files hashed."""

from deploy.env import env, required
from deploy.settings.base import *  # noqa: F403

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The proxy that speaks TLS is one that we trust to name the client as well.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CONTENT_DOMAIN = required("CONTENT_DOMAIN")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": required("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
            "region_name": env.str("S3_REGION", default="ap-south-1"),
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": True,
        },
    },
    "staticfiles": {"BACKEND": "tenants.kernel.sheets.CollectedStorage"},
}
