"""The rules of relations, on models that break them."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from tenants.kernel import checks


@pytest.fixture(autouse=True)
def throw_away() -> object:
    with isolate_apps("tenants", "tenants.accounts", "enterprise", "tenants.kernel"):
        yield


def test_our_own_models_keep_the_rules() -> None:
    assert checks.relations_stay_in_their_schema(None) == []


@pytest.mark.parametrize(
    ("home_of_app", "home_of_target", "rule", "hidden", "expected"),
    [
        ("every", "tenant", models.CASCADE, False, ["tenancy.E002"]),
        ("public", "tenant", models.CASCADE, False, ["tenancy.E002"]),
        ("tenant", "public", models.DO_NOTHING, False, ["tenancy.E003"]),
        ("every", "public", models.CASCADE, False, ["tenancy.E003"]),
        ("public", "every", models.CASCADE, True, ["tenancy.E004"]),
        ("public", "every", models.PROTECT, False, ["tenancy.E004"]),
        ("public", "every", models.PROTECT, True, []),
        ("tenant", "every", models.CASCADE, False, ["tenancy.E005"]),
        ("tenant", "every", models.DO_NOTHING, False, []),
        ("every", "every", models.CASCADE, False, []),
    ],
)
def test_each_rule(
    home_of_app: str,
    home_of_target: str,
    rule: object,
    hidden: bool,
    expected: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    homes = {"here": home_of_app, "there": home_of_target}
    monkeypatch.setattr(checks, "home_of", lambda name: homes[name])

    class Target(models.Model):
        class Meta:
            app_label = "kernel"

    class Breaker(models.Model):
        other = models.ForeignKey(
            Target,
            on_delete=rule,
            related_name="+" if hidden else None,  # type: ignore[arg-type]
        )

        class Meta:
            app_label = "accounts"

    class Here:
        name = "here"

    class There:
        name = "there"

    monkeypatch.setattr(
        type(Breaker._meta),
        "app_config",
        property(lambda meta: Here if meta.model is Breaker else There),
    )
    found = checks.check_relation(Breaker, Breaker._meta.get_field("other"))
    assert [error.id for error in found] == expected


def test_an_integer_key_is_refused() -> None:
    class Counted(models.Model):
        class Meta:
            app_label = "kernel"

    assert [error.id for error in checks.check_key(Counted)] == ["tenancy.E001"]


def test_development_pages_are_refused_in_production(settings: object) -> None:
    settings.DEV_PAGES, settings.SESSION_COOKIE_SECURE = True, True  # type: ignore[attr-defined]
    assert [e.id for e in checks.development_pages_stay_home(None)] == ["tenancy.E006"]
    settings.SESSION_COOKIE_SECURE = False  # type: ignore[attr-defined]
    assert checks.development_pages_stay_home(None) == []
