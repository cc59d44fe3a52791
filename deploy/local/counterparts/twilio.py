"""Twilio's REST API for messages (version 2010-04-01): SMS and WhatsApp that go nowhere.

Numbers that fail are Twilio's own magic ones (https://www.twilio.com/docs/iam/test-credentials) and, since most
of the product's numbers are Indian, the same failures under +91 90000 00xxx.
"""

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from deploy.local.counterparts.desk import Desk
from deploy.local.counterparts.exchange import Answer, Asked, json_answer

NAME = "twilio"
_MESSAGES = re.compile(r"/2010-04-01/Accounts/(AC[0-9a-f]{32})/Messages\.json")
_MESSAGE = re.compile(
    r"/2010-04-01/Accounts/(AC[0-9a-f]{32})/Messages/([A-Z]{2}[0-9a-f]{32})\.json"
)
_E164 = re.compile(r"\+[1-9]\d{7,14}")
# Refused at once: code, HTTP status, message.
REFUSED = {
    "+15005550001": (21211, 400, "Invalid 'To' Phone Number"),
    "+15005550002": (21612, 400, "The 'To' phone number is not currently reachable"),
    "+15005550003": (21408, 400, "Permission to send an SMS has not been enabled for the region"),
    "+15005550004": (21610, 400, "Attempt to send to unsubscribed recipient"),
    "+15005550009": (21614, 400, "'To' number is not a valid mobile number"),
    "+919000000610": (21610, 400, "Attempt to send to unsubscribed recipient"),
    "+919000000614": (21614, 400, "'To' number is not a valid mobile number"),
    "+919000000429": (20429, 429, "Too Many Requests"),
    "+919000000503": (20503, 503, "Service unavailable"),
}
# Accepted, and answered as if something had broken on the way back.
UNHEARD = "+919000000504"
# Accepted, and reported as undelivered afterwards.
UNDELIVERED = {"+919000000003": 30003, "+919000000008": 30008}
CALLBACK_AFTER = 0.3  # seconds


def environment(base: str, secret: str) -> dict[str, str]:
    """Return what leads the product here: an account of this stack's own, and its senders."""
    return {
        "TWILIO_API_BASE": base,
        "TWILIO_ACCOUNT_SID": _account(secret),
        "TWILIO_AUTH_TOKEN": _token(secret),
        "TWILIO_SMS_SENDER": "SMHLRN",
        "TWILIO_WHATSAPP_SENDER": "+15005550006",
    }


def _account(secret: str) -> str:
    return f"AC{hashlib.sha256(f'twilio account {secret}'.encode()).hexdigest()[:32]}"


def _token(secret: str) -> str:
    return hashlib.sha256(f"twilio token {secret}".encode()).hexdigest()[:32]


def answer(asked: Asked, desk: Desk) -> Answer:
    """Answer as api.twilio.com does: create a message, or tell of one."""
    creating, telling = _MESSAGES.fullmatch(asked.path), _MESSAGE.fullmatch(asked.path)
    place = creating or telling
    if place is None:
        return _problem(20404, 404, f"The requested resource {asked.path} was not found")
    known = (_account(desk.secret), _token(desk.secret))
    if asked.basic_auth() != known or place[1] != known[0]:
        return _problem(20003, 401, "Authenticate")
    if telling:
        kept = desk.shelf.get(telling[2]) if asked.method == "GET" else None
        return json_answer(kept) if kept else _problem(20404, 404, "The message was not found")
    if asked.method == "GET":
        return _list(asked.arguments().get("To", ""), desk)
    if asked.method != "POST":
        return _problem(20004, 405, "Method not allowed")
    return _create(asked.form(), desk)


def _list(to: str, desk: Desk) -> Answer:
    """Return the newest messages, to one number if asked; all of one day or later is all there is here."""
    kept = sorted(desk.shelf.newest_first(), key=lambda one: str(one["received_at"]), reverse=True)
    found = [one for one in kept if to in ("", one["to"])][:50]
    return json_answer({"messages": found, "page": 0, "page_size": 50, "next_page_uri": None})


