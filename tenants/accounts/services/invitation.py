"""Inviting people, and joining by an invitation."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.accounts import policies, tokens
from tenants.accounts.enums import InvitationState, Role
from tenants.accounts.events import AddressProved, UserJoined
from tenants.accounts.models import Invitation, RoleGrant, User
from tenants.accounts.selectors.invitation import InvitationInfo, find_by_token, invitation_info
from tenants.accounts.selectors.role import forget_roles
from tenants.accounts.services.person import (
    clean_email,
    clean_name,
    require_grant,
    storable_roles,
)
from tenants.accounts.services.seat import take_seats
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing, Refused
from tenants.kernel.events import publish
from tenants.kernel.mail import queue_mail
from tenants.kernel.names import link
from tenants.kernel.plain_text import clean_line
from tenants.schemas import current_tenant

VALID_FOR = timedelta(days=14)


def invite_person(
    *,
    email: str,
    name: str = "",
    roles: Sequence[Role] = (),
    placement: dict[str, Any] | None = None,
    invited_by: User | None = None,
    language: str = "",
) -> InvitationInfo:
    """Invite one address by mail. The seat is taken when the invitation is accepted.

    Args:
        email: where the link goes; the account will have this address.
        name: as far as known; the person may correct it.
        roles: granted on joining.
        placement: handed on in `UserJoined`, such as {"department_id": "…"}.
        invited_by: None for the system.
        language: of the mail and, later, the pages; empty for the company's.

    Raises:
        Invalid: (`email`) when it is no address.
        Conflict: `joined`, `deactivated` or `invited` already.
        Refused: when the inviter may not hand out one of the roles.
    """
    address = clean_email(email)
    if not address:
        raise Invalid(_("Enter an e-mail address."), field="email")
    granted = storable_roles(roles)
    require_grant(invited_by, granted)
    with transaction.atomic():
        _require_invitation(invited_by, placement or {}, address)
        _refuse_known(address)
        moment = now()
        # An expired one makes room for the new one; an open one does not.
        Invitation.objects.filter(
            email__iexact=address,
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__lte=moment,
        ).update(revoked_at=moment)
        row = Invitation(
            email=address,
            name=clean_line(name)[:150],
            roles=[str(role) for role in granted],
            placement=placement or {},
            language=language,
            invited_by=invited_by,
            created_at=moment,
        )
        secret = _renew(row)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise Conflict(
                _("%(email)s has an open invitation. Send that one again instead.")
                % {"email": address},
                field="email",
                code="invited",
            ) from None
        _mail(row, secret)
        audit.record(
            "people.invited",
            actor=invited_by,
            target=address,
            target_id=row.id,
            changes={"roles": row.roles, "placement": row.placement},
        )
    return invitation_info(row)


def resend_invitation(*, invitation_id: UUID, actor: User | None) -> InvitationInfo:
    """Send an invitation again with a new link; the link sent before stops working.

    Raises:
        Missing: when there is no such invitation.
        Conflict: when it was accepted or withdrawn.
    """
    with transaction.atomic():
        row = _pending(invitation_id, actor)
        row.sendings += 1
        if actor is not None and row.roles:
            # Who sends it again stands for the roles in it, as its first sender may no longer.
            row.invited_by = actor
        secret = _renew(row)
        row.save(update_fields=["token_hash", "expires_at", "sent_at", "sendings", "invited_by"])
        _mail(row, secret)
        audit.record("people.invited_again", actor=actor, target=row.email, target_id=row.id)
    return invitation_info(row)


def revoke_invitation(*, invitation_id: UUID, actor: User | None) -> None:
    """Withdraw an invitation: its link stops working.

    Raises:
        Missing: when there is no such invitation.
        Conflict: when it was accepted or withdrawn.
    """
    with transaction.atomic():
        row = _pending(invitation_id, actor)
        row.revoked_at = now()
        row.save(update_fields=["revoked_at"])
        audit.record("people.invitation_revoked", actor=actor, target=row.email, target_id=row.id)


def accept_invitation(
    *,
    token: str,
    password: str,
    name: str,
    native_name: str = "",
    native_language: str = "",
) -> UUID:
    """Join by a link: the person gets a password, roles and, when new, a seat.

    Somebody an import has written already only gets what is missing. The row is locked, so of two
    acceptances at once one succeeds.

    Returns:
        The person's id.

    Raises:
        Missing, Conflict: when the link is unknown, used, withdrawn or expired.
        Conflict: (`no_seat`) when no seat is free, (`joined`) when the address has a password,
            (`unvouched`) when its roles are not the inviter's to give any more.
        Refused: when the person is deactivated.
        Invalid: (`name`, `password`) for what cannot be.
    """
    with transaction.atomic():
        row = find_by_token(token, lock=True)
        _require_vouched(row)
        tidy = clean_name(name)
        user = User.objects.select_for_update(no_key=True).filter(email=row.email.lower()).first()
        new = user is None
        if user is None:
            user = User(email=row.email.lower(), language=row.language)
        elif not user.is_active:
            raise Refused(_("Your account is switched off. Ask an admin of your company."))
        elif user.has_usable_password():
            raise Conflict(_("You have an account already. Sign in instead."), code="joined")
        user.name = tidy
        user.native_name = clean_line(native_name)
        user.native_language = native_language if user.native_name else ""
        _check_password(password, user)
        user.set_password(password)
        if new:
            take_seats(1)
        user.save()
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        publish(AddressProved(user_id=user.id, address=user.email or ""))
        RoleGrant.objects.bulk_create(
            [RoleGrant(user=user, role=role, granted_by=row.invited_by) for role in row.roles],
            ignore_conflicts=True,
        )
        forget_roles(user)
        row.accepted_at = now()
        row.save(update_fields=["accepted_at"])
        audit.record("people.joined", actor=user, target=user.name, target_id=user.id)
        if new:
            publish(UserJoined(user_id=user.id, placement=row.placement, invitation_id=row.id))
    return user.id


def _require_vouched(row: Invitation) -> None:
    """Ask whether who invited may still give what the invitation carries.

    Else an admin who is shown out comes back by the invitation they sent themselves the day before.

    Raises:
        Conflict: (`unvouched`) when they may not, or are not here any more.
    """
    roles = [Role(role) for role in row.roles]
    if row.invited_by is not None and not policies.may_grant(row.invited_by, roles):
        raise Conflict(
            _("Whoever invited you may not give you this role any more. Ask for a new invitation."),
            code="unvouched",
        )


def _renew(row: Invitation) -> str:
    secret = tokens.new_invitation_secret()
    row.token_hash = tokens.invitation_digest(invitation_id=row.id, email=row.email, secret=secret)
    row.sent_at = now()
    row.expires_at = row.sent_at + VALID_FOR
    return secret


def _mail(row: Invitation, secret: str) -> None:
    url = link(reverse("accounts:invitation", args=[tokens.invitation_token(row.id, secret)]))
    queue_mail(
        to=row.email,
        template="invitation",
        context={
            "name": row.name,
            "inviter": row.invited_by.display_name if row.invited_by else "",
            "url": url,
            "action_url": url,
            "action_label": gettext_lazy("Choose a password"),
            "expires_at": row.expires_at,
            "time_zone": current_tenant().time_zone,
        },
        language=row.language or None,
        dedupe_key=f"invitation:{row.id}:{row.sendings}",
    )


def _pending(invitation_id: UUID, actor: User | None) -> Invitation:
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("invited_by")
        .filter(id=invitation_id)
        .first()
    )
    if row is None:
        raise Missing(_("There is no such invitation."))
    if actor is not None:
        policies.require_invitation_row(actor, row)
    state = row.state_at(now())
    if state == InvitationState.ACCEPTED:
        raise Conflict(_("%(email)s has joined already.") % {"email": row.email}, code="accepted")
    if state == InvitationState.REVOKED:
        raise Conflict(_("This invitation was withdrawn already."), code="revoked")
    return row


def _require_invitation(actor: User | None, placement: dict[str, Any], address: str) -> None:
    """Ask whether this may be sent; somebody of another team is not drawn into one's own by it."""
    if actor is None:
        return
    policies.require_invitation(actor, policies.department_in(placement))
    known = User.objects.filter(email=address).first()
    if known is not None and not policies.can_invite_known(actor, known):
        raise Conflict(
            _("Somebody with this address is in another team. Ask an admin to move them."),
            field="email",
            code="elsewhere",
        )


def _refuse_known(address: str) -> None:
    user = User.objects.filter(email=address).first()
    if user is None:
        return
    if not user.is_active:
        raise Conflict(
            _("%(name)s is deactivated. Reactivate them instead.") % {"name": user.display_name},
            field="email",
            code="deactivated",
        )
    if user.has_usable_password():
        raise Conflict(
            _("%(email)s belongs to %(name)s, who is here already.")
            % {"email": address, "name": user.display_name},
            field="email",
            code="joined",
        )


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password", code="password") from None
