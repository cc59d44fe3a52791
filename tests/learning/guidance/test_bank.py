"""The bank of questions is whole, and its look gives no answer away."""

from collections import Counter

from learning.catalogue.api import Skill
from learning.guidance.bank import LANGUAGES, RIGHT, bank


def test_two_questions_for_each_skill_and_level() -> None:
    assert Counter((item.skill, item.level) for item in bank().values()) == {
        (skill, level): 2 for skill in Skill for level in (1, 2, 3)
    }


def test_every_question_is_there_in_english_and_hindi() -> None:
    for item in bank().values():
        english, hindi = (item.wordings[language] for language in LANGUAGES)
        assert (
            english.prompt.isascii()
            or "₹" in english.prompt
            or "“" in english.prompt
            or "’" in english.prompt
            or "'" in english.prompt
        )
        assert any("ऀ" <= letter <= "ॿ" for letter in hindi.prompt), item.key
        assert len(english.choices) == len(hindi.choices) == 3
        assert item.in_language("ta") == english


def test_the_right_answer_is_not_told_by_its_length() -> None:
    for language in LANGUAGES:
        longest = sum(
            max(range(3), key=lambda at: len(words.choices[at])) == RIGHT
            for words in (item.wordings[language] for item in bank().values())
        )
        assert longest <= len(bank()) / 2
