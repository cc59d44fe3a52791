"""Lives in: public only. Instructors whose application was approved."""

from django.conf import settings
from django.db import models

from public_site.models.review import Review
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class InstructorProfile(models.Model):
    """An instructor as he presents himself; `withdrawn_at` is set while the role is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # The word in the address of the public profile: made from the name once, kept when the name changes,
    # gone with the person.
    slug = models.SlugField(max_length=140, null=True, blank=True, db_index=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+", db_index=False)
    headline = models.CharField(max_length=120)
    bio = models.TextField()
    bio_language = models.CharField(max_length=8)
    subjects = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    since = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    guidelines_version = models.CharField(max_length=20, blank=True)
    guidelines_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="public_instructor_slug")]

    def __str__(self) -> str:
        return self.headline
