"""Which ways to sign in a page may offer."""

from django import template

from tenants.kernel.models import TextChannel
from tenants.kernel.texts import texts_work

register = template.Library()


@register.simple_tag
def phone_sign_in_works() -> bool:
    """Whether codes can be sent to phones at all."""
    return texts_work(TextChannel.SMS) or texts_work(TextChannel.WHATSAPP)
