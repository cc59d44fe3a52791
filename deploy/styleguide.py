"""The living style guide at `/styleguide/`, mounted in development only: every component in its states."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from deploy.styleguide_people import ROWS, people_table
from learning.catalogue.api import CaptionTrack, PlaybackInfo
from tenants.kernel.clock import now

_TODAY = "2026-11-27"


class SampleForm(forms.Form):
    """One field of each kind, so that the page shows what forms will look like."""

    name = forms.CharField(label="Company name", help_text="As it stands on certificates.")
    email = forms.EmailField(
        label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters.",
    )
    about = forms.CharField(label="About the course", widget=forms.Textarea, required=False)
    level = forms.ChoiceField(
        label="Level", choices=[("b", "Beginner"), ("i", "Intermediate"), ("a", "Advanced")]
    )
    due = forms.DateField(label="Due", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label="Answers",
        choices=[("one", "One is right"), ("many", "Several are right")],
        widget=forms.RadioSelect,
        help_text="Several: all of them must be found.",
    )
    teams = forms.MultipleChoiceField(
        label="Teams",
        choices=[("w", "Andheri West"), ("p", "Pune"), ("c", "Chennai")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    colour = forms.CharField(label="Brand colour", widget=forms.TextInput(attrs={"type": "color"}))
    agree = forms.BooleanField(label="Send an invitation by e-mail")
    people = forms.FileField(
        label="People (CSV)",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text="Up to 5 MB.",
    )
    logo = forms.FileField(label="Logo", required=False)


# No video lies behind it: played, it shows what the player says then.
_PLAYBACK = PlaybackInfo(
    media_id=UUID(int=0),
    hls_url="/styleguide/none.m3u8",
    poster_url="",
    captions=(CaptionTrack("en", "English", "/styleguide/none.vtt"),),
    duration_ms=840_000,
)
_QUESTION = {
    "id": "sg-q", "number": 3, "points": 1, "is_multiple": False,
    "prompt_html": "<p>A pharmacy owner says: “Your rate is ₹400 more per carton.”</p>",
    "choices": [
        {"id": "sg-1", "text": "“Let me ask my manager.”", "is_chosen": False},
        {"id": "sg-2", "text": "“Our quality is the best in the market.”", "is_chosen": True},
        {"id": "sg-3", "text": "“How many strips did you return last quarter?”",
         "is_chosen": False},
    ],
}  # fmt: skip
_ANSWERED = {
    "number": 4, "is_right": False, "is_answered": True,
    "prompt_html": "<p>She says: “Send me a proposal.” What do you ask?</p>",
    "explanation_html": "<p>A proposal without a reader and a date is filed.</p>",
    "choices": [
        {"text": "“Of course. To which address?”", "is_chosen": True, "is_right": False,
         "feedback": "You have agreed to write, and to nothing else."},
        {"text": "“Who will read it with you, and when?”", "is_chosen": False, "is_right": True,
         "feedback": ""},
        {"text": "“May I call on Monday?”", "is_chosen": False, "is_right": False,
         "feedback": ""},
    ],
}  # fmt: skip
_PLACES = [{"label": "Home", "url": "/", "icon": "home"},
           {"label": "Display", "url": "/account/display/", "icon": "contrast"}]  # fmt: skip


def _sample(request: HttpRequest) -> dict[str, object]:
    wrong = SampleForm(
        {"name": "", "email": "owner@", "about": "Kept.", "kind": "", "colour": "#8a2a5b"}
    )
    wrong.is_valid()
    return {
        "form": SampleForm(initial={"level": "i", "due": _TODAY, "colour": "#8a2a5b"}),
        "wrong": wrong,
        "rows": ROWS,
        **people_table(request.GET),
        "playback": _PLAYBACK,
        "question": _QUESTION,
        "answered": _ANSWERED,
        "modules": [(8, 8), (9, 9), (2, 6), (0, 7), (0, 2)],
        "zero": [(0, 8), (0, 4)],
        "whole": [(8, 8), (4, 4)],
        "statuses": [(17, 17, "full"), (13, 13, "brand"), (3, 3, "risk"), (3, 3, "late")],
        "figures": [
            {"value": 17, "label": "Completed", "tone": "good", "note": "7 since 17 Nov"},
            {"value": 13, "label": "On track", "tone": "brand", "note": "Next due Fri 27 Nov"},
            {"value": 3, "label": "At risk", "tone": "warn", "note": "2 people"},
            {"value": 3, "label": "Overdue", "tone": "bad", "url": "?status=overdue"},
        ],
        "crumbs": [{"label": "Courses", "url": "#"}, {"label": "B2B", "url": "#"},
                   {"label": "Consultative Selling"}],
        "tabs": [{"url": "#", "label": "Outline", "current": True},
                 {"url": "#", "label": "Details"},
                 {"url": "#", "label": "Versions", "count": 3}],
        "steps": [{"label": "Name and address", "state": "done"},
                  {"label": "Preparing your tables", "state": "current"},
                  {"label": "Owner's account", "state": ""}],
        "failed_steps": [{"label": "Received", "state": "done"},
                         {"label": "Reading the video", "state": "failed"}],
        "items": [
            {"when": now() - timedelta(hours=2), "title": "Certificate issued", "tone": "good"},
            {"when": now() - timedelta(days=2), "title": "Version 2 published",
             "text": "Two lessons added", "tone": "brand"},
            {"when": now() - timedelta(days=400), "title": "Course created"},
        ],
        "actions": [{"name": "do", "value": "nudge", "label": "Nudge", "icon": "send",
                     "variant": "primary"},
                    {"name": "do", "value": "move", "label": "Move due date"}],
        "bars": [{"label": "Opening", "value": 42, "top": 60},
                 {"label": "Price objection", "value": 17, "top": 60, "tone": "late"}],
        "rating": {"count": 318, "average": 4.62},
        "soon": now() + timedelta(days=3),
        "late": now() - timedelta(days=5),
        "hues": list(enumerate(["steps", "talk", "route", "funnel", "grid", "arcs"] * 2)),
        "problems": ["Row 7: e-mail is missing", "Row 12: department “Pune 2” is unknown"],
    }  # fmt: skip


def page(request: HttpRequest) -> HttpResponse:
    """Show every component in its states; `?toast=1` also shows the toasts.

    What its forms hand in is answered as the product would, and kept nowhere. `?part=command` is the
    dialog of Ctrl+K for guests, who have no places of their own.
    """
    if request.method == "POST":
        return _received(request)
    is_part = request.headers.get("HX-Request") == "true"
    if request.GET.get("part") == "command":
        template = "styleguide/_command.html" if is_part else "command.html"
        return render(request, template, {"places": _PLACES})
    if request.GET.get("toast"):
        messages.success(request, "Lesson removed.", extra_tags="undo:/styleguide/")
        messages.error(request, "The file could not be read. Your text was kept.")
        messages.info(request, "Import started.")
    return render(request, "styleguide/index.html", _sample(request))


def _received(request: HttpRequest) -> HttpResponse:
    if "X-Autosave" in request.headers:
        return HttpResponse(status=204)
    upload = request.FILES.get("people")
    if upload is not None:
        messages.success(request, f"{upload.name} arrived whole: {upload.size} bytes.")
    elif request.POST.get("do"):
        messages.success(request, f"Rows handed in: {len(request.POST.getlist('selected'))}.")
    back = request.get_full_path()
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(back)
    return HttpResponseRedirect(back)
