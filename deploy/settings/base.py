"""Settings that hold everywhere. What differs by environment is in dev, test and prod."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from deploy.env import (
    cluster_name,
    databases,
    directory,
    env,
    key32,
    keys32,
    partners,
    required,
)
from deploy.logs import LOGGING as LOGGING
from deploy.settings.apps import EVERY_SCHEMA, MODELLESS, PUBLIC_ONLY, TENANT_ONLY
from deploy.settings.audit import AUDIT_WORDS as AUDIT_WORDS
from deploy.settings.audit_actions import AUDIT_ACTIONS as AUDIT_ACTIONS
from deploy.settings.audit_actions import AUDIT_AREAS as AUDIT_AREAS
from deploy.settings.clockwork import CLOCKWORK as CLOCKWORK
from deploy.settings.events import EVENTS as EVENTS
from deploy.settings.privacy import PERSONAL_DATA as PERSONAL_DATA
from deploy.settings.sign_in import *  # noqa: F403
from deploy.settings.texts import TEXTS as TEXTS
from tenants.kernel.clockwork import beat_schedule

ROOT = Path(__file__).resolve().parents[2]
HOME = directory("SMH_HOME")

SECRET_KEY = required("SECRET_KEY")
CREDENTIAL_SIGNING_KEY = key32("CREDENTIAL_SIGNING_KEY")
CREDENTIAL_RETIRED_KEYS = keys32("CREDENTIAL_RETIRED_KEYS")
DEBUG = False

# Hosts. Companies live on `<slug>.<BASE_DOMAIN>`, uploads on `<slug>.<CONTENT_DOMAIN>`, which in
# production is another registrable domain.
PUBLIC_ORIGIN = required("PUBLIC_ORIGIN").rstrip("/")
_origin = urlsplit(PUBLIC_ORIGIN)
URL_SCHEME = _origin.scheme
URL_PORT = f":{_origin.port}" if _origin.port else ""
BASE_DOMAIN = _origin.hostname or ""
CONTENT_DOMAIN = env.str("CONTENT_DOMAIN", default=f"content.{BASE_DOMAIN}")
# The tenant middleware answers 404 for any host that is not in the directory.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False

# A company's life, in days. Changes by date are announced to its owners that many days before.
TRIAL_DAYS = env.int("TRIAL_DAYS", default=30)
PAST_DUE_DAYS = env.int("PAST_DUE_DAYS", default=14)
SUSPENDED_DAYS = env.int("SUSPENDED_DAYS", default=90)
CLOSED_DAYS = env.int("CLOSED_DAYS", default=30)
SLUG_QUARANTINE_DAYS = env.int("SLUG_QUARANTINE_DAYS", default=365)
LIFE_REMINDER_DAYS = (7, 1)

# Companies' own domains. Where they point, whom to ask about them (`address` or `address:port`;
# several, so that one resolver that was fooled decides nothing), and how long a claim waits for proof.
DOMAIN_TARGET = env.str("DOMAIN_TARGET", default=f"custom.{BASE_DOMAIN}")
DOMAIN_ADDRESSES = env.list("DOMAIN_ADDRESSES", default=[])
DNS_RESOLVERS = env.list("DNS_RESOLVERS", default=["1.1.1.1", "8.8.8.8", "9.9.9.9"])
DNS_TIMEOUT_SECONDS = 2.0
CLAIM_DAYS = 14
# Of the proxy that asks for which hosts it may get certificates; unset, only loopback may ask.
INTERNAL_SECRET = env.str("INTERNAL_SECRET", default="")

# Schemas.
SHARED_APPS = [*PUBLIC_ONLY, *MODELLESS, *EVERY_SCHEMA]
TENANT_APPS = [*EVERY_SCHEMA, *TENANT_ONLY]
INSTALLED_APPS = list(dict.fromkeys([*SHARED_APPS, *TENANT_APPS]))
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_SYNC_ROUTER = "tenants.backend.router.SchemaRouter"
DATABASE_ROUTERS = [TENANT_SYNC_ROUTER]
DATABASES = databases()
# The Postgres cluster that this process serves, and the one where `public` is.
CLUSTER = cluster_name("CLUSTER", default="main")
DIRECTORY_CLUSTER = cluster_name("DIRECTORY_CLUSTER", default="main")
TENANT_DB_ALIAS = "default"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
# Schemas made beforehand for companies to come; half gone, they are filled up again.
SPARE_SCHEMAS = env.int("SPARE_SCHEMAS", default=20)

# Requests.
ROOT_URLCONF = "deploy.urls_public"
PUBLIC_URLCONF = "deploy.urls_public"
TENANT_URLCONF = "deploy.urls_tenant"
CONTENT_URLCONF = "deploy.urls_content"
WSGI_APPLICATION = "deploy.wsgi.application"
MIDDLEWARE = [
    "tenants.middleware.request_log.RequestLogMiddleware",
    "deploy.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.middleware.certificates.CertificateMiddleware",
    "tenants.middleware.host.HostMiddleware",
    "tenants.middleware.relocating.RelocationMiddleware",
    "tenants.middleware.body.BodyLimit",
    "tenants.middleware.caching.TextCompression",
    "tenants.middleware.caching.PageCaching",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "tenants.middleware.transaction.RequestTransaction",
    "tenants.api_access.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tenants.accounts.shared_device_middleware.SharedDeviceMiddleware",
    "tenants.accounts.middleware.LanguageMiddleware",
    "tenants.accounts.middleware.DeviceMiddleware",
    "tenants.accounts.kept_form_middleware.KeptFormMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tenants.privacy.middleware.SupportVisitMiddleware",
    "tenants.privacy.gate.AgreementMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tenants.middleware.standing.StandingMiddleware",
    "tenants.middleware.errors.DomainErrorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "deploy.context.shell",
            ],
            "builtins": ["tenants.kernel.templatetags.fixed_addresses"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "tenants.accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
_content_hosts = f"{URL_SCHEME}://*.{CONTENT_DOMAIN}{URL_PORT}"
_content_root = f"{URL_SCHEME}://{CONTENT_DOMAIN}{URL_PORT}"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", _content_hosts, _content_root],
        "font-src": [SELF],
        "connect-src": [SELF, _content_hosts, _content_root],
        "media-src": [SELF, "blob:", _content_hosts, _content_root],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
    }
}

# Identity.
AUTH_USER_MODEL = "accounts.User"
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
AUTHENTICATION_BACKENDS = [
    "tenants.accounts.backends.EmailBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "tenants.accounts.breached.BreachedPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/learn/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3600

# Languages and time. Stored in UTC; shown in the company's or the person's zone.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("hi", _("Hindi")),
    ("ta", _("Tamil")),
    ("te", _("Telugu")),
    ("bn", _("Bengali")),
]
LOCALE_PATHS = [HOME / "locale"]  # compiled from locale/ by deploy/translations
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Kolkata"

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(HOME / "files")},
    },
    "staticfiles": {"BACKEND": "tenants.kernel.sheets.CollectedStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(directory("SMH_HOME"))
# What any request may carry: the largest upload of a form with what a browser adds around it. A view
# that takes more marks itself (tenants/middleware/body.py).
BODY_LIMIT_BYTES = 24 * 1024 * 1024
UPLOAD_LIMITS_BYTES = {
    "video": 2 * 1024**3,
    "image": 5 * 1024**2,
    "captions": 1024**2,
    "people": 20 * 1024**2,
    "certificate": 10 * 1024**2,
    "document": 10 * 1024**2,
    "sample_video": 300 * 1024**2,
}

# Jobs.
REDIS_URL = required("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    # A hint that cannot be sent at once is not worth making a person wait: the sweeper finds the job.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CACHES = {
    "default": {
        "BACKEND": "tenants.kernel.cache.DisposableCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "tenants.kernel.cache.tenant_key",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

# Mail.
_mail = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:8003")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str(
    "MAIL_FROM",
    default=f"no-reply@{BASE_DOMAIN}.localdomain"
    if BASE_DOMAIN == "localhost"
    else f"no-reply@{BASE_DOMAIN}",
)
# Who answers for the data of the public site, and where people write to about it.
LEGAL_NAME = env.str("LEGAL_NAME", default="Sales Mastery Hub")
PRIVACY_CONTACT = env.str("PRIVACY_CONTACT", default=f"privacy@{BASE_DOMAIN}")
# Who takes complaints (IT Rules 2021, rule 3(2); DPDP Act 2023, section 13): a person's name and how to
# reach them. Without a name the page says that complaints go to the address above.
GRIEVANCE_OFFICER = env.str("GRIEVANCE_OFFICER", default="")
GRIEVANCE_CONTACT = env.str("GRIEVANCE_CONTACT", default=PRIVACY_CONTACT)
LEGAL_ADDRESS = env.str("LEGAL_ADDRESS", default="")
# Partners shown on the home page, `Name=https://…` each, commas between. None: the home page shows none.
PARTNERS = partners("PARTNERS")
MAIL_BRAND = "deploy.context.mail_brand"

# Text messages. Without an account none is sent, and nobody is offered what needs one.
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", default="")
TWILIO_API_BASE = env.str("TWILIO_API_BASE", default="https://api.twilio.com").rstrip("/")
# A sender id (in India the header registered with DLT), a number, or a messaging service (MG…).
TWILIO_SMS_SENDER = env.str("TWILIO_SMS_SENDER", default="")
TWILIO_WHATSAPP_SENDER = env.str("TWILIO_WHATSAPP_SENDER", default="")
# Calling codes of the countries whose numbers are accepted.
PHONE_COUNTRIES = env.list("PHONE_COUNTRIES", default=["91"])
# Codes asked for, whether or not anybody has the number: so many, then the next hour or day.
PHONE_CODES_PER_NUMBER_DAY = 10
PHONE_CODES_PER_PREFIX_HOUR = 30
PHONE_CODES_PER_NETWORK_HOUR = 60
PHONE_CODES_PER_COMPANY_HOUR = env.int("PHONE_CODES_PER_COMPANY_HOUR", default=600)
DEV_TEXT_BOX: Path | None = None
DEV_DNS_FOLDER: Path | None = None
# With this the mail relay signs what it posts to /webhooks/mail/; empty: such posts are refused.
MAIL_RELAY_SECRET = env.str("MAIL_RELAY_SECRET", default="")

# Push messages to browsers (RFC 8292). Without a key of its own one is derived from SECRET_KEY, and a
# new SECRET_KEY then ends every subscription.
VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", default="")
VAPID_CONTACT = env.str("VAPID_CONTACT", default=f"mailto:{DEFAULT_FROM_EMAIL}")

# Origins on private addresses that may be asked all the same; for counterparts in development only.
EGRESS_ALLOWED: frozenset[str] = frozenset()
# Whose mails still go out while a company is suspended or closed.
MAIL_WHILE_HALTED = "tenants.accounts.api.is_owner_address"
# Who knows the departments of a company, for policies that go by team.
PLACES = "enterprise.places.CompanyPlaces"
DEV_MAIL_BOX: Path | None = None
DEV_PAGES = False

# API.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tenants.api_access.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["tenants.api_access.permissions.OwnAccount"],
    "DEFAULT_THROTTLE_CLASSES": [
        "tenants.api_access.limits.RateLimits",
        "tenants.api_access.idempotency.OnceOnly",
    ],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "tenants.kernel.api_errors.problem",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sales Mastery Hub API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "tenants.api_access.description.complete",
    ],
}
# Calls in a minute, by token, person, address (of visitors) and company.
API_LIMITS = {"token": 300, "person": 600, "address": 60, "company": 6000}
# Addresses that go away: `tenants.api_access.retirement.Retirement`. None at present.
API_RETIREMENTS: tuple[object, ...] = ()
SILENCED_SYSTEM_CHECKS: list[str] = []

CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "kernel.sweep", "schedule": 15.0, "options": {"expires": 15}},
    **beat_schedule(CLOCKWORK),
}
