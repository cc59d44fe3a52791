"""Every address × verb × role of one company, asked with another company's ids.

Each address is first alive: with the company's own ids somebody is answered otherwise than with ids
that do not exist. Then the other company's ids
are answered exactly like ids that do not exist, and nothing of the other company has changed.
"""

import difflib
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.isolation.answers import Undone, ask, fingerprint, told
from tests.isolation.conftest import Worlds
from tests.isolation.endpoints import ROLES, VERBS, Endpoint, addressed
from tests.isolation.world import World

# What an address wants to be told before it does anything.
BODIES: dict[str, dict[str, object]] = {
    "/watch/": {"ranges": [[0, 1000]], "position_ms": 1000},
    "/progress/": {"ranges": [[0, 1000]], "position_ms": 1000},
    "/revoke/": {"reason": "Issued by mistake."},
    "/submit/": {"anyway": "1"},
    "/rotate/": {"overlap_hours": "24"},
    "/captions/remove/": {"language": "en"},
    "/review/": {"stars": "4", "text": "", "signature": "nobody"},
    "/report/": {"reason": "advert"},
    "/reply/": {"reply": "Thank you."},
    "/moderate/": {"decision": "hide", "reason": "It names a customer."},
    "/decide/": {"decision": "decline", "reason": "Still employed"},
}


def _body(endpoint: Endpoint, own: World) -> dict[str, object] | None:
    body = next((BODIES[end] for end in BODIES if endpoint.template.endswith(end)), None)
    if body and endpoint.template.endswith("/progress/"):
        return {**body, "lesson_id": str(own.ids["video_lesson_id"])}
    return body


def _address(endpoint: Endpoint, id_of: Callable[[str], object]) -> str:
    values = dict.fromkeys(endpoint.parameters, "x")
    values |= {name: str(id_of(name)) for name in endpoint.ids}
    return endpoint.template.format(**values)


@pytest.mark.parametrize("endpoint", addressed(), ids=str)
def test_another_companys_ids_do_not_exist(
    endpoint: Endpoint, worlds: Worlds, record_property: Callable[[str, object], None]
) -> None:
    own, foreign = worlds.own, worlds.foreign
    before = fingerprint(foreign.tenant)
    cases, alive = 0, 0

    def their_id(name: str) -> object:
        return foreign.id_for(name, endpoint.template)

    def no_id(name: str) -> object:
        return uuid4()

    for role in ROLES:
        client = worlds.clients[role]
        for verb in VERBS:
            data = _body(endpoint, own)
            with Undone():
                answer = ask(
                    client,
                    verb,
                    _address(endpoint, lambda n: own.id_for(n, endpoint.template)),
                    data,
                )
                own_answer = status, location, _page = told(answer)
            client.cookies.pop("messages", None)
            for swapped in _swaps(endpoint):
                foreign_answer = told(
                    ask(client, verb, _swapped(endpoint, own, swapped, their_id), data)
                )
                if status == 405:
                    # No such verb here: the company's own ids and foreign ones are answered alike.
                    missing_answer = own_answer
                else:
                    missing_answer = told(
                        ask(client, verb, _swapped(endpoint, own, swapped, no_id), data)
                    )
                cases += 1
                # Alive where the company's own ids are told apart from ones that do not exist.
                alive += (status, location) != missing_answer[:2] and status not in (401, 405)
                where = f"{verb.upper()} {endpoint} as {role} with a foreign {', '.join(swapped)}"
                _same(foreign_answer, missing_answer, where)
                if status < 300:
                    assert foreign_answer[0] == 404, where
    assert alive > 0, f"{endpoint} was not reached by anybody with the company's own ids"
    assert fingerprint(foreign.tenant) == before
    record_property("isolation_cases", cases)


def _swapped(
    endpoint: Endpoint, own: World, swapped: tuple[str, ...], ids: Callable[[str], object]
) -> str:
    """Return the address with some of its ids taken from elsewhere."""
    return _address(
        endpoint, lambda n: ids(n) if n in swapped else own.id_for(n, endpoint.template)
    )


def _swaps(endpoint: Endpoint) -> list[tuple[str, ...]]:
    """Return which ids are foreign: each alone, then all together."""
    single = [(name,) for name in endpoint.ids]
    return single if len(single) == 1 else [*single, endpoint.ids]


def _same(one: tuple[int, str, bytes], other: tuple[int, str, bytes], where: str) -> None:
    """Fail with the lines in which two answers differ."""
    if one != other:
        lines = difflib.unified_diff(
            one[2].decode().splitlines(), other[2].decode().splitlines(), "foreign", "missing", n=0
        )
        pytest.fail(f"{where}: {one[:2]} and {other[:2]}\n" + "\n".join(lines))
