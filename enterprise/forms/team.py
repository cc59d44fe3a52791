"""What a manager sends from the team page."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_AT_ONCE = 500


class IdsField(forms.Field):
    """The ticked rows of a table, as ids."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[UUID]:
        """Return the ids, each once, in their order."""
        try:
            ids = list(dict.fromkeys(UUID(str(one)) for one in value or ()))
        except ValueError as error:
            raise ValidationError(_("Choose people from the list.")) from error
        if len(ids) > MOST_AT_ONCE:
            raise ValidationError(
                _("Choose at most %(max)d people at once.") % {"max": MOST_AT_ONCE}
            )
        return ids


class DateField(forms.DateField):
    """A day, picked by the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NudgeForm(forms.Form):
    """Whom to remind."""

    selected = IdsField(error_messages={"required": _("Tick at least one person first.")})


class DueForm(forms.Form):
    """Whose date to move, and to when."""

    selected = IdsField(error_messages={"required": _("Tick at least one person first.")})
    course = forms.UUIDField(required=False, widget=forms.HiddenInput)
    due_on = DateField(
        label=_("New due date"),
        error_messages={
            "required": _("Choose the new due date."),
            "invalid": _("Write the date as year-month-day, such as 2026-12-31."),
        },
    )
