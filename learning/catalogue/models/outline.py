"""Lives in: every schema. The draft outline of a course: modules and their lessons.

A deleted row keeps its place until somebody undoes it; what was published stays in its version.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.catalogue.enums import LessonKind
from learning.catalogue.models.course import Course
from learning.catalogue.models.media import MediaAsset
from tenants.kernel.ids import uuid7


class Module(models.Model):
    """A chapter of a course."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="modules")
    title = models.CharField(_("title"), max_length=120)
    position = models.PositiveIntegerField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """One sitting: text, video or quiz. Its id stays the same through all versions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="lessons")
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=LessonKind)
    position = models.PositiveIntegerField()
    body_md = models.TextField(_("text"), blank=True)
    media = models.ForeignKey(
        MediaAsset, on_delete=models.PROTECT, null=True, blank=True, related_name="lessons"
    )
    # A replacement still being processed: it takes the place of `media` only when it is ready.
    pending_media = models.ForeignKey(
        MediaAsset, on_delete=models.PROTECT, null=True, blank=True, related_name="waiting_lessons"
    )
    duration_seconds = models.PositiveIntegerField(default=0)
    # The author's own figure; otherwise it follows the text or the video.
    duration_is_manual = models.BooleanField(default=False)
    is_preview = models.BooleanField(_("free preview"), default=False)
    # Counts saves: two windows on one lesson are noticed instead of overwriting each other.
    revision = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title
