"""The steps of an application as a row, with what is done and what is not."""

from typing import Any

from django.http import Http404

from public_site.forms.application import STEPS, Step
from public_site.forms.sending import Checked
from public_site.selectors.application import ApplicationInfo


def find_step(kind: str, name: str) -> Step:
    """Return a step by its name in the address; 404 when there is none."""
    for one in STEPS[kind]:
        if one.name == name:
            return one
    raise Http404


def step_after(kind: str, name: str) -> str:
    """Return the name of the step after this one; the last is its own."""
    names = [one.name for one in STEPS[kind]]
    return names[min(names.index(name) + 1, len(names) - 1)]


def stepper(
    info: ApplicationInfo, checked: Checked, missing: dict[str, str], here: str
) -> list[dict[str, Any]]:
    """Return the steps for the stepper: done where nothing is missing, current where one is."""
    rows = []
    for one in STEPS[info.kind]:
        open_ = one.name in checked.problems or one.name in missing or one.name == "send"
        state = "current" if one.name == here else "" if open_ else "done"
        rows.append({"name": one.name, "label": one.label, "state": state})
    return rows
