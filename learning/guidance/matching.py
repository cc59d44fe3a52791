"""Which courses suit a learner: a pure rule over published courses, with the reason in words.

Points, so that the rule can be read and argued with:
- up to 60 for the skill with the largest gap among those the course names (60 × the share of questions
  that would be answered wrongly);
- 25 for the learner's own kind of selling, 8 for one for everybody, -15 for another;
- 15 for the level that fits, 0 one step off, -20 two steps off;
- 50 for the next course on a career path that the learner follows;
- 30 for the learner's language, -10 for English when another was chosen. Other languages are left out.
A course that trains a skill already covered by one above it comes after those that train another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from learning.catalogue.api import CourseCard, Industry, Level, Skill
from learning.guidance.ability import Ability
from learning.guidance.enums import Experience
from learning.guidance.selectors.profile import ProfileInfo

_LEVELS = [Level.BEGINNER, Level.INTERMEDIATE, Level.ADVANCED]
_LEVEL_OF = {
    Experience.FRESHER: 0,
    Experience.JUNIOR: 0,
    Experience.MIDDLE: 1,
    Experience.SENIOR: 2,
}
# Above it one is asked for more in a skill, below it for less.
_STRONG, _WEAK = 65, 40
_SAME_SKILL = 40


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A course, why, and how well it fits."""

    card: CourseCard
    reasons: tuple[str, ...]
    points: float
    skill: str


def recommend(
    cards: Iterable[CourseCard],
    *,
    profile: ProfileInfo,
    abilities: Mapping[str, Ability],
    on_path: Mapping[UUID, str] | None = None,
    most: int = 3,
) -> tuple[Recommendation, ...]:
    """Return the best courses, best first. Without anything known of the learner: none.

    Args:
        cards: what there is to choose from.
        profile: what the learner told.
        abilities: what skill checks found.
        on_path: the titles of followed paths by the course that is next there.
        most: how many at most.
    """
    paths = on_path or {}
    if not profile.answered and not abilities and not paths:
        return ()
    rated = [
        _rate(card, profile, abilities, paths.get(card.id, ""))
        for card in cards
        if _readable(card, profile)
    ]
    chosen: list[Recommendation] = []
    while rated and len(chosen) < most:
        covered = {one.skill for one in chosen if one.skill}
        best = max(
            rated,
            key=lambda one: (
                one.points - (_SAME_SKILL if one.skill in covered else 0),
                one.card.title,
            ),
        )
        rated.remove(best)
        if best.points > 0:
            chosen.append(best)
    return tuple(chosen)


def _readable(card: CourseCard, profile: ProfileInfo) -> bool:
    return not profile.language or card.language in (profile.language, "en")


def _rate(
    card: CourseCard, profile: ProfileInfo, abilities: Mapping[str, Ability], path: str
) -> Recommendation:
    points, reasons, skill = 0.0, [], ""
    if path:
        points += 50
        reasons.append(_("Next on your path “%(path)s”.") % {"path": path})
    known = [name for name in card.skills if name in abilities]
    if known:
        skill = min(known, key=lambda name: (abilities[name].percent, name))
        percent = abilities[skill].percent
        points += 60 * (100 - percent) / 100
        reasons.append(
            _("Trains “%(skill)s”, where the check puts you at %(percent)d of 100.")
            % {"skill": Skill(skill).label, "percent": percent}
        )
    if profile.industry:
        if card.industry == profile.industry:
            points += 25
            reasons.append(
                _("For %(kind)s, as you said.") % {"kind": Industry(card.industry).label}
            )
        else:
            points += 8 if card.industry == Industry.GENERAL else -15
    off = abs(_LEVELS.index(Level(card.level)) - _wanted_level(profile, abilities.get(skill)))
    points += (15, 0, -20)[off]
    if off == 0 and (profile.experience or skill):
        reasons.append(_("Its level fits: %(level)s.") % {"level": Level(card.level).label})
    if profile.language:
        points += 30 if card.language == profile.language else -10
        if card.language != profile.language:
            reasons.append(_("In English: there is none like it in your language yet."))
    return Recommendation(card, tuple(reasons), points, skill)


def _wanted_level(profile: ProfileInfo, ability: Ability | None) -> int:
    wanted = _LEVEL_OF[Experience(profile.experience)] if profile.experience else 0
    if ability is not None and ability.percent >= _STRONG:
        wanted += 1
    elif ability is not None and ability.percent < _WEAK:
        wanted -= 1
    return min(max(wanted, 0), 2)
