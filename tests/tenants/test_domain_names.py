"""Which domains can be claimed at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tenants.domain_names import clean_domain, spell_domain
from tenants.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        (" Learn.Acme.Example. ", "learn.acme.example"),
        ("https://learn.acme.example/path?x", "learn.acme.example"),
        ("acme.example", "acme.example"),
        ("सीखें.उदाहरण.example", "xn--i1b3b0f6ayb.xn--p1b6ci4b4b3a.example"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_what_is_typed_is_understood(typed: str, domain: str) -> None:
    assert clean_domain(typed) == domain


@pytest.mark.parametrize(
    "typed",
    [
        "", "acme", "localhost", "acme.localhost", "learn.content.localhost", "custom.localhost",
        "127.0.0.1", "10.0.0.1", "[::1]", "::1", "fe80::1%eth0", "1.2.3", "acme.local",
        "printer.lan", "x.internal", "acme.onion", "1.0.0.127.in-addr.arpa", "co.in", "github.io",
        "-acme.example", "acme-.example", "ac_me.example", "acme..example", "acme example.com",
        "learn.acme.example:8000", "user@acme.example", "*.acme.example", "a" * 64 + ".example",
        "a." * 120 + "example", "acme.example\x00", "acme.example\n.evil", "аcme.example",
        "salesmasteryhub.example", "sales-mastery-hub.com", "5alesmasteryhub.in",
        "xn--", "xn--a.example", "xn--0.example", "a\u200bcme.example", "acme\u202e.example",
    ],
)  # fmt: skip
def test_what_cannot_be_claimed_is_refused_at_the_field(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_domain(typed)
    assert refusal.value.field == "domain"


def test_our_own_names_are_refused_whatever_they_are(settings: Settings) -> None:
    settings.BASE_DOMAIN = "smh.in"
    settings.CONTENT_DOMAIN = "smh-content.net"
    for typed in ("smh.in", "acme.smh.in", "SMH.IN.", "x.y.smh-content.net"):
        with pytest.raises(Invalid):
            clean_domain(typed)
    assert clean_domain("notsmh.in") == "notsmh.in"


def test_a_name_in_another_script_is_shown_in_both() -> None:
    assert spell_domain("xn--bcher-kva.example") == "bücher.example (xn--bcher-kva.example)"
    assert spell_domain("learn.acme.example") == "learn.acme.example"


@given(st.text(max_size=80))
def test_whatever_is_accepted_is_a_name_in_ascii(text: str) -> None:
    try:
        domain = clean_domain(text)
    except Invalid:
        return
    assert domain.isascii()
    assert clean_domain(domain) == domain
    assert spell_domain(domain)
