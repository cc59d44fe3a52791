"""Ids in what a form sends: every id that a page's own forms offer, replaced by the other company's."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.isolation.answers import ask, fingerprint, told
from tests.isolation.conftest import Worlds
from tests.isolation.endpoints import Endpoint, endpoints
from tests.isolation.forms import forms_of
from tests.isolation.test_endpoints import _address, _same

ROLES = ("learner", "manager", "author", "admin")
# Signs out, and with it ends the other cases.
_LEFT_OUT = ("/account/logout/", "/dev/", "/styleguide/")


@pytest.mark.parametrize(
    "endpoint", [e for e in endpoints() if not e.template.startswith(_LEFT_OUT)], ids=str
)
def test_another_companys_ids_in_a_form_do_not_exist(
    endpoint: Endpoint, worlds: Worlds, record_property: Callable[[str, object], None]
) -> None:
    own, foreign = worlds.own, worlds.foreign
    theirs = {str(own.ids[name]): str(foreign.ids[name]) for name in own.ids} | {
        str(own.people[role].id): str(foreign.people[role].id) for role in own.people
    }
    before = fingerprint(foreign.tenant)
    cases = 0
    for role in ROLES:
        client = worlds.clients[role]
        address = _address(endpoint, lambda n: own.id_for(n, endpoint.template))
        page = ask(client, "get", address)
        if page.status_code != 200 or "html" not in page.headers["Content-Type"]:
            continue
        for form in forms_of(told(page, raw=True)[2].decode(), address):
            for name, value in dict.fromkeys(form.offered):
                if value not in theirs or form.action.startswith(_LEFT_OUT):
                    continue
                answers = [
                    told(ask(client, form.method, form.action, {**form.data, name: [swapped]}))
                    for swapped in (theirs[value], str(uuid4()))
                ]
                client.cookies.pop("messages", None)
                cases += 1
                _same(answers[0], answers[1], f"{form.action} with a foreign {name} as {role}")
    assert fingerprint(foreign.tenant) == before
    record_property("isolation_cases", cases)
