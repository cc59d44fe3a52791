"""What is typed about a course, and about what others typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from learning.delivery.enums import ReportReason, Signature
from learning.delivery.selectors.review import ReviewInfo, signed
from learning.delivery.services.review import LONGEST_TEXT
from learning.delivery.services.review_moderation import LONGEST_NOTE
from learning.delivery.services.review_reply import LONGEST_REPLY


class ReviewForm(forms.Form):
    """Stars, words, and how the writer is named."""

    stars = forms.TypedChoiceField(label=_("Your stars"), coerce=int, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What would you tell somebody who thinks about taking it?"),
        help_text=_("What helped, what was missing, whom it suits. Plain text; may stay empty."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    signature = forms.ChoiceField(label=_("Shown to others as"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, name: str, review: ReviewInfo | None = None, **kwargs: Any
    ) -> None:
        if review is not None:
            kwargs["initial"] = {
                "stars": review.stars,
                "text": review.text,
                "signature": review.signature,
            }
        else:
            kwargs["initial"] = {"signature": Signature.INITIALS}
        super().__init__(*args, **kwargs)
        stars: Any = self.fields["stars"]
        stars.choices = [
            (n, ngettext("%(n)d star", "%(n)d stars", n) % {"n": n}) for n in range(5, 0, -1)
        ]
        signature: Any = self.fields["signature"]
        signature.choices = [(one.value, signed(name, one)) for one in Signature]


class ReportForm(forms.Form):
    """What is wrong with a review."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("In your words"),
        help_text=_("Only moderators read this."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReplyForm(forms.Form):
    """The answer to a review; empty takes it away."""

    reply = forms.CharField(
        label=_("Your answer"),
        help_text=_("Everybody who reads the review reads it, with your name."),
        required=False,
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DecisionForm(forms.Form):
    """Hide or keep, with a reason."""

    decision = forms.ChoiceField(choices=[("hide", "hide"), ("keep", "keep")])
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("When you hide it, its writer reads this."),
        required=False,
        max_length=LONGEST_NOTE,
    )
