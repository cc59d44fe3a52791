"""Skills on the team page: copied when a check is finished, counted as listed, shown to whom they concern."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from enterprise.models import LearnerSkill
from learning.catalogue.api import Skill
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import make_published_course
from tests.factories.enterprise import DepartmentFactory, make_admin, make_manager, make_member
from tests.factories.guidance import take_check

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def page_of(browser: Client, query: str = "") -> str:
    answer = browser.get(f"/team/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_map_and_where_to_help(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        north, south = DepartmentFactory(), DepartmentFactory()
        weak, strong = make_member(north, name="Weak One"), make_member(north, name="Strong One")
        make_member(north, name="No Check")
        elsewhere = make_member(south, name="Elsewhere")
        for person, right in ((weak, False), (strong, True), (elsewhere, False)):
            take_check(person.id, right=right)
        make_published_course(title="Opening calls", skills=["opening"])
        manager = make_manager(north)
    browser = browser_of(acme, manager)
    page = page_of(browser)
    assert "2 people took a skill check" in page
    assert page.count('<td class="h0 gap">33</td>') == len(Skill)
    assert page.count('<td class="h2">67</td>') == len(Skill)
    assert page.count('<td class="none">–</td>') == len(Skill)
    assert "Elsewhere" not in page
    assert page.count("1 person to build up") == 3
    listed = page_of(browser, f"?weak={Skill.values[0]}")
    assert "Weak One" in listed
    assert "Strong One" not in listed
    assert "Strong One" in page_of(browser, "?weak=nonsense")


def test_nobody_measured_draws_nothing(acme: TenantInfo, browser_of: Browser) -> None:
    with in_tenant(acme):
        north = DepartmentFactory()
        make_member(north)
        admin = make_admin()
    page = page_of(browser_of(acme, admin))
    assert 'class="heat"' not in page
    assert "Where to help first" not in page


def test_the_copy_is_made_again_from_its_source(acme: TenantInfo) -> None:
    with in_tenant(acme):
        person = make_member(DepartmentFactory())
        take_check(person.id)
        before = set(
            LearnerSkill.objects.values_list("learner_id", "skill", "percent", "measured_at")
        )
        assert len(before) == len(Skill)
        LearnerSkill.objects.update(percent=1)
    call_command("rebuild_learner_status", "acme", verbosity=0)
    with in_tenant(acme):
        after = set(
            LearnerSkill.objects.values_list("learner_id", "skill", "percent", "measured_at")
        )
        assert after == before
