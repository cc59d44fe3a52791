"""Lives in: every schema. A course, and the frozen versions its learners study."""

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.catalogue.enums import CourseStatus, Figure, Industry, Language, Level
from learning.catalogue.models.words import course_words
from tenants.kernel.ids import uuid7


def no_ratings() -> list[int]:
    """Return the spread of a course that nobody has reviewed: as many zeros as stars."""
    return [0, 0, 0, 0, 0]


class Course(models.Model):
    """A course as its author sees it. Details are live; modules and lessons reach learners by version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(max_length=140, db_index=False)
    summary = models.CharField(_("summary"), max_length=240, blank=True)
    description_md = models.TextField(_("description"), blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=Language, default=Language.ENGLISH
    )
    level = models.CharField(_("level"), max_length=16, choices=Level, default=Level.BEGINNER)
    industry = models.CharField(
        _("kind of selling"), max_length=16, choices=Industry, default=Industry.GENERAL
    )
    outcomes = models.JSONField(_("outcomes"), default=list, blank=True)
    # Values of `Skill`, which recommendations go by.
    skills = models.JSONField(_("skills"), default=list, blank=True)
    prerequisites_md = models.TextField(_("before you start"), blank=True)
    # Drawn from the title's hash once, at creation: a later title does not change the face.
    hue = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(11)])
    figure = models.CharField(max_length=8, choices=Figure, default=Figure.STEPS)
    status = models.CharField(max_length=10, choices=CourseStatus, default=CourseStatus.DRAFT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="courses_owned"
    )
    instructor_name = models.CharField(_("instructor"), max_length=120, blank=True)
    current_version = models.ForeignKey(
        "catalogue.CourseVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    published_at = models.DateTimeField(null=True, blank=True)
    # When a module or lesson last changed; later than `published_at` means unpublished changes.
    edited_at = models.DateTimeField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # No index: a company holds hundreds of courses, and an index is paid for in every schema.
    search = models.GeneratedField(
        expression=course_words(), output_field=SearchVectorField(), db_persist=True
    )
    # What learners' reviews come to: how many, the sum of their stars, and how many gave 1 to 5.
    # Rebuilt from the reviews' rows in the transaction that changes one; nothing else writes it.
    rating_count = models.PositiveIntegerField(default=0)
    rating_sum = models.PositiveIntegerField(default=0)
    rating_spread = models.JSONField(default=no_ratings)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="catalogue_course_slug"),
            models.CheckConstraint(condition=models.Q(hue__lt=12), name="catalogue_course_hue"),
            models.CheckConstraint(
                condition=~models.Q(status=CourseStatus.PUBLISHED)
                | models.Q(current_version__isnull=False),
                name="catalogue_course_published_has_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_unpublished_changes(self) -> bool:
        """Whether learners see an older outline than the author."""
        return self.published_at is not None and self.edited_at > self.published_at


class CourseVersion(models.Model):
    """What learners study: frozen at publication, never written again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    notes = models.TextField(_("what changed"), blank=True)
    # {"modules": [{"id", "title", "lessons": [{"id", "title", "kind", "body_html", …}]}]}
    content = models.JSONField()
    # The same without `body_html`: lists and outlines never load a lesson's text.
    outline = models.JSONField()
    modules_total = models.PositiveIntegerField()
    lessons_total = models.PositiveIntegerField()
    duration_seconds = models.PositiveIntegerField()
    # Values of `Format`, from the kinds of its lessons.
    formats = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="catalogue_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} v{self.number}"
