"""Browsers that take push messages: signed up, sent to, forgotten when they are gone."""

import base64
import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tenants.accounts.api import User
from tenants.kernel import egress
from tenants.kernel.clock import now
from tenants.kernel.errors import Invalid, Missing
from tenants.kernel.gateways import webpush
from tenants.kernel.gateways.webpush import PushDown, PushGone, PushRefused, Subscription
from tenants.kernel.names import link
from tenants.notify.enums import Urgency
from tenants.notify.kinds import kind_named
from tenants.notify.models import Delivery, PushSubscription
from tenants.notify.places import place
from tenants.notify.selectors.company import language_of
from tenants.notify.wording import decode, put_in_words
from tenants.schemas import current_tenant

MOST_DEVICES = 20
_TTL_SECONDS = 24 * 3600
_LONGEST_ENDPOINT = 2000


@dataclass(frozen=True)
class Result:
    """What came of pushing to all of a person's browsers.

    Args:
        taken: whether one of them, at least, is being told.
        is_down: whether trying again may help.
        words: what a push service said when it refused.
    """

    taken: bool
    is_down: bool
    words: str = ""


def subscribe(*, user: User, endpoint: str, p256dh: str, auth: str, label: str) -> UUID:
    """Sign a browser up, or hand it over to whoever signed in there now. Asks the network.

    Args:
        user: who asked for it.
        endpoint: where to post, as the browser says.
        p256dh: its public key (base64url of 65 bytes).
        auth: its secret (base64url of 16 bytes).
        label: what the person calls it.

    Raises:
        Invalid: when the address may not be asked, or the keys are none.
        EgressRefused: when the address is no public one.
    """
    if len(endpoint) > _LONGEST_ENDPOINT or _size(p256dh) != 65 or _size(auth) != 16:
        raise Invalid(_("This browser's sign-up is not complete. Try again."), code="keys")
    egress.check(endpoint)
    digest = hashlib.sha256(endpoint.encode()).hexdigest()
    with transaction.atomic():
        mine = PushSubscription.objects.filter(user=user).exclude(endpoint_sha256=digest)
        if mine.count() >= MOST_DEVICES:
            raise Invalid(_("Sign one of your other browsers out first."), code="too_many")
        row, _made = PushSubscription.objects.update_or_create(
            endpoint_sha256=digest,
            defaults={
                "user": user,
                "endpoint": endpoint,
                "p256dh": p256dh,
                "auth": auth,
                "label": " ".join(label.split())[:80],
                "created_at": now(),
            },
        )
    return row.id


def unsubscribe_device(*, user: User, subscription_id: UUID) -> None:
    """Sign one of a person's browsers out.

    Raises:
        Missing: when it is not theirs.
    """
    if not PushSubscription.objects.filter(id=subscription_id, user=user).delete()[0]:
        raise Missing(_("There is no such browser."))


def push(row: Delivery) -> Result:
    """Send a message to every browser of its person. Call it outside any transaction.

    What is sent again goes to all of them: it replaces what they have of it, waiting or shown.
    """
    content = payload_of(row)
    # 32 characters: RFC 8030 allows no more.
    topic = base64.urlsafe_b64encode(hashlib.sha256(row.id.bytes).digest()[:24]).decode()
    kind = kind_named(row.kind)
    taken, is_down, words = False, False, ""
    for device in list(PushSubscription.objects.filter(user=row.user).order_by("id")):
        try:
            webpush.send(
                Subscription(device.endpoint, device.p256dh, device.auth),
                content,
                topic=topic,
                ttl_seconds=_TTL_SECONDS,
                urgent=kind.urgency != Urgency.DIGESTABLE,
            )
        except PushGone:
            PushSubscription.objects.filter(id=device.id).delete()
        except PushDown as error:
            is_down, words = True, str(error)
        except PushRefused as error:
            words = str(error)
        else:
            taken = True
            PushSubscription.objects.filter(id=device.id).update(last_ok_at=now())
    return Result(taken=taken, is_down=is_down and not taken, words=words)


def payload_of(row: Delivery) -> bytes:
    """Return what the service worker shows, as JSON: plain text, and an address of this host."""
    notification = row.notification
    assert notification is not None
    tenant, kind = current_tenant(), kind_named(row.kind)
    with (
        translation.override(language_of(notification.user.language)),
        timezone.override(tenant.time_zone),
    ):
        worded = put_in_words(
            kind,
            decode(kind, notification.context),
            name=notification.user.display_name,
            company=tenant.name,
        )
    path = place("notify:open", notification.id)
    return json.dumps(
        {
            "title": tenant.name,
            "body": worded.line[:500],
            "tag": str(notification.id),
            "url": link(path),
        },
        ensure_ascii=False,
    ).encode()


def _size(text: str) -> int:
    try:
        return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        return -1
