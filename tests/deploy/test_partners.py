"""Partners are named by the operator, or not at all."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from deploy.env import partners


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ()),
        ("", ()),
        (
            "Acme=https://acme.example, B & C = https://b.example/x?y=1 ,",
            (("Acme", "https://acme.example"), ("B & C", "https://b.example/x?y=1")),
        ),
    ],
)
def test_they_are_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, value: str | None, expected: tuple[tuple[str, str], ...]
) -> None:
    monkeypatch.delenv("PARTNERS", raising=False)
    if value is not None:
        monkeypatch.setenv("PARTNERS", value)
    assert partners("PARTNERS") == expected


@pytest.mark.parametrize(
    "value", ["Acme", "=https://acme.example", "Acme=http://acme.example", "A=javascript:alert(1)"]
)
def test_what_is_no_partner_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PARTNERS", value)
    with pytest.raises(ImproperlyConfigured, match="PARTNERS"):
        partners("PARTNERS")
