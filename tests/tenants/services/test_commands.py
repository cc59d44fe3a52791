"""Commands for whoever operates the companies."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from tenants.backend.names import PUBLIC_SCHEMA
from tenants.kernel.models import Job
from tenants.models import SpareSchema, TemplateScript
from tenants.schemas import in_public
from tenants.services import template
from tenants.services.head import current_head
from tenants.services.migration import OWNER, as_owner

pytestmark = pytest.mark.usefixtures("committed")


def test_migrating_puts_the_script_of_what_is_deployed_in_force_and_asks_for_spares(
    settings: Any,
) -> None:
    settings.SPARE_SCHEMAS = 1
    template.keep_script("9" * 64, "SELECT 1")
    assert template.is_in_force() is False
    out = StringIO()
    call_command("migrate_schemas", stdout=out)
    assert out.getvalue() == "migrating public\n0 migrated, 2 up to date\n"
    assert template.is_in_force() is True
    with as_owner(PUBLIC_SCHEMA):
        TemplateScript.objects.using(OWNER).exclude(head=current_head()).delete()
    with in_public():
        assert list(Job.objects.values_list("name", flat=True)) == ["tenants.stock_spares"]


def test_the_pool_is_filled_by_hand() -> None:
    out = StringIO()
    call_command("stock_spares", "--size", "1", stdout=out)
    assert out.getvalue() == "made 1, dropped 0\n"
    with in_public():
        assert SpareSchema.objects.get().head == current_head()


def _commands_that_take_slugs() -> list[tuple[str, list[str]]]:
    """Return our commands with arguments of which the slug names nobody."""
    found = []
    for name, app in get_commands().items():
        if not isinstance(app, str) or app.split(".")[0] not in {"tenants", "enterprise", "deploy"}:
            continue
        parser = load_command_class(app, name).create_parser("manage.py", name)
        arguments: list[str] = []
        for action in parser._actions:
            # One slug is enough, and `--as` names a company that is yet to be.
            if action.metavar == "SLUG" and action.dest != "new" and "nosuch" not in arguments:
                arguments += [*action.option_strings[:1], "nosuch"]
            elif action.metavar == "CLUSTER" or (
                not action.option_strings and action.nargs is None
            ):
                arguments.append("main")
        if "nosuch" in arguments:
            found.append((name, arguments))
    return found


@pytest.mark.parametrize(
    ("name", "arguments"), [pytest.param(*each, id=each[0]) for each in _commands_that_take_slugs()]
)
def test_a_slug_that_names_nobody_is_told(name: str, arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="nosuch"):
        call_command(name, *arguments)


def test_commands_that_take_slugs_are_known_by_it() -> None:
    assert {"check_schemas", "migrate_tenants", "rebuild_learner_status"} <= {
        name for name, _ in _commands_that_take_slugs()
    }
