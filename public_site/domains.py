"""Domains of websites: how they are written, and which can belong to a company at all. Pure."""

import re

from django.utils.translation import gettext as _

from tenants.kernel.errors import Invalid

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST = 253
# Whoever has an address there has it as a person, not for a company.
SHARED_MAIL = frozenset(
    (
        "gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.in", "yahoo.in", "ymail.com",
        "hotmail.com", "outlook.com", "outlook.in", "live.com", "live.in", "msn.com", "icloud.com",
        "me.com", "aol.com", "proton.me", "protonmail.com", "rediffmail.com", "zoho.com",
        "zohomail.in", "mail.com", "gmx.com", "yandex.com", "fastmail.com", "tutanota.com",
    )
)  # fmt: skip
# Suffixes under which others register: nobody's own.
_SUFFIXES = frozenset(
    ("co.in", "com.in", "org.in", "net.in", "firm.in", "gen.in", "ind.in", "co.uk", "com.au")
)


def clean_domain(text: str) -> str:
    """Return the bare domain of a website, however it was typed.

    Raises:
        Invalid: (`domain`) it is no domain, a shared mail provider's, or nobody's own.
    """
    domain = text.strip().lower()
    domain = re.sub(r"^https?://", "", domain).partition("/")[0].partition(":")[0]
    domain = domain.removeprefix("www.").rstrip(".")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    if (
        len(domain) > _LONGEST
        or len(labels) < 2
        or not all(_LABEL.fullmatch(label) for label in labels)
        or labels[-1].isdigit()
    ):
        raise Invalid(_("Write the website's domain, such as example.com."), field="domain")
    if domain in SHARED_MAIL:
        raise Invalid(
            _("%(domain)s is used by everybody. Write the company's own domain.")
            % {"domain": domain},
            field="domain",
            code="shared",
        )
    if domain in _SUFFIXES:
        raise Invalid(
            _("%(domain)s is not one company's. Write the whole domain.") % {"domain": domain},
            field="domain",
            code="suffix",
        )
    return domain


def domain_of(email: str) -> str:
    """Return the domain of an e-mail address, in lower case."""
    return email.rpartition("@")[2].strip().lower()
