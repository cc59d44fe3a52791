"""Two accounts of one person: what they chose about being told follows the one that is kept."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from tenants.accounts.api import User
from tenants.notify.models import PersonRules, Preference
from tenants.notify.services.choosing import look_again


def take_over_choices(*, kept_id: UUID, gone_id: UUID) -> None:
    """Give the kept account what it has not chosen itself. In the transaction of the merging.

    Whoever said by a link in a mail that its kind must stop said it as a person, whichever account
    the mail was for.
    """
    with transaction.atomic():
        kept = User.objects.select_for_update(no_key=True).get(id=kept_id)
        chosen = Preference.objects.filter(
            user_id=kept_id, kind=OuterRef("kind"), channel=OuterRef("channel")
        )
        Preference.objects.filter(~Exists(chosen), user_id=gone_id).update(user_id=kept_id)
        if not PersonRules.objects.filter(user_id=kept_id).exists():
            PersonRules.objects.filter(user_id=gone_id).update(user_id=kept_id)
            look_again(kept)
