"""Tags of the public frame: where a page lives, and what machines read about it."""

import json
from typing import Any

from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from public_site.addresses import LANGUAGES, absolute, alternates, in_language

register = template.Library()
# What would end the element, or begin another, written as JSON may write it.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def page_addresses(context: Context, languages: str = "") -> SafeString:
    """Link a page to its own address and to those of its other languages.

    Args:
        languages: the codes it exists in, parted by spaces; all of ours when empty.
    """
    request = context.get("request")
    if request is None or request.resolver_match is None:
        return SafeString("")
    codes = languages.split()
    page, here = request.GET.get("page", ""), get_language() or ""
    if codes and here not in codes:
        here = codes[0]
    own = absolute(in_language(request.path, here, page=page))
    listed = alternates(request.path, page=page, **({"languages": codes} if codes else {}))
    links = format_html_join(
        "\n",
        '<link rel="alternate" hreflang="{}" href="{}">',
        ((one.language, one.url) for one in listed),
    )
    return format_html('<link rel="canonical" href="{}">\n{}', own, links)


@register.simple_tag
def absolute_static(name: str) -> str:
    """Return the whole address of a static file, for those who read it from elsewhere."""
    address = static(name)
    return address if "://" in address else absolute(address)


@register.simple_tag
def json_ld(data: dict[str, Any] | list[Any]) -> SafeString:
    """Write linked data into the page. It is no script: browsers run nothing of it."""
    # Everything that could close the element is escaped above.
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


@register.simple_tag
def site_json_ld(name: str) -> SafeString:
    """Write who runs this site, and how it is searched (schema.org Organization and WebSite)."""
    home = absolute("/")
    search = absolute(reverse("public_site:catalogue"))
    graph = [
        {
            "@type": "Organization",
            "@id": f"{home}#organization",
            "name": name,
            "url": home,
            "logo": absolute_static("img/icon-512.png"),
        },
        {
            "@type": "WebSite",
            "@id": f"{home}#website",
            "name": name,
            "url": home,
            "inLanguage": list(LANGUAGES),
            "publisher": {"@id": f"{home}#organization"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{search}?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            },
        },
    ]
    return json_ld({"@context": "https://schema.org", "@graph": graph})
