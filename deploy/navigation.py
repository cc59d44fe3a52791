"""The five places of the rail and the thumb bar, by who is looking. Same on phone and desktop."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.accounts.api import Role


@dataclass(frozen=True)
class NavItem:
    """One place. `icon` names a symbol of the sprite; `current` marks where the person is."""

    label: str | Promise
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True)
class _Place:
    label: Promise
    url_name: str
    icon: str
    # A page belongs to the place with the longest of these that its path starts with.
    prefixes: tuple[str, ...]


_HOME = _Place(_("Home"), "enterprise:home", "home", ("/",))
_TEAM = _Place(_("Team"), "enterprise:team", "team", ("/team/",))
_LEARN = _Place(_("My courses"), "delivery:my_courses", "book", ("/learn/",))
_STUDIO = _Place(_("Studio"), "catalogue:studio_home", "pen", ("/studio/",))
_MANAGE = _Place(_("Manage"), "enterprise:manage", "settings", ("/manage/",))
_AWARDS = _Place(
    _("Certificates"), "credentials:my_certificates", "award", ("/learn/certificates/",)
)
_PROFILE = _Place(_("Profile"), "accounts:profile", "user", ("/account/",))

_FRONT = _Place(_("Home"), "public_site:home", "home", ("/",))
_SHELF = _Place(_("Courses"), "public_site:catalogue", "search", ("/courses/",))


def _company_places(roles: frozenset[Role]) -> tuple[_Place, ...]:
    """Which five a person of a company gets: what they are responsible for comes first."""
    if Role.ADMIN in roles or Role.OWNER in roles:
        return (_HOME, _TEAM, _STUDIO, _MANAGE, _PROFILE)
    if Role.MANAGER in roles and Role.AUTHOR in roles:
        return (_HOME, _TEAM, _LEARN, _STUDIO, _PROFILE)
    if Role.MANAGER in roles:
        return (_HOME, _TEAM, _LEARN, _AWARDS, _PROFILE)
    if Role.AUTHOR in roles:
        return (_HOME, _LEARN, _STUDIO, _AWARDS, _PROFILE)
    return (_HOME, _LEARN, _AWARDS, _PROFILE)


def _public_places(roles: frozenset[Role]) -> tuple[_Place, ...]:
    if Role.INSTRUCTOR in roles or Role.STAFF in roles:
        return (_FRONT, _SHELF, _LEARN, _STUDIO, _PROFILE)
    return (_FRONT, _SHELF, _LEARN, _AWARDS, _PROFILE)


def nav_items(*, roles: frozenset[Role], is_public: bool, path: str) -> tuple[NavItem, ...]:
    """Return the places of a signed-in person, the one that holds `path` marked as current."""
    places = _public_places(roles) if is_public else _company_places(roles)
    here = max(
        (prefix for place in places for prefix in place.prefixes if path.startswith(prefix)),
        key=len,
        default="",
    )
    if here == "/" and path != "/":
        here = ""
    return tuple(
        NavItem(place.label, reverse(place.url_name), place.icon, here in place.prefixes)
        for place in places
    )
