"""Lives in: every schema. A way through a career in sales: steps, each with the courses that teach it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.catalogue.enums import CareerLevel, Language, PathStatus
from learning.catalogue.models.course import Course
from tenants.kernel.ids import uuid7


class CareerPath(models.Model):
    """A path as those who run learning write it; learners see it once it is published."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=140, db_index=False)
    level = models.CharField(_("stage"), max_length=8, choices=CareerLevel)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=240, blank=True)
    description_md = models.TextField(_("description"), blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=Language, default=Language.ENGLISH
    )
    status = models.CharField(max_length=10, choices=PathStatus, default=PathStatus.DRAFT)
    # Among the paths of one language: the order they are shown in.
    position = models.PositiveIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="catalogue_path_slug"),
            models.CheckConstraint(
                condition=~models.Q(status=PathStatus.PUBLISHED)
                | models.Q(published_at__isnull=False),
                name="catalogue_path_published_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PathStep(models.Model):
    """One theme on the way. A removed step keeps its place until somebody undoes it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    path = models.ForeignKey(CareerPath, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("title"), max_length=80)
    summary = models.CharField(_("summary"), max_length=240, blank=True)
    position = models.PositiveIntegerField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class StepCourse(models.Model):
    """A course that teaches a step."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    step = models.ForeignKey(PathStep, on_delete=models.CASCADE, related_name="courses")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["step", "course"], name="catalogue_step_course"),
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.course_id}"
