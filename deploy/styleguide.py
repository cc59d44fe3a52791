"""The living style guide at `/styleguide/`, mounted in development only: every component in its states."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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


@dataclass(frozen=True)
class _Row:
    name: str
    role: str
    status: str
    parts: tuple[tuple[int, int, str], ...]
    due: str
    reason: str = ""


_ROWS = (
    _Row("Siddharth Rao", "Executive", "overdue", ((5, 32, "late"), (12, 12, ""), (0, 18, "")),
         "Due 20 Nov", "No activity for 11 days"),
    _Row("அனிதா வெங்கடேசன்", "Trainee", "at_risk", ((8, 32, "risk"), (3, 12, "risk"), (2, 18, "")),
         "Due 27 Nov", "Failed one check twice"),
    _Row("Priya Nair", "Senior executive", "completed", ((32, 32, ""), (12, 12, ""), (18, 18, "")),
         "All done"),
)  # fmt: skip


def _sample() -> dict[str, object]:
    wrong = SampleForm(
        {"name": "", "email": "owner@", "about": "Kept.", "kind": "", "colour": "#8a2a5b"}
    )
    wrong.is_valid()
    return {
        "form": SampleForm(initial={"level": "i", "due": _TODAY, "colour": "#8a2a5b"}),
        "wrong": wrong,
        "rows": _ROWS,
        "page": Paginator(range(240), 20).page(3),
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
        "chips": [{"url": "?", "label": "All", "count": 12, "current": True},
                  {"url": "?status=overdue", "label": "Overdue", "count": 2},
                  {"url": "?status=completed", "label": "Completed", "count": 0}],
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
        "all_columns": {"status": "Status", "progress": "Progress", "due": "Next due"},
        "shown_columns": ["status", "progress", "due"],
        "rating": {"count": 318, "average": 4.62},
        "places": [{"label": "Home", "url": "/", "icon": "home"},
                   {"label": "Branding", "url": "/manage/branding/", "icon": "palette"}],
        "soon": now() + timedelta(days=3),
        "late": now() - timedelta(days=5),
        "hues": list(enumerate(["steps", "talk", "route", "funnel", "grid", "arcs"] * 2)),
        "problems": ["Row 7: e-mail is missing", "Row 12: department “Pune 2” is unknown"],
    }  # fmt: skip


def page(request: HttpRequest) -> HttpResponse:
    """Show every component in its states; `?toast=1` also shows the toasts."""
    if request.GET.get("toast"):
        messages.success(request, "Lesson removed.", extra_tags="undo:/styleguide/")
        messages.error(request, "The file could not be read. Your text was kept.")
        messages.info(request, "Import started.")
    return render(request, "styleguide/index.html", _sample())
