"""Lives in: every schema."""

from learning.guidance.models.following import FollowedPath
from learning.guidance.models.profile import LearnerProfile
from learning.guidance.models.skill_check import SkillAnswer, SkillCheck, SkillEstimate

__all__ = ["FollowedPath", "LearnerProfile", "SkillAnswer", "SkillCheck", "SkillEstimate"]