def _create(form: dict[str, str], desk: Desk) -> Answer:
    to, sender = form.get("To", ""), form.get("From", "")
    service, content = form.get("MessagingServiceSid", ""), form.get("ContentSid", "")
    number = to.removeprefix("whatsapp:")
    if not to:
        return _problem(21604, 400, "A 'To' phone number is required.")
    if not sender and not service:
        return _problem(21603, 400, "A 'From' phone number is required.")
    if sender and to.startswith("whatsapp:") != sender.startswith("whatsapp:"):
        return _problem(63007, 400, "Twilio could not find a Channel with the specified From")
    if not form.get("Body") and not content:
        return _problem(21602, 400, "Message body is required.")
    if number in REFUSED:
        return _problem(*REFUSED[number])
    if not _E164.fullmatch(number):
        return _problem(21211, 400, f"The 'To' number {number} is not a valid phone number.")
    dlt = form.get("DltTemplateId", "")
    if dlt and not (dlt.isdigit() and len(dlt) == 19):
        return _problem(21901, 400, "DltTemplateId is invalid")
    if content and not _is_object(form.get("ContentVariables", "{}")):
        return _problem(21656, 400, "The ContentVariables Parameter is invalid.")
    message = _message(form, desk.secret)
    desk.shelf.put(
        {
            **message,
            "received_at": datetime.now(UTC).isoformat(),
            "content_sid": content,
            "dlt_template_id": form.get("DltTemplateId", ""),
            "validity_period": form.get("ValidityPeriod", ""),
            "content_variables": json.loads(form.get("ContentVariables", "{}") or "{}"),
            "status_callback": form.get("StatusCallback", ""),
        },
        name=message["sid"],
    )
    if form.get("StatusCallback"):
        _report(message, form["StatusCallback"], desk)
    if number == UNHEARD:
        return _problem(20504, 504, "Gateway timeout")
    return json_answer(message, HTTPStatus.CREATED)


def _message(form: dict[str, str], secret: str) -> dict[str, Any]:
    body, sid = form.get("Body") or _of_content(form), f"SM{uuid4().hex}"
    moment = format_datetime(datetime.now(UTC))
    service = form.get("MessagingServiceSid") or None
    return {
        "account_sid": _account(secret),
        "api_version": "2010-04-01",
        "body": body,
        "date_created": moment,
        "date_sent": None,
        "date_updated": moment,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": form.get("From") or None,
        "messaging_service_sid": service,
        "num_media": "0",
        "num_segments": str(_segments(body)),
        "price": None,
        "price_unit": "USD",
        "sid": sid,
        "status": "accepted" if service else "queued",
        "subresource_uris": {},
        "to": form["To"],
        "uri": f"/2010-04-01/Accounts/{_account(secret)}/Messages/{sid}.json",
    }


def _of_content(form: dict[str, str]) -> str:
    """Return what stands for the words of a template, which are with the real service only."""
    values = json.loads(form.get("ContentVariables") or "{}").values()
    return f"[{form.get('ContentSid', '')}] {' · '.join(map(str, values))}"


def _segments(body: str) -> int:
    """Return how many SMS a text takes: 160 or 70 characters alone, 153 or 67 each in a row (GSM 03.38)."""
    alone, each = (160, 153) if body.isascii() else (70, 67)
    return 1 if len(body) <= alone else -(-len(body) // each)


def _report(message: dict[str, Any], url: str, desk: Desk) -> None:
    error = UNDELIVERED.get(message["to"].removeprefix("whatsapp:"))
    for step, status in enumerate(("sent", "undelivered" if error else "delivered"), start=1):
        fields = {
            "MessageSid": message["sid"],
            "SmsSid": message["sid"],
            "AccountSid": message["account_sid"],
            "MessageStatus": status,
            "To": message["to"],
            "From": message["from"] or "",
            "ApiVersion": "2010-04-01",
            **({"ErrorCode": str(error)} if status == "undelivered" else {}),
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": signature(url, fields, _token(desk.secret)),
        }
        desk.call_back(url, urlencode(fields).encode(), headers, CALLBACK_AFTER * step)


def signature(url: str, fields: dict[str, str], token: str) -> str:
    """Return the X-Twilio-Signature: HMAC-SHA1 over the address and the fields in the order of their names."""
    text = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text or "{}"), dict)
    except ValueError:
        return False


def _problem(code: int, status: int, message: str) -> Answer:
    more = f"https://www.twilio.com/docs/errors/{code}"
    content = {"code": code, "message": message, "more_info": more, "status": status}
    return json_answer(content, status)
