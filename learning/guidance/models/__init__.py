"""Lives in: every schema."""

from learning.guidance.models.profile import LearnerProfile
from learning.guidance.models.skill_check import SkillAnswer, SkillCheck, SkillEstimate

__all__ = ["LearnerProfile", "SkillAnswer", "SkillCheck", "SkillEstimate"]
