"""`{% url %}` of an address that has no parameters: looked up once, then remembered. Built into every template.

A frame and its page name twenty such addresses, and Django looks each of them up for each page anew, which
took a twentieth of it. Everything else of the tag is Django's.
"""

from functools import lru_cache

from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as with_parameters
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

register = Library()


class FixedAddress(Node):
    """An address by its name alone, written or put into a variable."""

    def __init__(self, name: str, variable: str | None) -> None:
        self._name = name
        self._variable = variable

    def render(self, context: Context) -> str:
        """Return the address; "" where it goes into a variable, which is empty when there is none.

        Raises:
            NoReverseMatch: when there is none and no variable that says so.
        """
        address = _address(self._name, get_urlconf(), get_script_prefix(), _namespace(context))
        if self._variable:
            context[self._variable] = address or ""
            return ""
        if address is None:
            address = reverse(self._name)  # which says what is wrong with it
        return conditional_escape(address) if context.autoescape else address


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Compile `{% url "name" %}`, with whatever parameters and `as variable` Django's own takes."""
    node = with_parameters(parser, token)
    assert isinstance(node, URLNode)
    name = node.view_name
    if node.args or node.kwargs or name.is_var or name.filters:
        return node
    return FixedAddress(str(name.var), node.asvar)


def _namespace(context: Context) -> str | None:
    """Return the application whose pages a name is meant in, as Django's tag does."""
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    return getattr(request, "current_app", None) or getattr(match, "namespace", None)


@lru_cache(maxsize=4096)  # names × kinds of host × namespaces
def _address(name: str, urlconf: str | None, prefix: str, namespace: str | None) -> str | None:
    """Return the address in the urlconf that the thread has now; `prefix` only makes it another key."""
    try:
        return reverse(name, urlconf=urlconf, current_app=namespace)
    except NoReverseMatch:
        return None
