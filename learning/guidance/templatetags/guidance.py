"""The card about goals and skills on a learner's home."""

from typing import Any

from django import template
from django.template.context import RequestContext

from learning.guidance.selectors.next_thing import next_thing

register = template.Library()


@register.inclusion_tag("learning/guidance/_card.html", takes_context=True)
def guidance_card(
    context: RequestContext, quiet: bool = False, primary: bool = False
) -> dict[str, Any]:
    """Draw what is next: an invitation, going on, or one line once all is done.

    Args:
        context: of the page; its `user` is the learner.
        quiet: always one line, for pages where something else comes first.
        primary: its button is the page's primary one.
    """
    thing = next_thing(context["request"].user.id)
    return {
        "thing": thing,
        "quiet": quiet or thing.is_quiet,
        "primary": primary,
        "csrf_token": context.get("csrf_token"),
    }
