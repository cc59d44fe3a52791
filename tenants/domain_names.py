"""Which domain a company may bring along, and what it must put there to prove that it is its own."""

import ipaddress
import re
from uuid import UUID

import idna
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tenants.kernel.errors import Invalid
from tenants.kernel.lookalikes import has_hidden_characters, looks_like_us, mixes_scripts

CHALLENGE = "_smh-challenge"
_PREFIX = "smh-verify="
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST = 253 - len(CHALLENGE) - 1
# Names that resolve on a machine or in a house, never for everybody (RFC 6761, RFC 6762, RFC 8375, …).
_HOME = frozenset(
    [
        "alt",
        "arpa",
        "corp",
        "home",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "onion",
        "private",
    ]
)
# Where whoever asks gets a name: nobody owns them as a whole. Proof keeps the rest of them out.
_SHARED = frozenset(
    [
        "ac.in",
        "co.in",
        "edu.in",
        "firm.in",
        "gen.in",
        "gov.in",
        "ind.in",
        "mil.in",
        "net.in",
        "nic.in",
        "org.in",
        "res.in",
        "ac.uk",
        "co.uk",
        "gov.uk",
        "ltd.uk",
        "me.uk",
        "net.uk",
        "org.uk",
        "plc.uk",
        "com.au",
        "edu.au",
        "gov.au",
        "net.au",
        "org.au",
        "com.bd",
        "com.br",
        "com.cn",
        "com.hk",
        "com.lk",
        "com.my",
        "com.np",
        "com.pk",
        "com.sg",
        "com.tr",
        "co.id",
        "co.il",
        "co.jp",
        "co.ke",
        "co.kr",
        "co.nz",
        "co.th",
        "co.za",
        "appspot.com",
        "azurewebsites.net",
        "blogspot.com",
        "cloudfront.net",
        "firebaseapp.com",
        "fly.dev",
        "github.io",
        "gitlab.io",
        "herokuapp.com",
        "netlify.app",
        "ngrok.io",
        "onrender.com",
        "pages.dev",
        "render.com",
        "s3.amazonaws.com",
        "shopify.com",
        "myshopify.com",
        "vercel.app",
        "web.app",
        "wixsite.com",
        "wordpress.com",
        "workers.dev",
    ]
)


def clean_domain(text: str) -> str:
    """Return a domain in ASCII as it will be used.

    Args:
        text: as typed or pasted: an address with scheme and path is understood, any script too.

    Raises:
        Invalid: at `domain`, when it is no host name on the public internet, belongs to nobody or to
            everybody, is ours, or would pass for ours.
    """
    typed = text.strip().lower().removeprefix("https://").removeprefix("http://")
    typed = typed.partition("/")[0].rstrip(".")
    if has_hidden_characters(typed):
        raise _refusal(_("The name holds characters that cannot be seen. Type it anew."))
    if _is_address(typed):
        raise _refusal(_("This is an IP address. Give a domain, such as learn.example.com."))
    try:
        domain = typed if typed.isascii() else idna.encode(typed, uts46=True).decode()
        shown = show_domain(domain)
    except (idna.IDNAError, UnicodeError) as error:
        raise _refusal(_("This is not a domain name.")) from error
    labels = domain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or len(domain) > _LONGEST:
        raise _refusal(_("This is not a domain name. Give one such as learn.example.com."))
    if len(labels) == 1 or labels[-1] in _HOME or labels[-1].isdigit():
        raise _refusal(_("This name does not exist on the internet."))
    if domain in _SHARED:
        raise _refusal(_("This name belongs to everybody. Give one that is yours."))
    for ours in (settings.BASE_DOMAIN, settings.CONTENT_DOMAIN, settings.DOMAIN_TARGET):
        if domain == ours or domain.endswith(f".{ours}"):
            raise _refusal(_("This is an address of ours. You have one here already."))
    if any(mixes_scripts(label) or looks_like_us(label) for label in shown.split(".")):
        raise _refusal(_("People could take this name for another's."), code="lookalike")
    return domain


def show_domain(domain: str) -> str:
    """Return a domain as people read it; what is not valid IDNA (RFC 5891) raises `idna.IDNAError`."""
    return ".".join(
        idna.decode(label) if label.startswith("xn--") else label for label in domain.split(".")
    )


def spell_domain(domain: str) -> str:
    """Return a domain for a page: in its script and, as two may look alike, in ASCII too."""
    try:
        shown = show_domain(domain)
    except idna.IDNAError:
        return domain
    return domain if shown == domain else f"{shown} ({domain})"


def challenge_name(domain: str) -> str:
    """Return the name of the TXT record that proves a domain."""
    return f"{CHALLENGE}.{domain}"


def challenge_value(*, tenant_id: UUID, domain: str, claim_id: UUID) -> str:
    """Return what that record must say: made for this company and this claim, of use to no other."""
    secret = salted_hmac(
        "tenants.domain", f"{tenant_id}:{domain}:{claim_id}", algorithm="sha256"
    ).hexdigest()
    return f"{_PREFIX}{secret[:40]}"


def is_challenge(text: str) -> bool:
    """Whether a text record is somebody's proof, be it another's."""
    return text.startswith(_PREFIX)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return bool(re.fullmatch(r"[0-9.]+", text)) or ":" in text
    return True


def _refusal(message: str, *, code: str = "domain") -> Invalid:
    return Invalid(message, field="domain", code=code)
