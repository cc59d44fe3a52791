"""Forgetting a person: asked, taken back, decided, done; down to what must or may be kept, with a report.

GDPR, article 17; DPDP Act 2023, sections 8(7) and 12(3). On the public site a person decides alone. In
a company it is the company that answers for the data (DPDP Act, section 2(i)), so its admins decide.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tenants.accounts import api as accounts
from tenants.accounts.api import User
from tenants.kernel import audit, storage
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing
from tenants.kernel.jobs import enqueue
from tenants.kernel.mail import queue_mail
from tenants.kernel.personal import Fate, Held, Subject
from tenants.privacy.enums import OPEN_ERASURES, ErasureState
from tenants.privacy.holdings import holdings_here, rows_about
from tenants.privacy.models import ErasureRequest
from tenants.privacy.subjects import subject_of
from tenants.schemas import current_tenant

# How long a request can be taken back.
TIME_TO_THINK = timedelta(days=7)


def request_erasure(*, person: User) -> UUID:
    """Ask to be forgotten. On the public site it will be done in a week, in a company it is decided.

    Raises:
        Conflict: when it was asked for already.
    """
    decided = current_tenant().is_public
    try:
        with transaction.atomic():
            request = ErasureRequest.objects.create(
                user=person,
                state=ErasureState.WAITING if decided else ErasureState.ASKED,
                due_at=now() + TIME_TO_THINK if decided else None,
            )
            if decided:
                _plan(request)
            audit.record(
                "privacy.erasure_asked",
                actor=person,
                target=person.display_name,
                target_id=person.id,
            )
    except IntegrityError as error:
        raise Conflict(_("You have asked for this already."), code="asked") from error
    return request.id


def take_back_erasure(*, request_id: UUID, person: User) -> None:
    """Undo one's own request while nothing has been done.

    Raises:
        Missing: when this person has no such request that can be taken back.
    """
    with transaction.atomic():
        request = _locked(request_id)
        if request.user_id != person.id or request.state not in OPEN_ERASURES:
            raise Missing(_("There is no such request."))
        ErasureRequest.objects.filter(id=request_id).update(
            state=ErasureState.CANCELLED, due_at=None
        )
        audit.record("privacy.erasure_taken_back", actor=person, target=person.display_name)


def decide_erasure(*, request_id: UUID, approve: bool, reason: str, actor: User) -> None:
    """Answer a request in a company.

    Args:
        request_id: one that waits for a decision.
        approve: whether it will be done, after the time to take it back.
        reason: told to the person; a refusal needs one (GDPR, article 12(4)).
        actor: an admin, not the person themselves.

    Raises:
        Missing: when there is no such request.
        Conflict: when it is not waiting for a decision any more.
        Invalid: (`reason`) for a refusal without one.
    """
    reason = " ".join(reason.split())[:500]
    if not approve and not reason:
        raise Invalid(_("Say why: the person has a right to know."), field="reason")
    with transaction.atomic():
        request = _locked(request_id)
        if request.state != ErasureState.ASKED:
            raise Conflict(_("This request was decided already."), code="decided")
        person = User.objects.get(id=request.user_id)
        accounts.require_deactivation(actor, person)
        request.state = ErasureState.WAITING if approve else ErasureState.DECLINED
        request.due_at = now() + TIME_TO_THINK if approve else None
        request.decided_by, request.decided_at, request.reason = actor, now(), reason
        request.save()
        if approve:
            _plan(request)
        audit.record(
            "privacy.erasure_approved" if approve else "privacy.erasure_declined",
            actor=actor,
            target=person.display_name,
            target_id=person.id,
        )
        _tell(
            person,
            "privacy_erasure_decided",
            {"approved": approve, "reason": reason, "due_at": request.due_at},
        )


def erase(*, request_id: UUID) -> None:
    """Do what was asked for, when its time has come; once. Runs as a job.

    The person is switched off, each table gives up what it declared to give up, and what stays is
    written down with its reason. All of it is one transaction; files go after it.
    """
    with transaction.atomic():
        request = _locked(request_id)
        if (
            request.state != ErasureState.WAITING
            or request.due_at is None
            or request.due_at > now()
        ):
            return
        person = User.objects.get(id=request.user_id)
        accounts.deactivate_person(person_id=person.id, actor=None)
        subject = subject_of(person.id)
        address, language = person.email, person.language or current_tenant().locale
        name = person.display_name
        with override(language):
            report, files = forget(subject)
        ErasureRequest.objects.filter(id=request_id).update(
            state=ErasureState.DONE, done_at=now(), due_at=None, report=report
        )
        audit.record(
            "privacy.erased", actor=None, target=_("an erased person"), target_id=person.id
        )
        if files:
            enqueue("privacy.remove_files", keys=files)
        if address:
            queue_mail(
                to=address,
                template="privacy_erased",
                context={"name": name, "report": report, "place": current_tenant().name},
                language=language,
            )


def remove_files(*, keys: list[str]) -> None:
    """Remove files whose rows are gone."""
    for key in keys:
        storage.delete(key)


def forget(subject: Subject) -> tuple[list[dict[str, Any]], list[str]]:
    """Do to every row about somebody what its table declared.

    Returns:
        What was done, a line for each table that held something; and the keys of files to remove.
    """
    report, files = [], []
    for held in holdings_here():
        rows = rows_about(held, subject)
        count = rows.count()
        if not count:
            continue
        if held.fate is Fate.DELETE:
            for field in (*held.files, *held.made_files):
                files += [key for key in rows.values_list(field, flat=True) if key]
            rows.delete()
        elif held.fate is Fate.CLEAR:
            rows.update(**_blank(held))
        report.append(
            {
                "what": str(held.what),
                "rows": count,
                "fate": held.fate.value,
                "reason": str(held.reason),
            }
        )
    return report, files


def _blank(held: Held) -> dict[str, Any]:
    values = dict(held.clear)
    if apps.get_model(held.model) is User:
        values["password"] = make_password(None)
    return values


def _plan(request: ErasureRequest) -> None:
    enqueue("privacy.erase", run_after=request.due_at, request_id=request.id)


def _locked(request_id: UUID) -> ErasureRequest:
    request = ErasureRequest.objects.select_for_update().filter(id=request_id).first()
    if request is None:
        raise Missing(_("There is no such request."))
    return request


def _tell(person: User, template: str, context: dict[str, Any]) -> None:
    if person.email:
        queue_mail(
            to=person.email,
            template=template,
            context={
                "name": person.display_name,
                "place": current_tenant().name,
                "time_zone": current_tenant().time_zone,
                **context,
            },
            language=person.language or None,
        )
