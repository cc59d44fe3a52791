"""What a team's page draws a hundred times, where a template would take a third of the page's time."""

from collections.abc import Iterable
from uuid import UUID

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from enterprise.selectors.department import DepartmentInfo
from enterprise.selectors.team_skills import HeatCell
from enterprise.views.team_words import reason_words

register = template.Library()
SELECTED = SafeString(" selected")
register.filter("reason", reason_words)


@register.simple_tag
def team_options(
    departments: Iterable[DepartmentInfo], chosen_id: UUID | None = None
) -> SafeString:
    """Draw the choices of a list of teams, of which a large company has hundreds."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((str(one.id), SELECTED if one.id == chosen_id else "", one.path) for one in departments),
    )


@register.simple_tag
def heat_cells(cells: Iterable[HeatCell]) -> SafeString:
    """Draw a person's cells of the map of skills; a dash where no check was taken."""
    # Classes and whole numbers of ours: nothing in them that could need escaping.
    return mark_safe(  # noqa: S308
        "".join(
            f'<td class="{cell.css}">{"–" if cell.percent is None else int(cell.percent)}</td>'
            for cell in cells
        )
    )
