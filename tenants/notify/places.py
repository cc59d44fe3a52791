"""Paths of this app's pages, right also in a job, which has no request to take the host from."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from tenants.schemas import current_tenant


def place(name: str, *args: Any) -> str:
    """Return the path of a page on the entered company's host."""
    urlconf = settings.PUBLIC_URLCONF if current_tenant().is_public else settings.TENANT_URLCONF
    return reverse(name, urlconf=urlconf, args=args)
