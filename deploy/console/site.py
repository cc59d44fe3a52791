"""The console's site: our sign-in, our policy, a fresh proof of who it is, and no page that writes."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from tenants.accounts.api import Visitor, asks, step_up_required
from tenants.api import can_keep_companies

# Signing in and out, and passwords, have their own pages.
_LEFT_OUT = {"login", "logout", "password_change", "password_change_done", "view_on_site"}


class Console(AdminSite):
    """Django's admin behind the rules of every other staff page."""

    site_header = site_title = _("Console")
    index_title = _("Everything the platform holds")
    site_url = "/staff/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody looks after companies; Django's own flag `is_staff` opens nothing here."""
        return can_keep_companies(cast(Visitor, request.user))

    def admin_view(  # type: ignore[override]
        self, view: Callable[..., Any], cacheable: bool = False
    ) -> Callable[..., Any]:
        """Let a page be reached by staff alone, with a proof of the last ten minutes."""
        return asks(can_keep_companies)(step_up_required(super().admin_view(view, cacheable)))

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        """Return the console's addresses without those that have pages of their own."""
        found = [one for one in super().get_urls() if getattr(one, "name", "") not in _LEFT_OUT]
        _name_rule(found)
        return found


def _name_rule(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Say on every page which rule it asks: Django wraps the guarded view once more, and hides it."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _name_rule(pattern.url_patterns)
        else:
            pattern.callback.rule = can_keep_companies  # type: ignore[attr-defined]


class Reading(ModelAdmin):  # type: ignore[type-arg]  # known to the type checker alone
    """A table that is shown and never written."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def get_urls(self) -> list[URLPattern]:
        """Return the list's address and that of one row; there is none to add, change or delete at."""
        return [
            one
            for one in super().get_urls()
            if str(getattr(one, "name", "")).endswith(("_changelist", "_change"))
        ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever is let in reads."""
        return can_keep_companies(cast(Visitor, request.user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for its tables."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a service makes rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a service changes rows."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a service ends what has to end."""
        return False
