"""What a browser calls itself, as a person would call it: "Chrome on Android". Never a place."""

import re

from django.utils.translation import gettext as _

# The first that fits counts: browsers name their ancestors as well.
_BROWSERS = (
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"OPR/|Opera", "Opera"),
    (r"EdgA?/|EdgiOS/", "Edge"),
    (r"UCBrowser/", "UC Browser"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"CriOS/|Chrome/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
    (r"curl/|python-requests|okhttp", "A program"),
)
_SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "Mac"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)


def describe(user_agent: str) -> str:
    """Return browser and system in words; "Unknown device" for what names neither."""
    browser = next((name for mark, name in _BROWSERS if re.search(mark, user_agent)), "")
    system = next((name for mark, name in _SYSTEMS if re.search(mark, user_agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def is_handheld(user_agent: str) -> bool:
    """Whether it is a phone or a tablet, for the icon beside it."""
    return bool(re.search(r"iPhone|iPad|Android|Mobile", user_agent))
