"""Which ways to sign in a page may offer."""

from django import template
from django.conf import settings
from django.urls import reverse

from tenants.kernel.models import TextChannel
from tenants.kernel.texts import texts_are_simulated, texts_work

register = template.Library()


@register.simple_tag
def phone_sign_in_works() -> bool:
    """Whether codes can be sent to phones at all."""
    return texts_work(TextChannel.SMS) or texts_work(TextChannel.WHATSAPP)


@register.simple_tag
def simulated_texts_url() -> str:
    """Where texts are shown that go to no phone, on a developer's machine; "" everywhere else."""
    return reverse("dev_texts") if settings.DEV_PAGES and texts_are_simulated() else ""
