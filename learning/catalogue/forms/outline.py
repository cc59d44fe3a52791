"""Small forms of the outline: titles, kinds, places."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.catalogue.enums import LessonKind


class ModuleForm(forms.Form):
    """A module's title."""

    title = forms.CharField(label=_("Title of the module"), max_length=120)


class NewLessonForm(forms.Form):
    """A lesson to be added."""

    title = forms.CharField(label=_("Title of the lesson"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=LessonKind.choices)


class MoveForm(forms.Form):
    """A move by one step, or to a place: what the buttons and what dragging send."""

    step = forms.TypedChoiceField(
        choices=[("-1", "-1"), ("1", "1")], coerce=int, required=False, empty_value=None
    )
    index = forms.IntegerField(min_value=0, max_value=1000, required=False)
    module = forms.UUIDField(required=False)

    def clean(self) -> None:
        """Hold that exactly one of step and index is given."""
        if (self.cleaned_data.get("step") is None) == (self.cleaned_data.get("index") is None):
            raise forms.ValidationError(_("Say by how much, or where to."))
