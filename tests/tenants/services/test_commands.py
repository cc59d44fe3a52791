"""Commands for whoever operates the companies."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

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
