"""Asks for a manager's page of that many people, all with progress; says what it took beside raw SQL.

python -m deploy.benchmarks.inside.team N... [--samples K]
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import django

from deploy.benchmarks.inside.measuring import cpu_ms, middle_ms, queries_of
from deploy.benchmarks.inside.people import Facts, company, figure, machine, raw_page
from deploy.benchmarks.inside.teams import IN_A_TEAM, analyse_teams, fill, manager_of
from deploy.memory import settle

SLUG, SCHEMA = "benchteam", "c_benchteam01"
PAGE = "/team/"
# What design/speed.md wants, however many people they manage.
QUERIES, CPU_MS = 12, 40
BUSY_TEAMS = 10


def main(arguments: list[str]) -> int:
    """Measure each N, the least first; print a JSON list of figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("n", type=int, nargs="+")
    parser.add_argument("--samples", type=int, default=20)
    options = parser.parse_args(arguments)
    django.setup()
    logging.disable(logging.WARNING)
    figures = [row for n in sorted(set(options.n)) for row in _figures(n, options.samples)]
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def _figures(people: int, samples: int) -> list[Facts]:
    """Let the company grow to that many people, and ask for the page of who manages all of them.

    Where there are more than two teams, also for that of who manages two.
    """
    from django.conf import settings

    from enterprise.models import Department
    from tenants.schemas import in_tenant

    settings.DEBUG = False
    with in_tenant(company(SLUG, SCHEMA)):
        fill(people)
        teams = list(Department.objects.order_by("created_at", "id"))
        managers = {f"team_page_{people}": (people, manager_of("manager", teams))}
        if people > 2 * IN_A_TEAM:
            few = 2 * IN_A_TEAM
            managers[f"team_page_{few}_of_{people}"] = (few, manager_of("lead", teams[:2]))
        analyse_teams(SCHEMA)
    figures = [
        row
        for name, (number, manager) in managers.items()
        for row in _page_figures(name, number, manager, samples)
    ]
    return [*figures, machine(people)]


def _page_figures(name: str, people: int, manager: Any, samples: int) -> list[Facts]:
    from django.test import Client

    from tenants.accounts.sessions import MARK_SECONDS
    from tenants.schemas import in_tenant

    client = Client(headers={"host": f"{SLUG}.localhost"}, raise_request_exception=True)
    with in_tenant(company(SLUG, SCHEMA)):
        client.force_login(manager)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert str(people) in page.content.decode().replace(",", ""), "somebody is not on the page"
    settle()  # as the web process does
    time.sleep(MARK_SECONDS + 1)  # somebody at work, not somebody who signed in this moment
    floor = cpu_ms(partial(raw_page, SLUG), samples)
    cpu = cpu_ms(partial(client.get, PAGE), samples)
    queries = queries_of(client, SLUG, PAGE)
    figures = [
        figure(f"{name}, CPU", people, "ms", sum(cpu), sum(floor), limit=CPU_MS),
        figure(f"{name}, CPU of the app", people, "ms", cpu[0], floor[0]),
        figure(f"{name}, queries", people, "queries", queries, 1, QUERIES),
    ]
    # What is counted of a team is kept until somebody in it does something.
    for teams, limit in ((BUSY_TEAMS, CPU_MS), (people // IN_A_TEAM, None)):
        if teams <= people // IN_A_TEAM:
            after = _after_news(partial(client.get, PAGE), teams, samples)
            said = f"{name}, news from {teams} teams, CPU"
            figures.append(figure(said, people, "ms", after, sum(floor), limit=limit))
    return figures


def _after_news(act: Callable[[], object], teams: int, samples: int) -> float:
    """Return CPU in ms of a page when somebody in each of some teams has learned since the one before."""
    from enterprise.models import Department, Membership
    from enterprise.services.learner_standing import make_standings
    from tenants.schemas import in_tenant

    with in_tenant(company(SLUG, SCHEMA)):
        ids = Department.objects.order_by("created_at", "id").values_list("id")[:teams]
        places = Membership.objects.filter(department_id__in=ids)
        firsts = dict(places.values_list("department_id", "user_id"))

    def acts() -> Iterator[Callable[[], object]]:
        for _sample in range(3 * samples):
            with in_tenant(company(SLUG, SCHEMA)):
                make_standings(firsts.values())  # as after a lesson; not counted
            yield act

    return sum(middle_ms(acts()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
