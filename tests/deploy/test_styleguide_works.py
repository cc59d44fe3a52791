"""What the style guide's forms, table and command search do, once they are used."""

import io
import re
from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse
from openpyxl import load_workbook

from deploy import styleguide
from deploy.styleguide_people import people_file


def asked(address: str, **headers: str) -> HttpResponse:
    """Ask the guide as a browser does, with somewhere to keep messages."""
    return _answer(RequestFactory().get(address, headers=headers))


def sent(data: dict[str, Any], **headers: str) -> tuple[HttpResponse, list[str]]:
    """Hand something in; return the answer and what is said next."""
    request = RequestFactory().post("/styleguide/?page=2", data, headers=headers)
    answer = _answer(request)
    return answer, [str(message) for message in request._messages]


def _answer(request: Any) -> HttpResponse:
    request.session = {}
    request._messages = FallbackStorage(request)
    return styleguide.page(request)


def test_the_search_box_asks_an_address_of_the_product() -> None:
    assert resolve(reverse("public_site:suggest")).url_name == "suggest"


def test_the_command_search_opens_for_guests() -> None:
    part = asked("/styleguide/?part=command", **{"HX-Request": "true"}).content.decode()
    assert part.startswith('<dialog class="dialog command"')
    assert 'role="option"' in part
    whole = asked("/styleguide/?part=command").content.decode()
    assert '<ul class="list command-list"><li><a href="/">' in whole


def names(address: str) -> list[str]:
    page = asked(address).content.decode()
    table = page.partition('<table class="grid-table">')[2].partition("</table>")[0]
    return re.findall(r"</span>\s*<span>([^<]+)</span></a></th>", table)


def test_the_table_sorts_filters_pages_and_leaves_columns_out() -> None:
    assert names("/styleguide/")[0] == "Siddharth Rao"
    assert names("/styleguide/?sort=name")[0] == "Priya Nair"
    assert all(one.startswith("Priya") for one in names("/styleguide/?status=completed"))
    assert set(names("/styleguide/?page=2")).isdisjoint(names("/styleguide/"))
    page = asked("/styleguide/?col=due").content.decode()
    table = page.partition('<table class="grid-table">')[2].partition("</table>")[0]
    assert 'data-label="Next due"' in table
    assert 'data-label="Status"' not in table


def test_the_table_is_exported_as_it_is_shown() -> None:
    request = RequestFactory().get("/styleguide/people.csv?status=completed&col=due")
    csv = people_file(request, "csv")
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[:2] == ["Person,Next due", "Priya Nair,All done"]
    assert len(lines) == 13
    assert csv["Content-Disposition"] == 'attachment; filename="people.csv"'
    book = load_workbook(io.BytesIO(people_file(request, "xlsx").content))
    assert [[cell.value for cell in row] for row in book.active][1] == ["Priya Nair", "All done"]


def test_what_is_handed_in_is_answered() -> None:
    file = SimpleUploadedFile("people.csv", b"name\n")
    answer, said = sent({"people": file}, **{"HX-Request": "true"})
    assert (answer["HX-Redirect"], said) == (
        "/styleguide/?page=2",
        ["people.csv arrived whole: 5 bytes."],
    )
    answer, said = sent({"do": "nudge", "selected": ["Priya Nair", "Siddharth Rao"]})
    assert (answer.status_code, said) == (302, ["Rows handed in: 2."])
    answer, said = sent({"name": "Acme"}, **{"X-Autosave": "1"})
    assert (answer.status_code, said) == (204, [])
