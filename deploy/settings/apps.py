"""Which app lives in which schema. A model's home is decided here and nowhere else."""

# Shared by everybody: read through `in_public()`, written through events.
PUBLIC_ONLY = [
    "tenants",
    "tenants.registry",
    "public_site",
]

# In `public` (consumers, instructors, staff; the marketplace) and in each company's schema.
EVERY_SCHEMA = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.admin",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "tenants.kernel",
    "tenants.accounts",
    "tenants.notify",
    "tenants.api_access",
    "tenants.privacy",
    "learning.catalogue",
    "learning.delivery",
    "learning.assessment",
    "learning.credentials",
    "learning.engagement",
    "learning.guidance",
]

# A company's own.
TENANT_ONLY = [
    "enterprise",
]

# Without models: they live nowhere.
MODELLESS = [
    "allauth.socialaccount.providers.facebook",
    "allauth.socialaccount.providers.openid_connect",
    "django_tenants",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "deploy",
]
