"""Addresses of one's own timeline and goals, on both kinds of host."""

from django.urls import path

from learning.engagement.views import goal, timeline

app_name = "engagement"
urlpatterns = [
    path("learn/timeline/", timeline.timeline, name="timeline"),
    path("learn/goals/", goal.goals, name="goals"),
    path("learn/goals/new/", goal.create, name="goal_new"),
    path("learn/goals/<uuid:goal_id>/", goal.edit, name="goal_edit"),
    path("learn/goals/<uuid:goal_id>/archive/", goal.archive, name="goal_archive"),
    path("learn/goals/<uuid:goal_id>/restore/", goal.restore, name="goal_restore"),
]
