"""Incoming webhooks of team chats: Slack's Block Kit and an Adaptive Card for Microsoft Teams.

What we post is plain text in both: nobody's name can mention a channel or hide a link.
"""

import json
from dataclasses import dataclass
from typing import Any

from tenants.kernel import egress

_SLACK_TEXT, _SLACK_HEADER, _SLACK_BUTTON = 3000, 150, 75
_TRY_AGAIN = (408, 425, 429)


@dataclass(frozen=True)
class Post:
    """One message; `url` and `action` make a button, empty for none. `company` signs it."""

    text: str
    label: str
    company: str
    url: str = ""
    action: str = ""


class ChatRefused(Exception):
    """The chat does not take this message and will not: the webhook is gone, or not what we think."""


class ChatDown(Exception):
    """The chat cannot be reached, or not now."""


def post(service: str, url: str, message: Post) -> None:
    """Post one message. Call it outside any transaction.

    Args:
        service: `slack` or `teams`.
        url: of the incoming webhook.
        message: what to say.

    Raises:
        ChatRefused: for good.
        ChatDown: for now.

    """
    body = slack_body(message) if service == "slack" else teams_body(message)
    try:
        answer = egress.post(
            url,
            body=json.dumps(body, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json; charset=utf-8"},
        )
    except egress.EgressFailed as error:
        raise ChatDown(str(error.message)) from error
    except egress.EgressRefused as error:
        raise ChatRefused(str(error.message)) from error
    if answer.status in _TRY_AGAIN or answer.status >= 500:
        raise ChatDown(str(answer.status))
    if not 200 <= answer.status < 300:
        words = answer.body[:120].decode(errors="replace")
        raise ChatRefused(f"{answer.status} {words}".strip())


def slack_body(message: Post) -> dict[str, Any]:
    """Return a message in Slack's Block Kit; `text` is what its notifications show."""
    blocks: list[dict[str, Any]] = [
        {
            "type": "section",
            "text": {"type": "plain_text", "text": message.text[:_SLACK_TEXT], "emoji": False},
        },
        {
            "type": "context",
            "elements": [
                {
                    "type": "plain_text",
                    "text": f"{message.label} · {message.company}"[:_SLACK_HEADER],
                    "emoji": False,
                }
            ],
        },
    ]
    if message.url:
        button = {"type": "plain_text", "text": message.action[:_SLACK_BUTTON], "emoji": False}
        blocks.append(
            {
                "type": "actions",
                "elements": [{"type": "button", "text": button, "url": message.url}],
            }
        )
    return {"text": _escaped(message.text), "blocks": blocks}


def teams_body(message: Post) -> dict[str, Any]:
    """Return a message as an Adaptive Card 1.4, as Teams workflows take it."""
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": message.text,
        # Text runs know no Markdown, unlike text blocks.
        "body": [
            {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": message.text}]},
            {
                "type": "RichTextBlock",
                "inlines": [
                    {
                        "type": "TextRun",
                        "text": f"{message.label} · {message.company}",
                        "size": "Small",
                        "isSubtle": True,
                    }
                ],
            },
        ],
    }
    if message.url:
        card["actions"] = [{"type": "Action.OpenUrl", "title": message.action, "url": message.url}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}


def _escaped(text: str) -> str:
    """Slack's control characters (`<!channel>`, `<@U…>`) begin with an angle bracket."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
