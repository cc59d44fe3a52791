"""Step 6: anybody checks a certificate: valid, revoked, made up, altered."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.stack import Stack
from tests.journeys.steps import sign_in
from tests.journeys.story import COMPANY, COURSE, HINDI, OWNER, TAMIL, Story
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.xdist_group("journeys")
REASON = "The quiz was answered by somebody else."


def test_anybody_can_check_a_certificate(
    stack: Stack, story: Story, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    paper = story["hindi"]
    recruiter = visitor(stack.origin, phone=True)
    page = recruiter.page
    recruiter.go(paper["link"])
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is valid")
    for shown in (HINDI[2], HINDI[0], COURSE, COMPANY, paper["code"], "100%"):
        expect(page.get_by_role("main")).to_contain_text(shown)
    recruiter.look("6-valid")

    recruiter.go("/verify/")
    recruiter.look("6-verify")
    page.get_by_label("Code", exact=True).fill(paper["code"].lower().replace("-", " "))
    page.get_by_role("button", name="Check the code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is valid")
    recruiter.go("/verify/")
    page.get_by_label("Code", exact=True).fill("7Q4K-92XD-M0PA")
    with recruiter.expecting(404):
        page.get_by_role("button", name="Check the code").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("no certificate")
    recruiter.look("6-made-up")

    for kind in ("pdf", "json"):
        _drop(recruiter, Path(paper[kind]))
        expect(page.locator("#finding-title")).to_have_text("Genuine and valid")
        expect(page.get_by_role("main")).to_contain_text(HINDI[2])
        recruiter.look(f"6-genuine-{kind}")

    pdf = bytearray(Path(paper["pdf"]).read_bytes())
    pdf[len(pdf) // 2] ^= 1
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(pdf)
    credential = json.loads(Path(paper["json"]).read_bytes())
    credential["credentialSubject"]["achievement"]["name"] = "Leading a region of forty people"
    forged = tmp_path / "altered.json"
    forged.write_text(json.dumps(credential, ensure_ascii=False))
    photo = tmp_path / "holiday.pdf"
    photo.write_bytes(b"%PDF-1.4 this is not a certificate")
    for file, words in ((altered, "Altered"), (forged, "Altered"), (photo, "")):
        with recruiter.expecting(400, 422):
            _drop(recruiter, file)
            expect(page.locator("#finding-title")).to_contain_text(words)
        expect(page.locator("#finding-title")).not_to_contain_text("Genuine and valid")
        recruiter.look(f"6-{file.stem}-{file.suffix[1:]}")


def test_a_revoked_certificate_says_so(
    stack: Stack, story: Story, visitor: Callable[..., Visitor]
) -> None:
    paper = story["tamil"]
    owner = visitor(story["company"])
    page = owner.page
    sign_in(owner, OWNER[1])
    owner.go("/manage/certificates/")
    owner.look("6-manage-certificates")
    page.get_by_role("link", name=TAMIL[0]).click()
    with owner.expecting(400, 422):
        page.get_by_role("button", name="Revoke this certificate").click()
        expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="Revoke this certificate").click()
    expect(page.get_by_role("button", name="Make it valid again")).to_be_visible()
    owner.look("6-manage-revoked")

    guest = visitor(stack.origin)
    guest.go("/verify/")
    guest.await_words(paper["link"].removeprefix(stack.origin), "This certificate was revoked")
    expect(guest.page.get_by_role("main")).to_contain_text(REASON)
    expect(guest.page.get_by_role("main")).to_contain_text(TAMIL[2])
    guest.look("6-revoked")
    for kind in ("pdf", "json"):
        _drop(guest, Path(paper[kind]))
        expect(guest.page.locator("#finding-title")).to_have_text("Genuine, but revoked")
    guest.look("6-revoked-file")
    guest.is_clean("revoked")


def _drop(who: Visitor, file: Path) -> None:
    who.go("/verify/")
    who.page.get_by_label("Certificate file").set_input_files(file)
    who.page.get_by_role("button", name="Check the file").click()
