"""Leading a browser to another host after a form was sent.

Browsers hold a form's redirects to `form-action` of the page it stood on, which names us alone, as of the
services that redirect on nobody knows all hosts, and of companies there are too many. So a page of ours leads on.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def lead_away(request: HttpRequest, url: str) -> HttpResponse:
    """Answer a page that goes on to an address of another host by itself, and has a link for who waits.

    Args:
        url: absolute; what stands in it is told to nobody else (`no-referrer`), and the page is not kept.
    """
    context = {"url": url, "host": urlsplit(url).hostname}
    answer = render(request, "leaving.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
