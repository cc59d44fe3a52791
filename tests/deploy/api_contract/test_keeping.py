"""Within /api/v1/ we only add: what is promised is in the repository, and the code is held to it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from deploy.api_contract import promise as promises
from deploy.api_contract.keeping import added, broken
from deploy.api_contract.promise import HOSTS, Promise, as_text, current_promise, promise_path
from tenants.api_access.retirement import Retirement

TODAY = datetime(2027, 7, 1, tzinfo=UTC)
LIST, PERSON, TEAMS = (
    "GET /api/v1/people/",
    "PATCH /api/v1/people/{person_id}/",
    "POST /api/v1/departments/",
)
ROW = "results[].id"


@pytest.fixture(scope="module")
def company() -> Promise:
    return current_promise("company")


@pytest.mark.parametrize("host", HOSTS)
def test_nothing_that_was_promised_is_broken(host: str) -> None:
    """Run `manage.py api_contract` when something was added; what was taken away goes into /api/v2/."""
    assert broken(promises.promised(host), current_promise(host), at=TODAY) == []
    assert promise_path(host).read_text() == as_text(current_promise(host))


def test_the_promise_says_what_a_program_relies_on(company: Promise) -> None:
    listed = company["operations"][LIST]
    assert listed["scope"] == "people:read"
    assert listed["answers"]["200"][ROW] == {"required": True, "types": ["string uuid"]}
    made = company["operations"][TEAMS]
    assert made["body"]["name"]["required"] is True
    assert "people:write" in company["scopes"]
    assert "too_many_requests" in company["problems"]


def _operation(name: str) -> Callable[[Promise], Promise]:
    return lambda promise: promise["operations"][name]


def _drop(of: Callable[[Promise], Promise], key: str) -> Callable[[Promise], object]:
    return lambda promise: of(promise).pop(key)


def _set(of: Callable[[Promise], Promise], key: str, value: object) -> Callable[[Promise], object]:
    return lambda promise: of(promise).update({key: value})


def _body(name: str) -> Callable[[Promise], Promise]:
    return lambda promise: promise["operations"][name]["body"]


def _answer(name: str, status: str = "200") -> Callable[[Promise], Promise]:
    return lambda promise: promise["operations"][name]["answers"][status]


NEW_FIELD = {"types": ["string"]}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p: p["operations"].pop(LIST), f"{LIST} is gone"),
        (lambda p: p["scopes"].remove("people:read"), "the scope people:read is gone"),
        (lambda p: p["problems"].remove("conflict"), "the problem conflict is gone"),
        (
            _set(_operation(LIST), "scope", "people:write"),
            f"{LIST}: its scope is people:write, was people:read",
        ),
        (_drop(_answer(LIST), ROW), f"{LIST}: {ROW} is not answered any more"),
        (
            lambda p: _answer(LIST)(p)[ROW].update(types=["integer"]),
            f"{LIST}: {ROW} is integer, was string uuid",
        ),
        (
            lambda p: _answer(LIST)(p)[ROW].update(types=["null", "string uuid"]),
            f"{LIST}: {ROW} is null or string uuid, was string uuid",
        ),
        (lambda p: _answer(LIST)(p)[ROW].pop("required"), f"{LIST}: {ROW} may be missing"),
        (
            lambda p: p["operations"][LIST]["answers"].pop("200"),
            f"{LIST}: it does not answer 200 any more",
        ),
        (_drop(_body(TEAMS), "name"), f"{TEAMS}: name is not taken any more"),
        (
            _set(_body(TEAMS), "reason", NEW_FIELD | {"required": True}),
            f"{TEAMS}: reason has to be sent",
        ),
        (
            lambda p: _body(PERSON)(p)["name"].update(required=True),
            f"{PERSON}: name has to be sent",
        ),
        (
            lambda p: _body(TEAMS)(p)["name"].update(types=["integer"]),
            f"{TEAMS}: name may not be string any more",
        ),
        (
            lambda p: _body(TEAMS)(p)["name"].update(words=['"North"']),
            f"{TEAMS}: name may not be anything any more",
        ),
        (
            lambda p: _body(PERSON)(p)["job_title"].update(pattern="^N"),
            f"{PERSON}: job_title: pattern is ^N, was not set",
        ),
        (
            lambda p: _body(TEAMS)(p)["name"].update(maxLength=5),
            f"{TEAMS}: name: maxLength is 5, was 80",
        ),
        (
            lambda p: p["operations"][LIST]["parameters"].pop("query page"),
            f"{LIST}: query page is not taken any more",
        ),
    ],
)
def test_what_is_taken_away_or_narrowed_is_named(
    company: Promise, change: Callable[[Promise], object], told: str
) -> None:
    new = deepcopy(company)
    change(new)
    assert broken(company, new, at=TODAY) == [told]


def test_a_value_that_is_never_answered_any_more_is_named(company: Promise) -> None:
    """In what is answered a word may be added, in what is asked for, too; neither may go."""
    old = deepcopy(company)
    _answer(LIST)(old)["results[].state"] = {"types": ["string"], "words": ['"a"', '"b"']}
    new = deepcopy(old)
    _answer(LIST)(new)["results[].state"]["words"] = ['"a"', '"c"']
    assert broken(old, new, at=TODAY) == [f'{LIST}: results[].state is never "b" any more']
    old["operations"][LIST]["parameters"]["query state"] = {
        "types": ["string"],
        "words": ['"a"', '"b"'],
    }
    new["operations"][LIST]["parameters"]["query state"] = {"types": ["string"], "words": ['"b"']}
    assert f'{LIST}: query state may not be "a" any more' in broken(old, new, at=TODAY)


def test_what_is_added_or_widened_is_welcome(company: Promise) -> None:
    new = deepcopy(company)
    new["operations"]["GET /api/v1/things/"] = company["operations"][LIST]
    new["scopes"].append("things:read")
    _body(TEAMS)(new)["reason"] = NEW_FIELD
    _body(TEAMS)(new)["name"].update(maxLength=500, types=["null", "string"])
    _body(TEAMS)(new)["name"].pop("required")
    _answer(LIST)(new)["results[].more"] = NEW_FIELD
    new["operations"][LIST]["answers"]["206"] = {}
    new["operations"][LIST]["scope"] = ""
    assert broken(company, new, at=TODAY) == []
    assert added(company, new) == ["GET /api/v1/things/"]


@pytest.mark.parametrize(("ends", "kept"), [(1, True), (2, False)])
def test_an_address_may_go_when_the_day_it_was_announced_for_is_there(
    company: Promise, ends: int, kept: bool
) -> None:
    new = deepcopy(company)
    del new["operations"][LIST]
    going = Retirement(
        prefix="/api/v1/people/",
        deprecated_at=datetime(2027, 1, 1, tzinfo=UTC),
        ends_at=datetime(2027, 7, ends, tzinfo=UTC),
        instead="/api/docs/#people",
    )
    with override_settings(API_RETIREMENTS=(going,)):
        assert (broken(company, new, at=TODAY) == []) is kept


# The command ----------------------------------------------------------------------------------


@pytest.fixture
def written(tmp_path, settings, company: Promise) -> Callable[[str], Promise]:
    """Promises of a repository of our own; gives what stands in one."""
    (tmp_path / "deploy" / "api_contract").mkdir(parents=True)
    settings.ROOT = tmp_path
    for host in HOSTS:
        promise_path(host).write_text(as_text(current_promise(host)))
    return promises.promised


def test_the_command_accepts_what_was_added(written: Callable[[str], Promise]) -> None:
    less = written("company")
    del less["operations"][LIST]
    promise_path("company").write_text(as_text(less))
    with pytest.raises(CommandError, match="has grown"):
        call_command("api_contract", check=True, stdout=StringIO())
    assert written("company") == less
    said = StringIO()
    call_command("api_contract", stdout=said)
    assert said.getvalue().splitlines() == [
        f"company: {LIST} is new",
        "v1-company.json is written.",
    ]
    assert written("company") == current_promise("company")
    call_command("api_contract", check=True)


def test_the_command_never_writes_down_less(written: Callable[[str], Promise]) -> None:
    more = written("public")
    more["operations"]["GET /api/v1/once/"] = next(iter(more["operations"].values()))
    promise_path("public").write_text(as_text(more))
    with pytest.raises(CommandError, match="public: GET /api/v1/once/ is gone"):
        call_command("api_contract", stdout=StringIO())
    assert written("public") == more
