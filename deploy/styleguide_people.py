"""The style guide's table: people of no company, who can be sorted, filtered, ticked, paged and exported."""

from dataclasses import dataclass, replace
from itertools import product

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from tenants.kernel.exports import CSV_TYPE, csv_rows
from tenants.kernel.xlsx import XLSX_TYPE, xlsx_chunks

COLUMNS = {"status": "Status", "progress": "Progress", "due": "Next due"}
_STATES = {"overdue": "Overdue", "at_risk": "At risk", "completed": "Completed"}
_PAGE = 3
_TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}


@dataclass(frozen=True)
class Row:
    """A person; `parts` are (done, total, tone) of each course."""

    name: str
    role: str
    status: str
    parts: tuple[tuple[int, int, str], ...]
    due: str
    reason: str = ""


ROWS = (
    Row("Siddharth Rao", "Executive", "overdue", ((5, 32, "late"), (12, 12, ""), (0, 18, "")),
        "Due 20 Nov", "No activity for 11 days"),
    Row("அனிதா வெங்கடேசன்", "Trainee", "at_risk", ((8, 32, "risk"), (3, 12, "risk"), (2, 18, "")),
        "Due 27 Nov", "Failed one check twice"),
    Row("Priya Nair", "Senior executive", "completed", ((32, 32, ""), (12, 12, ""), (18, 18, "")),
        "All done"),
)  # fmt: skip
# Enough of them for pages with a gap between the numbers.
_ALL = tuple(
    replace(row, name=f"{row.name} {number}" if number > 1 else row.name)
    for number, row in product(range(1, 13), ROWS)
)


def people_table(asked: QueryDict) -> dict[str, object]:
    """Return what the table shows for an address: `sort`, `status`, `col` and `page` as on any list."""
    status = asked.get("status", "")
    page = Paginator(_wanted(asked), _PAGE).get_page(asked.get("page"))
    chips = [{"url": "?", "label": "All", "count": len(_ALL), "current": not status}]
    for value, label in _STATES.items():
        count = sum(row.status == value for row in _ALL)
        chips.append(
            {
                "url": f"?status={value}",
                "label": label,
                "count": count,
                "current": status == value,
            }
        )
    return {
        "page": page,
        "chips": chips,
        "all_columns": COLUMNS,
        "shown_columns": _columns(asked),
        "asked": {name: asked[name] for name in ("sort", "status") if name in asked},
    }


@require_safe
def people_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the same rows and columns as a file. Raises Http404 for another kind than csv and xlsx."""
    if kind not in _TYPES:
        raise Http404
    shown = _columns(request.GET)
    header = ["Person", *(COLUMNS[name] for name in shown)]
    lines = [[row.name, *(_cell(row, name) for name in shown)] for row in _wanted(request.GET)]
    content = b"".join(csv_rows(header, lines) if kind == "csv" else xlsx_chunks(header, lines))
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="people.{kind}"'
    return response


def _wanted(asked: QueryDict) -> list[Row]:
    """The rows that fit the filter, in the order asked for; the worst first when none is."""
    found = [row for row in _ALL if asked.get("status") in (None, "", row.status)]
    sort = asked.get("sort", "status")
    if sort.lstrip("-") == "name":
        found.sort(key=lambda row: row.name)
    else:
        found.sort(key=lambda row: list(_STATES).index(row.status))
    return found[::-1] if sort.startswith("-") else found


def _columns(asked: QueryDict) -> list[str]:
    return [name for name in COLUMNS if name in asked.getlist("col")] or list(COLUMNS)


def _cell(row: Row, column: str) -> str | int:
    if column == "progress":
        return sum(done for done, _total, _tone in row.parts)
    return _STATES[row.status] if column == "status" else row.due
