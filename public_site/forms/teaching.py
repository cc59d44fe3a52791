"""What an instructor chooses on their home."""

from uuid import UUID

from django import forms


class CourseChoice(forms.Form):
    """Which course to look into; what is no id is as if nothing were chosen."""

    course = forms.UUIDField(required=False)

    @property
    def course_id(self) -> UUID | None:
        """The course asked for, or None."""
        self.is_valid()
        found: UUID | None = self.cleaned_data.get("course")
        return found
