"""The cookies this site sets, for the page that names them. A test holds the list against the code."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie: its name, what it is for, how long it stays."""

    name: str
    purpose: Promise
    lasts: Promise


COOKIES = (
    Cookie(
        settings.SESSION_COOKIE_NAME,
        _("Knows that you are signed in. Without it nobody could be."),
        _("14 days after your last visit, or until you sign out"),
    ),
    Cookie(
        settings.CSRF_COOKIE_NAME,
        _("Proves that a form was sent from our page and not from a stranger's."),
        _("1 year"),
    ),
    Cookie(
        settings.LANGUAGE_COOKIE_NAME,
        _("The language you chose as a visitor."),
        _("1 year"),
    ),
    Cookie("theme", _("Light, dark or high contrast, if you chose."), _("1 year")),
    Cookie("text", _("The size of text, if you chose."), _("1 year")),
    Cookie("motion", _("That nothing moves, if you chose."), _("1 year")),
    Cookie("messages", _("One message from one page to the next, such as “Saved”."), _("One page")),
    Cookie(
        "device",
        _(
            "Tells a device you have used before from a stranger's, so that nobody can lock you out."
        ),
        _("1 year"),
    ),
)
