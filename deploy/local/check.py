"""``deploy/up --check``: asks every address of a running stack, at both kinds of host, signed in and not.

Starts from the addresses that need no id and follows the links of the pages, a few of each kind. Run inside the
stack's environment as ``python -m deploy.local.check``.
"""

import json
import sys
import time
from collections import Counter, deque
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.urls import reverse

from deploy.local.addresses import links_in, plain_paths, route_of
from deploy.local.processes import Command
from deploy.local.visitor import Answer, Visitor

OF_EACH_KIND = 2
AUTHENTICATION = {401, 403}  # right answers to somebody who may not
WRONG_METHOD = 405  # of an address that only takes forms
# Answers "not here" to a visitor of the demo as it should, and why.
NOT_THERE_YET = {
    "/account/agree/": "companies do not ask",
    "/account/two-step/recovery-codes/": "nobody in the demo has turned two-step sign-in on",
    "/account/two-step/recovery-codes/download/": "the same",
    "/account/two-step/totp/deactivate/": "the same",
    "/account/two-step/webauthn/remove/": "names no passkey",
    "/account/two-step/webauthn/rename/": "names no passkey",
    "/manage/notifications/words/edit/": "names no message",
    "/manage/notifications/words/mail/": "names no message",
    "/recruit/company/": "only for who was verified as an employer",
    "/staff/notifications/words/edit/": "names no message",
    "/staff/notifications/words/mail/": "names no message",
    "/support/enter/": "the public site is no company",
}


@dataclass(frozen=True)
class Problem:
    """An address that did not answer as it should."""

    address: str
    what: str
    who: str


def check_command() -> Command:
    """Describe the check's process."""
    return Command("check", (sys.executable, "-m", "deploy.local.check"), patience=5.0)


def visit(visitor: Visitor, urlconf: str, files: set[str]) -> tuple[int, list[Problem]]:
    """Ask every address one visitor can find.

    Args:
        visitor: who asks, at which host.
        urlconf: dotted path of the URL table behind that host.
        files: static files asked already, the same for everybody; grows.

    Returns:
        How many addresses were asked, and what went wrong.
    """
    waiting = deque(plain_paths(urlconf))
    seen = set(waiting)
    kinds: Counter[str] = Counter()
    problems = []
    while waiting:
        path = waiting.popleft()
        answer, wrong = _ask(visitor, path)
        if wrong:
            problems.append(Problem(f"{visitor.host}{path}", wrong, visitor.name))
        for link in links_in(answer.text, path) if answer else []:
            if link in seen or link in files:
                continue
            kind = route_of(link, urlconf)
            if link.startswith(settings.STATIC_URL):
                files.add(link)
            elif kinds[kind or link] >= OF_EACH_KIND:
                continue
            seen.add(link)
            kinds[kind or link] += 1
            waiting.append(link)
    return len(seen), problems


def _ask(visitor: Visitor, path: str) -> tuple[Answer | None, str]:
    """Return the answer, if any, and what is wrong with it, if anything."""
    try:
        answer = visitor.get(path)
    except (OSError, HTTPException) as error:
        return None, f"no answer ({error})"
    right = answer.status < 400 or answer.status in AUTHENTICATION | {WRONG_METHOD}
    right = right or (answer.status == 404 and path in NOT_THERE_YET)
    return answer, "" if right else str(answer.status)


def _visit_as(person: dict[str, str], port: int, files: set[str]) -> list[Problem]:
    """Sign one person in ("" as e-mail is a guest), visit, print a line; return what went wrong."""
    began = time.monotonic()
    visitor = Visitor(person["host"], port, person["who"])
    public = visitor.host == settings.BASE_DOMAIN
    urlconf = settings.PUBLIC_URLCONF if public else settings.TENANT_URLCONF
    problems = []
    path = reverse(settings.LOGIN_URL, urlconf=urlconf)
    if person["email"] and not visitor.sign_in(person["email"], person["password"], path=path):
        problems.append(Problem(visitor.host + path, "the password does not open it", visitor.name))
    asked, more = visit(visitor, urlconf, files)
    took = time.monotonic() - began
    sys.stdout.write(
        f"{visitor.host:<20} {visitor.name:<14} {asked:>4} addresses in {took:.1f} s\n"
    )
    return problems + more


def main() -> int:
    """Visit as everybody; print one line per visitor and per problem; return the exit status."""
    django.setup()
    port = int(settings.URL_PORT.lstrip(":") or 80)
    demo = Path(settings.HOME) / "demo.json"
    people = json.loads(demo.read_text()) if demo.exists() else []
    for person in people:
        person["host"] = urlsplit(person["host"]).hostname
    hosts = dict.fromkeys([settings.BASE_DOMAIN, *(person["host"] for person in people)])
    guests = [{"host": host, "who": "a guest", "email": "", "password": ""} for host in hosts]
    files: set[str] = set()
    wrong: dict[tuple[str, str], list[str]] = {}
    if not people:
        wrong[str(demo), "missing: the demo was not seeded"] = ["anybody"]
    for person in guests + people:
        for problem in _visit_as(person, port, files):
            wrong.setdefault((problem.address, problem.what), []).append(problem.who)
    for (address, what), names in wrong.items():
        sys.stdout.write(f"  {address}: {what} (as {', '.join(names)})\n")
    sys.stdout.write(f"{len(wrong)} problems\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
