"""Lives in: every schema. Words a company put in place of ours."""

from django.conf import settings
from django.db import models

from tenants.kernel.ids import uuid7


class TextOverride(models.Model):
    """Subject and first paragraph of one kind in one language; an empty one is ours."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    subject = models.CharField(max_length=150, blank=True, default="")
    intro = models.CharField(max_length=1000, blank=True, default="")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="text_override_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.language}"
