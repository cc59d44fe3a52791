"""The outside services of this installation: which are set up, which only played, which not there."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from public_site.enums import ServiceState
from tenants.kernel.models import TextChannel
from tenants.kernel.texts import texts_are_simulated, texts_work

_LOCAL = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class Service:
    """One service; `needs` names the variables of the environment it is set up by."""

    name: str | Promise
    what_for: str | Promise
    state: ServiceState
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """One text message in one language, and whether its registrations are known."""

    name: str
    language: str
    has_dlt_id: bool
    has_content_sid: bool
    dlt_variable: str
    content_variable: str


def services() -> list[Service]:
    """Return every service, in the order in which people miss them."""
    return [_mail(), _reports(), *_texts(), *_sign_in()]


def texts() -> list[Text]:
    """Return the registered texts. In India a text goes out only under the id it has with DLT."""
    return [
        Text(
            name=name,
            language=language,
            has_dlt_id=bool(registered.dlt_template_id),
            has_content_sid=bool(registered.content_sid),
            dlt_variable=f"DLT_{name}_{language}".upper(),
            content_variable=f"CONTENT_{name}_{language}".upper(),
        )
        for name, text in settings.TEXTS.items()
        for language, registered in text.languages.items()
    ]


def _mail() -> Service:
    is_caught = settings.DEV_PAGES and settings.EMAIL_HOST in _LOCAL
    state = ServiceState.SIMULATED if is_caught else ServiceState.SET
    return Service(_("Mail"), _("Everything that is told by mail."), state, ("EMAIL_URL",))


def _reports() -> Service:
    state = ServiceState.SET if settings.MAIL_RELAY_SECRET else ServiceState.UNSET
    what_for = _("Addresses whose mail comes back are noticed.")
    return Service(_("Reports of the mail relay"), what_for, state, ("MAIL_RELAY_SECRET",))


def _texts() -> list[Service]:
    account = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")
    found = []
    for channel in TextChannel:
        state = ServiceState.UNSET
        if texts_work(channel):
            state = ServiceState.SIMULATED if texts_are_simulated() else ServiceState.SET
        found.append(
            Service(
                str(channel.label),
                _("Codes for signing in, and messages to whoever wants them so."),
                state,
                (*account, f"TWILIO_{channel.name}_SENDER"),
            )
        )
    return found


def _sign_in() -> list[Service]:
    configured = settings.SOCIALACCOUNT_PROVIDERS
    servers = {
        app["provider_id"]: app["settings"]["server_url"]
        for app in configured["openid_connect"]["APPS"]
    }
    for app in configured["facebook"]["APPS"]:
        servers["facebook"] = app["settings"]["graph_url"]
    names = {"google": "Google", "linkedin": "LinkedIn", "facebook": "Facebook"}
    found = []
    for provider_id in (*names, *(one for one in servers if one not in names)):
        label, prefix = names.get(provider_id, "Demo ID"), provider_id.replace("-", "_").upper()
        state = ServiceState.UNSET
        if provider_id in servers:
            is_local = urlsplit(servers[provider_id]).hostname in _LOCAL
            state = ServiceState.SIMULATED if is_local else ServiceState.SET
        found.append(
            Service(
                label,
                _("Signing in with an account people have there."),
                state,
                (f"{prefix}_CLIENT_ID", f"{prefix}_CLIENT_SECRET"),
            )
        )
    return found
