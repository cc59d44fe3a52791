"""A person makes a token, a program calls with it, it is replaced and revoked; each step shows at once."""

from collections.abc import Callable
from secrets import token_hex

import pytest
from playwright.sync_api import APIResponse, expect

from deploy.demo.people import DEMO_PASSWORD
from tests.journeys.stack import Stack
from tests.journeys.steps import sign_in
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.slow]
ADMIN = "admin@acme.example"


def test_a_token_from_making_to_revoking(stack: Stack, visitor: Callable[..., Visitor]) -> None:
    name = f"Payroll {token_hex(3)}"
    admin, program = visitor(stack.company("acme")), visitor(stack.company("acme"))
    page = admin.page

    def call(secret: str, path: str = "/api/v1/people/") -> APIResponse:
        return program.context.request.get(path, headers={"Authorization": f"Bearer {secret}"})

    sign_in(admin, ADMIN, DEMO_PASSWORD)
    admin.go("/manage/company/tokens/")
    admin.look("tokens")
    page.get_by_label("What is it for").fill(name)
    page.get_by_role("checkbox", name="Read people").check()
    admin.enter(page.get_by_role("button", name="Make the token"))
    first = page.locator(".secret").inner_text().strip()
    admin.look("tokens-made")
    answer = call(first)
    assert answer.status == 200
    assert answer.json()["results"]
    assert "RateLimit" in {key.title().replace("Ratelimit", "RateLimit") for key in answer.headers}
    # No more than it was made for, and no further than its company.
    assert call(first, "/api/v1/departments/").status == 403
    stranger = program.context.request.get(
        f"{stack.company('zenith')}/api/v1/people/", headers={"Authorization": f"Bearer {first}"}
    )
    assert stranger.status == 401
    # Shown once.
    admin.go("/manage/company/tokens/")
    expect(page.get_by_role("main")).not_to_contain_text(first)

    row = page.get_by_role("listitem").filter(has_text=name)
    row.get_by_text("Replace").first.click()
    row.get_by_label("The old one stays good for").select_option("0")
    admin.enter(row.get_by_role("button", name="Make the new one"))
    second = page.locator(".secret").inner_text().strip()
    assert (call(first).status, call(second).status) == (401, 200)
    admin.go("/manage/company/tokens/")
    admin.enter(page.get_by_role("button", name=f"Revoke {name}"))
    assert call(second).status == 401
    expect(page.get_by_role("main")).to_contain_text("Revoked")
    admin.is_clean("tokens")
