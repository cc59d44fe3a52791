"""Parameters that are no ids: tokens of links in mails, steps of a form, people with a second step."""

from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress, EmailConfirmationHMAC

from tenants.accounts.enums import Role
from tenants.accounts.models import User
from tenants.accounts.services.kept_form import keep_form
from tenants.kernel.signing import sign
from tenants.notify.services.mailing import PURPOSE
from tenants.schemas import in_tenant
from tests.factories.accounts import InvitationFactory, UserFactory
from tests.factories.second_step import set_up_app
from tests.isolation.endpoints import TOKENS
from tests.isolation.world import World

KIND = "learning.assignment_given"


def add_links(world: World, actor: User) -> None:
    """Give a world what its addresses want beside ids. Call it outside any schema."""
    with in_tenant(world.tenant):
        careful = UserFactory(name="Charu Careful", roles=[Role.LEARNER, Role.CONSUMER])
        set_up_app(careful)
        world.people["careful"] = careful
        newcomer = UserFactory(email="newcomer@example.com", verified=False)
        address = EmailAddress.objects.create(user=newcomer, email=newcomer.email, primary=True)
        world.ids |= {
            "uidb36": user_id_to_str(careful),
            "key": EmailConfirmationHMAC(address).key,
            "invitation_token": InvitationFactory(invited_by=actor).token,
            "kept_token": keep_form(
                user_id=careful.id,
                page="/account/",
                action="/account/",
                fields={"name": ["Charu C."], "about": ["Two lines\nof words"]},
                had_files=False,
            ),
            "unsubscribe_token": sign(
                PURPOSE, {"u": str(careful.id), "k": [KIND]}, max_age_seconds=3600
            ),
        }


def parameter(world: World, name: str, template: str) -> object:
    """Return what stands for a parameter of an address.

    Raises:
        KeyError: for an id that the world has not: add it there.
    """
    if name == "step":
        return "profile" if template.startswith("/teach/") else "company"
    if name == "token":
        word = next(one for one in ("invitation", "kept", "unsubscribe") if one in template)
        return world.ids[f"{word}_token"]
    return world.ids.get(name, "x") if name in TOKENS else world.id_for(name, template)
