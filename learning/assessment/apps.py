"""The app's place in Django: label `assessment`, one copy in every schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    """Quizzes of a company's courses, and in `public` of the marketplace's."""

    name = "learning.assessment"
    label = "assessment"
    verbose_name = _("Assessment")
