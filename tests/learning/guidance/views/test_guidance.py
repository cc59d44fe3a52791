"""The pages of the welcome and the check, on both kinds of host."""

from collections.abc import Callable

import pytest
from django.test import Client

from learning.guidance.bank import bank
from learning.guidance.models import LearnerProfile, SkillAnswer
from learning.guidance.selectors.profile import profile_of
from learning.guidance.selectors.skill_check import standing_of
from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.delivery import course_of
from tests.factories.guidance import open_answer, right_place, take_check

Browser = Callable[..., Client]


@pytest.fixture(params=["acme", "public"])
def host(request: pytest.FixtureRequest, db: None) -> TenantInfo:
    """Every page is on both kinds of host."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def learner(host: TenantInfo) -> User:
    with in_tenant(host):
        return UserFactory(roles=[Role.CONSUMER] if host.is_public else [])


@pytest.fixture
def client(host: TenantInfo, learner: User, browser_of: Browser) -> Client:
    return browser_of(host, learner)


def test_visitors_are_sent_to_sign_in(host: TenantInfo, browser_of: Browser) -> None:
    for path in ("start/", "start/goal/", "skills/", "skills/check/"):
        answer = browser_of(host).get(f"/learn/{path}")
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")


def test_the_home_invites_and_can_be_told_not_now(
    host: TenantInfo, learner: User, client: Client
) -> None:
    home = "/learn/"
    assert "Where do you want to get to?" in client.get(home).content.decode()
    client.post("/learn/start/later/")
    page = client.get(home).content.decode()
    assert "Where do you want to get to?" not in page
    assert "Tell us your goal, and see which courses fit" in page


def test_steps_are_kept_skipped_and_resumed(
    host: TenantInfo, learner: User, client: Client
) -> None:
    assert "Five short questions" in client.get("/learn/start/").content.decode()
    data = {"goal": "role", "wanted_role": "  Key  account manager "}
    answer = client.post("/learn/start/goal/", data)
    assert answer["Location"] == "/learn/start/experience/"
    answer = client.post("/learn/start/experience/", {"skip": "1"})
    assert answer["Location"] == "/learn/start/industry/"
    assert client.get("/learn/start/")["Location"] == "/learn/start/industry/"
    with in_tenant(host):
        told = profile_of(learner.id)
        assert (told.goal, told.wanted_role) == ("role", "Key account manager")
        assert told.skipped == {"experience"}
    assert "3 short questions are open." in client.get("/learn/").content.decode()


def test_a_choice_that_was_not_offered_is_refused_and_nothing_is_lost(
    host: TenantInfo, learner: User, client: Client
) -> None:
    answer = client.post("/learn/start/goal/", {"goal": "fame", "wanted_role": "Regional head"})
    assert answer.status_code == 422
    assert "Regional head" in answer.content.decode()
    for path, name in (("experience", "experience"), ("time", "weekly_minutes")):
        assert client.post(f"/learn/start/{path}/", {name: "9999"}).status_code == 422
    with in_tenant(host):
        assert not LearnerProfile.objects.filter(learner=learner).exists()


def test_a_step_saves_itself(host: TenantInfo, learner: User, client: Client) -> None:
    answer = client.post(
        "/learn/start/time/", {"weekly_minutes": "60"}, headers={"X-Autosave": "1"}
    )
    assert answer.status_code == 204
    with in_tenant(host):
        assert profile_of(learner.id).weekly_minutes == 60


def test_the_open_question_holds_no_answer(host: TenantInfo, learner: User, client: Client) -> None:
    client.post("/learn/skills/check/begin/", {"language": "en"})
    page = client.get("/learn/skills/check/").content.decode()
    with in_tenant(host):
        item = bank()[open_answer(learner.id).item]
    words = item.in_language("en")
    assert words.why not in page
    assert item.key not in page
    # The three answers differ by their words and their place only.
    replies = page.split('<label class="reply">')[1:4]
    shapes = set()
    for place, reply in enumerate(replies):
        shown = reply.split("</label>")[0]
        for text in words.choices:
            shown = shown.replace(text.replace("'", "&#x27;"), "…")
        shapes.add(shown.replace(f'value="{place}"', 'value="#"'))
    assert len(shapes) == 1


def test_the_check_goes_question_by_question_to_its_result(
    host: TenantInfo, learner: User, client: Client
) -> None:
    with in_tenant(host):
        course = course_of("text", title="Ask more", skills=["discovery"])
    client.post("/learn/skills/check/begin/", {"language": "en"})
    empty = client.post("/learn/skills/check/", {"number": "1"})
    assert (empty.status_code, "Choose an answer" in empty.content.decode()) == (422, True)
    for number in range(1, 13):
        if number == 4:
            assert "Go on with question 4" in client.get("/learn/").content.decode()
        answer = client.post("/learn/skills/check/", {"number": number, "choice": "unsure"})
        assert answer.status_code == 302
    assert answer["Location"] == "/learn/skills/"
    page = client.get("/learn/skills/").content.decode()
    assert "To build up · 33" in page
    assert "where the check puts you at 33 of 100" in page
    assert f"/learn/{course.id}/" in page
    assert "Right is:" in page


def test_an_old_page_sent_again_changes_nothing(
    host: TenantInfo, learner: User, client: Client
) -> None:
    client.post("/learn/skills/check/begin/", {"language": "en"})
    with in_tenant(host):
        right = right_place(learner.id)
    client.post("/learn/skills/check/", {"number": 1, "choice": "unsure"})
    for number in ("1", "7", "forged", ""):
        answer = client.post("/learn/skills/check/", {"number": number, "choice": right})
        assert (answer.status_code, answer["Location"]) == (302, "/learn/skills/check/")
    with in_tenant(host):
        rows = list(SkillAnswer.objects.values_list("position", "is_right"))
        assert rows == [(1, False), (2, None)]


def test_too_early_again_is_refused(host: TenantInfo, learner: User, client: Client) -> None:
    with in_tenant(host):
        take_check(learner.id)
    answer = client.post("/learn/skills/check/begin/", {"language": "en"})
    assert answer.status_code == 403
    with in_tenant(host):
        assert (standing_of(learner.id).finished, standing_of(learner.id).is_open) == (1, False)


def test_the_check_can_be_skipped(host: TenantInfo, learner: User, client: Client) -> None:
    answer = client.post("/learn/skills/check/skip/")
    assert answer["Location"] == "/learn/skills/"
    assert "No skill check yet" in client.get("/learn/skills/").content.decode()


def test_one_persons_skills_are_not_anothers(
    host: TenantInfo, learner: User, browser_of: Browser
) -> None:
    with in_tenant(host):
        take_check(learner.id)
        other = UserFactory(roles=[Role.CONSUMER] if host.is_public else [])
    assert "No skill check yet" in browser_of(host, other).get("/learn/skills/").content.decode()


def test_the_result_takes_as_many_queries_with_many_courses(
    acme: TenantInfo, browser_of: Browser, django_assert_num_queries: Callable[..., object]
) -> None:
    with in_tenant(acme):
        person = UserFactory()
        take_check(person.id)
        course_of("text", skills=["closing"])
        bank()
    client = browser_of(acme, person)
    client.get("/learn/skills/")
    with django_assert_num_queries(QUERIES):
        client.get("/learn/skills/")
    with in_tenant(acme):
        for _number in range(30):
            course_of("text", skills=["closing", "pitch"])
    with django_assert_num_queries(QUERIES):
        client.get("/learn/skills/")


# Session, person, roles, seen; profile, checks twice with answers and estimates; enrolments; catalogue.
QUERIES = 15
