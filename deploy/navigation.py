"""The five places of the rail and the thumb bar, by who is looking. Same on phone and desktop."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprise.policies import can_open_manage, can_see_progress
from learning.catalogue.api import may_author
from tenants.accounts.api import Role, User


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
_LEARN_HOME = _Place(_("My learning"), "guidance:home", "book", ("/learn/",))
_STUDIO = _Place(_("Studio"), "catalogue:studio_home", "pen", ("/studio/",))
_MANAGE = _Place(_("Manage"), "enterprise:manage", "settings", ("/manage/", "/reviews/reported/"))
_AWARDS = _Place(
    _("Certificates"), "credentials:my_certificates", "award", ("/learn/certificates/",)
)
_PROGRESS = _Place(
    _("Progress"),
    "engagement:timeline",
    "chart",
    ("/learn/timeline/", "/learn/goals/", "/learn/skills/"),
)
_PROFILE = _Place(_("Profile"), "accounts:profile", "user", ("/account/",))

# All that is left to the owners of a company that is suspended or closed.
_COMPANY = _Place(_("Company"), "enterprise:company_home", "building", ("/manage/company/",))
_MOST_PLACES = 5
_FRONT = _Place(_("Home"), "public_site:home", "home", ("/",))
_SHELF = _Place(_("Courses"), "public_site:catalogue", "search", ("/courses/",))
_STAFF = _Place(_("Staff"), "public_site:staff", "shield", ("/staff/",))


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
    return (_HOME, _LEARN, _PROGRESS, _AWARDS, _PROFILE)


def opened_places(user: User) -> frozenset[str]:
    """Return which places somebody's powers open, by built-in or custom roles. No query of its own."""
    rules = {"team": can_see_progress, "studio": may_author, "manage": can_open_manage}
    return frozenset(name for name, rule in rules.items() if rule(user))


def _with_opened(places: tuple[_Place, ...], opened: frozenset[str]) -> tuple[_Place, ...]:
    """Add what a custom role opens; five fit, so progress, certificates and courses make room."""
    doors = {"team": _TEAM, "studio": _STUDIO, "manage": _MANAGE}
    wanted = [doors[name] for name in doors if name in opened and doors[name] not in places]
    kept = [*places[:-1], *wanted, places[-1]]
    for spare in (_PROGRESS, _AWARDS, _LEARN):
        if len(kept) > _MOST_PLACES and spare in kept:
            kept.remove(spare)
    return tuple(kept)


def _public_places(roles: frozenset[Role]) -> tuple[_Place, ...]:
    if Role.STAFF in roles:
        return (_FRONT, _LEARN_HOME, _STUDIO, _STAFF, _PROFILE)
    if Role.INSTRUCTOR in roles:
        return (_FRONT, _SHELF, _LEARN_HOME, _STUDIO, _PROFILE)
    return (_FRONT, _SHELF, _LEARN_HOME, _AWARDS, _PROFILE)


def nav_items(
    *,
    roles: frozenset[Role],
    is_public: bool,
    path: str,
    opened: frozenset[str] = frozenset(),
    is_halted: bool = False,
) -> tuple[NavItem, ...]:
    """Return the places of a signed-in person, the one that holds `path` marked as current."""
    places: tuple[_Place, ...] = (_COMPANY,)
    if is_public:
        places = _public_places(roles)
    elif not is_halted:
        places = _with_opened(_company_places(roles), opened)
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
