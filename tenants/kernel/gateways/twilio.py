"""Twilio: hands over one text, asks whether it has one, checks what it tells us. The only user of its SDK.

https://www.twilio.com/docs/messaging/api/message-resource. The request is built from fields rather than by
`messages.create`, which has no argument for the id an Indian text is registered under (`DltTemplateId`; a
wrong one is Twilio's error 21901). The principal entity belongs to the sender id, at Twilio's side.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from requests import RequestException
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tenants.kernel.models import TextChannel

TIMEOUT_SECONDS = 10.0
# Too many requests, or too busy: nothing was taken. Any other failure of theirs may come after taking it.
_NOT_TAKEN = (429, 503)


@dataclass(frozen=True)
class Outgoing:
    """One text as Twilio takes it.

    Args:
        to: E.164.
        body: the words; for WhatsApp with a content SID Twilio has them.
        variables: of the registered text, in its order.
        status_url: where Twilio tells what became of it; "" for nowhere.
        valid_seconds: not worth sending afterwards; Twilio takes 1 to 36000.
    """

    to: str
    channel: TextChannel
    body: str
    variables: tuple[str, ...] = ()
    dlt_template_id: str = ""
    content_sid: str = ""
    status_url: str = ""
    valid_seconds: int = 0


class TextRefused(Exception):
    """Twilio will never take this text."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class TextsDown(Exception):
    """Twilio certainly did not take the text, but may later."""


class TextInDoubt(Exception):
    """Nobody knows whether Twilio took the text: the answer did not come, or does not say."""


def is_configured(channel: TextChannel = TextChannel.SMS) -> bool:
    """Whether there is an account, and a sender for this channel."""
    return bool(settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN and _sender(channel))


def is_simulated() -> bool:
    """Whether texts go to a counterpart on this machine instead of to phones."""
    return not settings.TWILIO_API_BASE.startswith("https://")


def send(text: Outgoing) -> str:
    """Hand one text over. Call it outside any transaction.

    Returns:
        Twilio's name for it, by which it will tell what became of it.

    Raises:
        TextRefused: when it will never be taken.
        TextsDown: when it was not taken, and may be later.
        TextInDoubt: when the answer did not come, or does not say.
    """
    status, content = _ask("POST", _messages_path(), data=_fields(text))
    if status in _NOT_TAKEN:
        raise TextsDown(f"Twilio answers {status}: {content.get('message', '')}")
    if status >= 500:
        raise TextInDoubt(f"Twilio answers {status}: {content.get('message', '')}")
    if status >= 400:
        raise TextRefused(str(content.get("code", status)), str(content.get("message", "")))
    return str(content["sid"])


def find(text: Outgoing, *, since: datetime) -> str:
    """Ask Twilio whether it has a text that we may have handed over.

    Args:
        since: when we tried (UTC).

    Returns:
        Twilio's name for it, "" when it never arrived there.

    Raises:
        TextsDown: when Twilio does not answer that.
    """
    query = {"To": _address(text.to, text.channel), "DateSent>": since.strftime("%Y-%m-%d")}
    path = f"{_messages_path()}?{urlencode(query)}"
    try:
        status, content = _ask("GET", path)
    except TextInDoubt as error:
        raise TextsDown(str(error)) from error
    if status >= 400:
        raise TextsDown(f"Twilio answers {status}: {content.get('message', '')}")
    for message in content.get("messages", []):
        made = parsedate_to_datetime(message["date_created"])
        # Twilio writes whole seconds.
        if made >= since.replace(microsecond=0) and _is_same(text, str(message["body"])):
            return str(message["sid"])
    return ""


def is_signed_by_twilio(url: str, fields: Mapping[str, str], signature: str) -> bool:
    """Whether a post to `url` was signed with our token (X-Twilio-Signature).

    Args:
        url: as we gave it to Twilio, never as the request says.
    """
    if not settings.TWILIO_AUTH_TOKEN:
        return False
    return bool(RequestValidator(settings.TWILIO_AUTH_TOKEN).validate(url, fields, signature))


def _is_same(text: Outgoing, body: str) -> bool:
    if text.content_sid:
        return all(value in body for value in text.variables)
    return body == text.body


def _fields(text: Outgoing) -> dict[str, str]:
    sender = _sender(text.channel)
    fields = {"To": _address(text.to, text.channel)}
    if sender.startswith("MG"):
        fields["MessagingServiceSid"] = sender
    else:
        fields["From"] = _address(sender, text.channel)
    if text.channel == TextChannel.WHATSAPP and text.content_sid:
        fields["ContentSid"] = text.content_sid
        numbered = {str(number): value for number, value in enumerate(text.variables, start=1)}
        fields["ContentVariables"] = json.dumps(numbered, ensure_ascii=False)
    else:
        fields["Body"] = text.body
    if text.channel == TextChannel.SMS and text.dlt_template_id:
        fields["DltTemplateId"] = text.dlt_template_id
    if text.status_url:
        fields["StatusCallback"] = text.status_url
    if text.valid_seconds:
        fields["ValidityPeriod"] = str(min(max(text.valid_seconds, 1), 36_000))
    return fields


def _sender(channel: TextChannel) -> str:
    return str(
        settings.TWILIO_SMS_SENDER
        if channel == TextChannel.SMS
        else settings.TWILIO_WHATSAPP_SENDER
    )


def _address(number: str, channel: TextChannel) -> str:
    return f"whatsapp:{number}" if channel == TextChannel.WHATSAPP else number


def _messages_path() -> str:
    return f"/2010-04-01/Accounts/{settings.TWILIO_ACCOUNT_SID}/Messages.json"


def _ask(method: str, path: str, data: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    client = Client(
        settings.TWILIO_ACCOUNT_SID,
        settings.TWILIO_AUTH_TOKEN,
        # A connection that is kept may be one that the other side has closed: a text would be in doubt.
        http_client=TwilioHttpClient(pool_connections=False, timeout=TIMEOUT_SECONDS),
    )
    try:
        answer = client.request(method, f"{settings.TWILIO_API_BASE}{path}", data=data or {})
    except RequestException as error:
        if _never_arrived(error):
            raise TextsDown(f"Twilio cannot be reached: {type(error).__name__}") from error
        raise TextInDoubt(f"Twilio's answer did not come: {type(error).__name__}") from error
    except TwilioException as error:
        raise TextInDoubt(f"Twilio's answer cannot be read: {error}") from error
    try:
        content = json.loads(answer.text or "{}")
    except ValueError:
        content = {}
    return int(answer.status_code), content if isinstance(content, dict) else {}


def _never_arrived(error: RequestException) -> bool:
    """Whether no connection came about, so that nothing can have been taken."""
    # requests wraps urllib3's reasons; these are the ones from before anything was sent.
    names = {"ConnectTimeout", "ConnectTimeoutError", "NewConnectionError", "NameResolutionError"}
    reason: BaseException | None = error
    for _hop in range(5):
        if reason is None:
            return False
        if type(reason).__name__ in names:
            return True
        inner = getattr(reason, "reason", None) or (reason.args[0] if reason.args else None)
        reason = inner if isinstance(inner, BaseException) else None
    return False
