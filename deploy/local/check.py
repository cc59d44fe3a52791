"""``deploy/up --check``: asks every address of a running stack, at both kinds of host, signed in and not.

Starts from the addresses that need no id and follows the links of the pages, a few of each kind. Run inside the
stack's environment as ``python -m deploy.local.check``.
"""

import json
import sys
import time
from collections import Counter, deque
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.urls import reverse

from deploy.local.addresses import links_in, plain_paths, route_of
from deploy.local.processes import Command
from deploy.local.visitor import Visitor

OF_EACH_KIND = 2
AUTHENTICATION = {401, 403}  # right answers to somebody who may not
WRONG_METHOD = 405  # of an address that only takes forms


def check_command() -> Command:
    """Describe the check's process."""
    return Command("check", (sys.executable, "-m", "deploy.local.check"), patience=5.0)


def visit(visitor: Visitor, urlconf: str) -> tuple[int, list[str]]:
    """Ask every address one visitor can find.

    Args:
        urlconf: dotted path of the URL table behind the visitor's host.

    Returns:
        How many addresses were asked, and one line per problem.
    """
    starts = plain_paths(urlconf)
    waiting = deque(starts)
    seen = set(starts)
    kinds: Counter[str] = Counter()
    problems = []
    while waiting:
        path = waiting.popleft()
        try:
            answer = visitor.get(path)
        except (OSError, HTTPException) as error:
            problems.append(f"{visitor.host}{path} as {visitor.name}: no answer ({error})")
            continue
        if answer.status >= 400 and answer.status not in AUTHENTICATION | {WRONG_METHOD}:
            problems.append(f"{visitor.host}{path} as {visitor.name}: {answer.status}")
        for link in links_in(answer.text, path):
            kind = route_of(link, urlconf) or link
            if link not in seen and kinds[kind] < OF_EACH_KIND:
                seen.add(link)
                kinds[kind] += 1
                waiting.append(link)
    return len(seen), problems


def main() -> int:
    """Visit as everybody; print one line per visitor and per problem; return the exit status."""
    django.setup()
    port = int(settings.URL_PORT.lstrip(":") or 80)
    demo = Path(settings.HOME) / "demo.json"
    people = json.loads(demo.read_text()) if demo.exists() else []
    for person in people:
        person["host"] = urlsplit(person["host"]).hostname
    hosts = dict.fromkeys([settings.BASE_DOMAIN, *(person["host"] for person in people)])
    visitors = [(Visitor(host, port, "a guest"), None) for host in hosts]
    visitors += [(Visitor(person["host"], port, person["who"]), person) for person in people]
    failed = 0
    for visitor, person in visitors:
        began = time.monotonic()
        public = visitor.host == settings.BASE_DOMAIN
        urlconf = settings.PUBLIC_URLCONF if public else settings.TENANT_URLCONF
        problems = []
        path = reverse(settings.LOGIN_URL, urlconf=urlconf)
        if person and not visitor.sign_in(person["email"], person["password"], path=path):
            problems.append(
                f"{visitor.host}{path} as {visitor.name}: the demo's password does not open it"
            )
        asked, more = visit(visitor, urlconf)
        problems += more
        failed += len(problems)
        summary = f"{visitor.host:<20} {visitor.name:<32} {asked:>4} addresses in {time.monotonic() - began:.1f} s"
        sys.stdout.write("\n".join([summary, *(f"  {problem}" for problem in problems), ""]))
    if not people:
        failed += 1
        sys.stdout.write(f"{demo} is missing: the demo was not seeded\n")
    sys.stdout.write(f"{failed} problems\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
