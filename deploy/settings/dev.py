"""A developer's machine and the demo: the embedded stack, mail caught and shown."""

from urllib.parse import urlsplit

from deploy.env import env
from deploy.settings.base import *  # noqa: F403
from deploy.settings.base import HOME, STORAGES

DEBUG = False
DEV_PAGES = True
DEV_MAIL_BOX = HOME / "mail"
DEV_TEXT_BOX = HOME / "counterparts" / "twilio"
DEV_DNS_FOLDER = HOME / "counterparts" / "dns"
# Benchmarks serve what `collectstatic` built, as production does; a developer sees each change at once.
if not env.bool("BUILT_STATIC", default=False):
    STORAGES = {
        **STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
SPARE_SCHEMAS = env.int("SPARE_SCHEMAS", default=3)
# Without them the demo's video lessons stay as they are while a video is prepared.
DEMO_VIDEOS = env.bool("DEMO_VIDEOS", default=True)
# The counterparts of push services and team chats listen on this machine.
EGRESS_ALLOWED = frozenset(
    "{0.scheme}://{0.netloc}".format(urlsplit(address))
    for address in (
        env.str("PUSH_COUNTERPART", default=""),
        env.str("CHAT_COUNTERPART", default=""),
    )
    if address
)
