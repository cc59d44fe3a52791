"""Every relation to a person is declared: a table that nobody thought of fails here."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Field, ForeignKey

from tenants.kernel.personal import Fate
from tenants.privacy.holdings import all_holdings, all_pointers

# Libraries' tables that hang on a declared one, or that we do not fill.
LIBRARY = {"admin.LogEntry.user", "socialaccount.SocialToken.account"}


def relations_to_people() -> set[str]:
    user = get_user_model()
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is user
    }


def test_every_relation_to_a_person_is_declared() -> None:
    held = {(item.model, item.person.removesuffix("_id")) for item in all_holdings()}
    declared = {f"{model}.{person}" for model, person in held} | set(all_pointers()) | LIBRARY
    assert relations_to_people() - declared == set()


def test_every_declaration_names_what_is_there() -> None:
    for held in all_holdings():
        model = apps.get_model(held.model)
        names = {field.name for field in model._meta.concrete_fields}
        assert (
            set(held.leave_out) | set(held.files) | set(held.made_files) | set(held.clear) <= names
        ), held.model
        assert [bool(held.person), bool(held.email), bool(held.phone)].count(True) == 1
        if held.person:
            model._default_manager.filter(**{held.person: None}).query  # noqa: B018
        for column in (held.email, held.phone, held.dated):
            assert not column or column in names, held.model
    for pointer in all_pointers():
        label, _dot, column = pointer.rpartition(".")
        assert isinstance(apps.get_model(label)._meta.get_field(column), Field), pointer


def test_declarations_make_sense() -> None:
    for held in all_holdings():
        append_only = getattr(apps.get_model(held.model), "append_only", False)
        assert not append_only or held.fate is Fate.KEEP, f"{held.model} cannot be changed"
        assert bool(held.reason) == (held.fate is Fate.KEEP), f"{held.model}: say why"
        assert bool(held.clear) == (held.fate is Fate.CLEAR), held.model
        assert bool(held.dated) == (held.keep_days is not None), held.model


def test_secrets_stay_out_of_archives() -> None:
    words = ("password", "hash", "digest", "token", "secret", "session_key")
    harmless = {"notify.PersonRules.digest_hour", "notify.PersonRules.digest_weekday"}
    shown = [
        f"{held.model}.{field.name}"
        for held in all_holdings()
        for field in apps.get_model(held.model)._meta.concrete_fields
        if any(word in field.name for word in words) and field.name not in held.leave_out
    ]
    assert set(shown) - harmless == set()
