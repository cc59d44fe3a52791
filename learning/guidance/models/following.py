"""Lives in: every schema. Which career path somebody has set out on."""

from django.conf import settings
from django.db import models

from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class FollowedPath(models.Model):
    """A goal of a learner's own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    path = models.ForeignKey(
        "catalogue.CareerPath", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    since = models.DateTimeField(default=now)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "path"], name="guidance_followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} follows {self.path_id}"
