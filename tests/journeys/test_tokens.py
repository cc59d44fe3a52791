"""A company makes a token, a program calls with it, it is replaced and revoked; each step shows at once."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

import pytest
from playwright.sync_api import expect

from deploy.demo.people import DEMO_PASSWORD
from tests.journeys.stack import Stack
from tests.journeys.steps import sign_in
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
ADMIN = "admin@acme.example"
PEOPLE = "/api/v1/people/"
# Without cookies: a program has none.
_CALL = """async ([path, secret]) => {
    const answer = await fetch(path,
        {headers: {Authorization: `Bearer ${secret}`}, credentials: "omit"});
    const body = await answer.json();
    return {status: answer.status, body, limit: answer.headers.get("RateLimit")};
}"""


def call(program: Visitor, secret: str, path: str = PEOPLE) -> Any:
    """Call the API of the host whose page the visitor has open."""
    return program.page.evaluate(_CALL, [path, secret])


def test_a_token_from_making_to_revoking(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    name = f"Payroll {token_hex(3)}"
    admin, program = visitor(stack.company("acme")), visitor(stack.company("acme"))
    page = admin.page
    sign_in(admin, ADMIN, DEMO_PASSWORD)
    admin.go("/manage/company/tokens/")
    page.get_by_label("What is it for").fill(name)
    page.get_by_role("checkbox", name="Read people").check()
    admin.enter(page.get_by_role("button", name="Make the token"))
    first = page.locator(".secret").inner_text().strip()
    admin.look("tokens-made")

    program.go("/api/docs/")
    answer = call(program, first)
    assert (answer["status"], bool(answer["body"]["results"])) == (200, True)
    assert '"token";r=' in answer["limit"]
    # No more than it was made for, and no further than its company.
    assert call(program, first, "/api/v1/departments/")["status"] == 403
    stranger = visitor(stack.company("zenith"))
    stranger.go("/api/docs/")
    assert call(stranger, first)["status"] == 401
    # Shown once.
    admin.go("/manage/company/tokens/")
    expect(page.get_by_role("main")).not_to_contain_text(first)

    row = page.get_by_role("listitem").filter(has_text=name)
    row.get_by_text("Replace").first.click()
    row.get_by_label("The old one stays good for").select_option("0")
    admin.enter(row.get_by_role("button", name="Make the new one"))
    second = page.locator(".secret").inner_text().strip()
    assert [call(program, one)["status"] for one in (first, second)] == [401, 200]
    admin.go("/manage/company/tokens/")
    admin.enter(page.get_by_role("button", name=f"Revoke {name}"))
    assert call(program, second)["status"] == 401
    expect(page.get_by_role("main")).to_contain_text("Revoked")
    admin.is_clean("tokens")
