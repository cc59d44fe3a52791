"""An instructor's first steps: each is done when the product says so, none is ticked by hand."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from learning.catalogue.api import authoring_progress
from public_site.models import InstructorProfile
from public_site.terms import GUIDELINES_VERSION
from tenants.accounts.api import User


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One step, with where to do it."""

    title: str
    text: str
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The steps of an instructor whose application was approved."""

    since: datetime
    headline: str
    slug: str
    steps: tuple[FirstStep, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def following(self) -> FirstStep | None:
        """The first that is not done."""
        return next((step for step in self.steps if not step.is_done), None)


def first_steps(instructor: User) -> FirstSteps | None:
    """Return an instructor's first steps; None for those who teach without an application."""
    profile = InstructorProfile.objects.filter(user=instructor, withdrawn_at=None).first()
    if profile is None:
        return None
    made = authoring_progress(instructor.id)
    studio = (
        reverse("catalogue:course_edit", args=[made.first_course_id])
        if made.first_course_id
        else reverse("catalogue:course_create")
    )
    return FirstSteps(
        since=profile.since,
        headline=profile.headline,
        slug=profile.slug or "",
        steps=(
            FirstStep(
                _("Read the guidelines"),
                _("What a lesson here is like, in three minutes."),
                reverse("public_site:teach_guidelines"),
                profile.guidelines_version == GUIDELINES_VERSION,
            ),
            FirstStep(
                _("Begin a course"),
                _("Title, what people will be able to do, and the skills it trains."),
                reverse("catalogue:course_create"),
                made.courses > 0,
            ),
            FirstStep(
                _("Write the first lesson"),
                _("A text of five minutes is a good beginning."),
                studio,
                made.lessons > 0,
            ),
            FirstStep(
                _("Add a video or a quiz"),
                _("Questions show learners, and you, what has arrived."),
                studio,
                made.videos_or_quizzes > 0,
            ),
            FirstStep(
                _("Publish"),
                _("The studio tells you what is still missing."),
                studio,
                made.published > 0,
            ),
        ),
    )
