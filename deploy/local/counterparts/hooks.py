"""Incoming webhooks of Slack and Microsoft Teams: take a message in the right form and keep it.

A webhook is `<base>/slack/<any name>` or `<base>/teams/<any name>`; one whose name ends in `-gone` was removed
in the chat.
"""

import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from deploy.local.counterparts.desk import Desk
from deploy.local.counterparts.exchange import Answer, Asked, json_answer

NAME = "hooks"
_HOOK = re.compile(r"/(slack|teams)/([A-Za-z0-9_-]{1,100})")
_CARD = "application/vnd.microsoft.card.adaptive"
_LONGEST_TEXT = 3000  # of a section in Block Kit
_BLOCKS = {"section", "context", "actions", "header", "divider"}


def environment(base: str, secret: str) -> dict[str, str]:
    """Return what lets the product post here although it is on a private address."""
    return {"CHAT_COUNTERPART": base}


def answer(asked: Asked, desk: Desk) -> Answer:
    """Take a post, or say why not, in the words of the service."""
    if asked.path == "/mode" and asked.method == "POST":
        desk.shelf.put({"status": int(asked.form().get("status", "0"))}, name="mode")
        return Answer(HTTPStatus.NO_CONTENT)
    place = _HOOK.fullmatch(asked.path)
    if place is None or asked.method != "POST":
        return _words("no_service", HTTPStatus.NOT_FOUND)
    status = (desk.shelf.get("mode") or {}).get("status")
    if status:
        return _words("as was asked", status)
    if place[2].endswith("-gone"):
        return _words("no_service", HTTPStatus.NOT_FOUND)
    content = asked.json()
    problem = _wrong_for_slack(content) if place[1] == "slack" else _wrong_for_teams(content)
    if problem:
        return _words(problem, HTTPStatus.BAD_REQUEST)
    desk.shelf.put(
        {
            "received_at": datetime.now(UTC).isoformat(),
            "service": place[1],
            "to": place[2],
            "content": content,
        }
    )
    return _words("ok", HTTPStatus.OK) if place[1] == "slack" else Answer(HTTPStatus.ACCEPTED)


def _wrong_for_slack(content: Any) -> str:
    if not isinstance(content, dict):
        return "invalid_payload"
    if not content.get("text"):
        return "no_text"
    for block in content.get("blocks", []):
        if block.get("type") not in _BLOCKS:
            return "invalid_blocks"
        if block["type"] == "section" and len(block["text"]["text"]) > _LONGEST_TEXT:
            return "invalid_blocks"
    return ""


def _wrong_for_teams(content: Any) -> str:
    if not isinstance(content, dict) or content.get("type") != "message":
        return "Bad payload received by generic incoming webhook."
    for attachment in content.get("attachments") or [{}]:
        card = attachment.get("content", {})
        if attachment.get("contentType") != _CARD or card.get("type") != "AdaptiveCard":
            return "Summary or Text is required."
        if not card.get("version") or not card.get("body"):
            return "Summary or Text is required."
    return ""


def _words(text: str, status: int) -> Answer:
    if status == HTTPStatus.NO_CONTENT:
        return json_answer({}, status)
    return Answer(status, text.encode(), "text/plain; charset=utf-8")
