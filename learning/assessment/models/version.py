"""Lives in: every schema. A quiz as it was when its course was published, answers included."""

from django.db import models

from tenants.kernel.ids import uuid7


class QuizVersion(models.Model):
    """Frozen at publication; attempts are scored against it, whatever the author does later."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        "catalogue.CourseVersion", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    lesson_id = models.UUIDField()
    # The form of `content.FrozenQuiz`. Holds the answers: never sent to a page as it is.
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "lesson_id"], name="assessment_quiz_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} in {self.version_id}"
