"""People's phone numbers: taken over from an admin's word, proved by a code, removed."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tenants.accounts import policies
from tenants.accounts.models import PhoneNumber, User
from tenants.accounts.services.consumer import register_consumer
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Missing
from tenants.kernel.phones import masked_number, parse_number
from tenants.kernel.texts import queue_text, texts_work
from tenants.schemas import current_tenant


def note_proved(*, user: User, number: str, required: bool = True) -> bool:
    """Write down that a number is in a person's hands; the one they had is told that it is out.

    Args:
        number: E.164, proved just now by a code.
        required: whether it is an error when somebody else has proved the same number before.

    Returns:
        Whether the number is theirs now.

    Raises:
        Conflict: (`phone_taken`) when required and it is another account's.
    """
    before = PhoneNumber.objects.filter(user=user).first()
    if before is not None and before.number == number and before.verified_at is not None:
        return True
    try:
        with transaction.atomic():
            PhoneNumber.objects.update_or_create(
                user=user,
                defaults={"number": number, "verified_at": now(), "changed_at": now()},
            )
            audit.record(
                "account.phone_proved",
                actor=user,
                target=user.display_name,
                target_id=user.id,
                changes={"phone": masked_number(number)},
            )
            if before is not None and before.number != number and before.verified_at is not None:
                _tell_old(before.number)
    except IntegrityError:
        if not required:
            return False
        raise Conflict(
            _("This number signs in to another account here. Use another number."),
            field="phone",
            code="phone_taken",
        ) from None
    return True


def _tell_old(number: str) -> None:
    if texts_work():
        queue_text(
            to=number, template="number_changed", context={"place": current_tenant().name[:30]}
        )


def remove_number(*, user: User) -> bool:
    """Forget a person's number at their own wish; return whether there was one."""
    with transaction.atomic():
        deleted, _by_model = PhoneNumber.objects.filter(user=user).delete()
        if deleted:
            audit.record(
                "account.phone_removed", actor=user, target=user.display_name, target_id=user.id
            )
    return bool(deleted)


def set_number(*, person_id: UUID, number: str, actor: User) -> None:
    """Write down the number that a person has by an admin's word; the first code to it proves it.

    It is a way to sign in as that person, so it takes the same right as giving them an address.

    Args:
        number: as typed; "" removes it.

    Raises:
        Missing: when there is no such person.
        Invalid: (`phone`) when it is none.
        Refused: when the actor may not give this person a way to sign in.
    """
    wanted = parse_number(number) if number.strip() else ""
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).filter(id=person_id).first()
        if user is None:
            raise Missing(_("There is no such person."))
        policies.require_edit(actor, user)
        policies.require_take_over(actor, user)
        before = PhoneNumber.objects.filter(user=user).first()
        if (before.number if before else "") == wanted:
            return
        if wanted:
            PhoneNumber.objects.update_or_create(
                user=user,
                defaults={"number": wanted, "verified_at": None, "changed_at": now()},
            )
        else:
            PhoneNumber.objects.filter(user=user).delete()
        audit.record(
            "people.phone_changed",
            actor=actor,
            target=user.display_name,
            target_id=user.id,
            changes={
                "phone": [
                    masked_number(before.number) if before else "",
                    masked_number(wanted) if wanted else "",
                ]
            },
        )


def register_by_phone(*, number: str, name: str, language: str = "") -> User:
    """Write a new learner of the public site who has proved a number and has no address.

    Raises:
        Invalid: (`name`) when there is no name.
        Conflict: (`phone_taken`) when the number became somebody's meanwhile.
    """
    with transaction.atomic():
        user = User(email=None, language=language)
        user.set_unusable_password()
        register_consumer(user=user, name=name)
        note_proved(user=user, number=number)
    return user
