"""Addresses of the welcome and the skill check, on both kinds of host."""

from django.urls import path

from learning.guidance.enums import ProfileStep
from learning.guidance.views import home, profile, skill_check

app_name = "guidance"
urlpatterns = [
    path("learn/", home.home, name="home"),
    path("learn/start/", profile.start, name="start"),
    path("learn/start/later/", profile.later, name="later"),
    *(
        path(f"learn/start/{step}/", profile.step, {"step": step.value}, name=f"start_{step}")
        for step in ProfileStep
    ),
    path("learn/skills/", skill_check.skills, name="skills"),
    path("learn/skills/check/", skill_check.check, name="check"),
    path("learn/skills/check/begin/", skill_check.begin, name="check_begin"),
    path("learn/skills/check/skip/", skill_check.skip, name="check_skip"),
]
