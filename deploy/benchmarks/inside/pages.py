"""Asks for each main page of the demo as the person who opens it; says what it cost.

python -m deploy.benchmarks.inside.pages [--samples K]
"""

import argparse
import gzip
import json
import logging
import re
import sys
import time
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import django

from deploy.benchmarks.inside.measuring import cpu_ms, disturbance, queries_of
from deploy.benchmarks.inside.quiz import quiz_figures
from deploy.memory import settle

SLUG = "acme"
_ASSET = re.compile(r'(?:href|src)="(/(?:static|brand)[^"#]*)"')
_IMPORT = re.compile(r'(?:from|import)\s+"(\./[^"]+)"')
_KEPT_SMALL = (".css", ".js", ".mjs", ".svg", ".webmanifest")


@dataclass(frozen=True)
class View:
    """One page: who asks for it, and what design/speed.md wants of it (0: nothing)."""

    name: str
    path: str
    who: str = ""  # e-mail address; "" is a guest
    slug: str = ""  # "" is the public site
    queries: int = 0
    cpu: int = 0  # ms


def main(arguments: list[str]) -> int:
    """Measure every page; print a JSON object with the figures and the public pages."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int, default=20)
    samples = parser.parse_args(arguments).samples
    django.setup()
    from tenants.accounts.sessions import MARK_SECONDS

    logging.disable(logging.WARNING)
    floor = _cost(View("floor", "/offline/"), samples)
    views = _views()
    settle()  # as the web process does
    for view in views:
        _client(view).get(view.path)  # the first page after signing in writes the session
    time.sleep(MARK_SECONDS + 1)  # somebody at work, not somebody who signed in this moment
    figures = [row for view in views for row in _figures(view, _cost(view, samples), floor)]
    figures += quiz_figures(
        lambda who: _client(View("", "", who, SLUG)), _company(SLUG), floor.app + floor.postgres
    )
    name = "the machine: fixed work, slowest beside quickest"
    figures.append({"name": name, "measured": disturbance(), "floor": 1, "unit": "×"})
    public = [(view.name, view.path) for view in views if not view.who and not view.slug]
    sys.stdout.write(json.dumps({"figures": figures, "public": public}) + "\n")
    return 0


def _views() -> list[View]:
    from learning.catalogue.api import LessonKind
    from learning.delivery.models import Enrolment
    from tenants.schemas import in_tenant

    shelf = _client(View("", "/courses/")).get("/courses/", headers={"accept-encoding": ""})
    course = re.findall(r'href="(/courses/[a-z0-9-]+/)"', shelf.content.decode())[0]
    learner = f"learner@{SLUG}.example"
    with in_tenant(_company(SLUG)):
        enrolment = Enrolment.objects.filter(learner__email=learner, state="active").first()
        assert enrolment is not None
        lessons = [
            lesson
            for module in enrolment.version.content["modules"]
            for lesson in module["lessons"]
            if lesson["kind"] in (LessonKind.TEXT, LessonKind.VIDEO)
        ]
    lesson = f"/learn/{enrolment.course_id}/{lessons[0]['id']}/"
    consumer = "consumer@learners.example"
    return [
        View("home, guest", "/"),
        View("catalogue, guest", "/courses/", queries=8, cpu=10),
        View("course page, guest", course),
        View("course page, signed in", course, consumer, queries=12, cpu=15),
        View("verification, guest", "/verify/"),
        View("career paths, guest", "/paths/"),
        View("pricing, guest", "/pricing/"),
        View("for companies, guest", "/business/"),
        View("instructor home", "/teach/", "meera.krishnan@instructors.example"),
        View("staff home", "/staff/", "staff@learners.example"),
        View("learner home", "/learn/", learner, SLUG, 12, 20),
        View("lesson page", lesson, learner, SLUG, 12, 15),
        View("manager's team page", "/team/", f"manager@{SLUG}.example", SLUG, 12, 40),
        View("admin home", "/manage/", f"admin@{SLUG}.example", SLUG),
        View("studio", "/studio/", f"author@{SLUG}.example", SLUG),
        View("people", "/manage/people/", f"admin@{SLUG}.example", SLUG, 12),
    ]


def _company(slug: str) -> Any:
    from tenants.kernel.directory import public_tenant, tenant_by_slug

    return tenant_by_slug(slug) if slug else public_tenant()


@cache
def _client(view: View) -> Any:
    """Return a browser of whoever opens a page, signed in where somebody is named."""
    from django.conf import settings
    from django.test import Client

    from tenants.accounts.api import User
    from tenants.schemas import in_tenant

    host = f"{view.slug}.{settings.BASE_DOMAIN}" if view.slug else settings.BASE_DOMAIN
    client = Client(headers={"host": host, "accept-encoding": "gzip"})
    if view.who:
        with in_tenant(_company(view.slug)):
            client.force_login(User.objects.get(email=view.who))
    return client


@dataclass(frozen=True)
class Cost:
    """What one view costs: CPU in ms of app and of Postgres, statements, bytes as they travel."""

    app: float
    postgres: float
    queries: int
    bytes: int


def _cost(view: View, samples: int) -> Cost:
    client = _client(view)
    answer = client.get(view.path)
    assert answer.status_code == 200, (view.path, answer.status_code)
    size = len(answer.content)
    page = (
        gzip.decompress(answer.content)
        if answer.get("Content-Encoding") == "gzip"
        else answer.content
    )
    size += sum(_asset_bytes(client, path) for path in set(_ASSET.findall(page.decode())))
    app, postgres = cpu_ms(partial(client.get, view.path), samples)
    return Cost(app, postgres, queries_of(client, view.slug, view.path), size)


_seen: dict[str, int] = {}


def _asset_bytes(client: Any, path: str) -> int:
    """Return what a file and the modules it imports weigh, text compressed as it is served."""
    from django.contrib.staticfiles.storage import staticfiles_storage

    if path in _seen:
        return _seen[path]
    _seen[path] = 0
    if not path.startswith("/static/"):
        _seen[path] = len(client.get(path).content)
        return _seen[path]
    name = path.partition("?")[0].removeprefix("/static/")
    with staticfiles_storage.open(name) as file:
        content = file.read()
    size = len(gzip.compress(content, 9)) if name.endswith(_KEPT_SMALL) else len(content)
    if name.endswith((".js", ".mjs")):
        folder = name.rpartition("/")[0]
        for imported in _IMPORT.findall(content.decode()):
            size += _asset_bytes(client, f"/static/{folder}/{imported.removeprefix('./')}")
    _seen[path] = size
    return size


def _figures(view: View, cost: Cost, floor: Cost) -> list[dict[str, object]]:
    rows = [
        ("CPU", cost.app + cost.postgres, floor.app + floor.postgres, "ms", view.cpu),
        ("queries", cost.queries, 1, "queries", view.queries),
        ("bytes of a first view", cost.bytes / 1000, floor.bytes / 1000, "kB", 150),
    ]
    return [
        {
            "name": f"{view.name}, {what}" + (f" (goal {goal} {unit})" if goal else ""),
            "measured": measured,
            "floor": least,
            "unit": unit,
        }
        for what, measured, least, unit, goal in rows
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
