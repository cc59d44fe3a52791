"""Which courses are recommended, and why."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from learning.catalogue.api import CourseCard
from learning.guidance.ability import Ability
from learning.guidance.matching import recommend
from learning.guidance.selectors.profile import ProfileInfo

WEAK, STRONG = Ability(-1.0, 0.8), Ability(1.2, 0.8)


def card(title: str, **fields: object) -> CourseCard:
    plain = CourseCard(
        id=uuid4(), slug="x", title=title, summary="", language="en", level="beginner",
        industry="general", hue=1, figure="steps", status="published", instructor_name="",
        version_id=uuid4(), version_number=1, modules=(), modules_total=1, lessons_total=1,
        duration_seconds=60, published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return replace(plain, **fields)  # type: ignore[arg-type]


def titles(cards: list[CourseCard], profile: ProfileInfo, **abilities: Ability) -> list[str]:
    return [one.card.title for one in recommend(cards, profile=profile, abilities=abilities)]


def test_nothing_is_recommended_to_somebody_unknown() -> None:
    assert recommend([card("Any")], profile=ProfileInfo(), abilities={}) == ()


def test_the_weakest_skill_comes_first_with_its_number_as_reason() -> None:
    cards = [
        card("Closing", skills=("closing",)),
        card("Discovery", skills=("discovery",)),
        card("Untagged"),
    ]
    found = recommend(
        cards, profile=ProfileInfo(), abilities={"closing": STRONG, "discovery": WEAK}
    )
    assert found[0].card.title == "Discovery"
    assert (
        f"“Finding the need”, where the check puts you at {WEAK.percent} of 100"
        in found[0].reasons[0]
    )
    assert "Trains" not in " ".join(found[-1].reasons)


def test_three_courses_do_not_all_train_the_same_skill() -> None:
    cards = [card(f"Discovery {n}", skills=("discovery",)) for n in range(3)]
    cards.append(card("Closing", skills=("closing",)))
    profile = ProfileInfo(experience="fresher")
    assert "Closing" in titles(cards, profile, discovery=WEAK, closing=Ability(-0.2, 0.8))[:2]


def test_kind_of_selling_level_and_language_decide_without_a_check() -> None:
    cards = [
        card("Retail basics", industry="retail"),
        card("Retail for heads", industry="retail", level="advanced"),
        card("Flats", industry="real_estate"),
        card("Retail in Tamil", industry="retail", language="ta"),
        card("खुदरा", industry="retail", language="hi"),
    ]
    profile = ProfileInfo(industry="retail", experience="fresher", language="hi")
    found = recommend(cards, profile=profile, abilities={})
    assert [one.card.title for one in found] == ["खुदरा", "Retail basics"]
    assert "For Retail, as you said." in found[0].reasons
    assert "Its level fits: Beginner." in found[0].reasons
    assert "In English: there is none like it in your language yet." in found[1].reasons


def test_somebody_strong_in_a_skill_is_sent_a_level_up() -> None:
    cards = [
        card("Closing 1", skills=("closing",)),
        card("Closing 2", skills=("closing",), level="intermediate"),
    ]
    profile = ProfileInfo(experience="junior")
    assert titles(cards, profile, closing=STRONG)[0] == "Closing 2"
    assert titles(cards, profile, closing=WEAK)[0] == "Closing 1"
