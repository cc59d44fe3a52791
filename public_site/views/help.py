"""Help. Opened by somebody who is stuck; next: the article that gets them on, or a person."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from public_site.enums import Audience
from public_site.help_articles import article_of, articles_in, languages_of
from public_site.help_search import LONGEST, find_articles


@require_safe
def help_home(request: HttpRequest) -> HttpResponse:
    """Show all articles by audience, or those that a search finds."""
    articles = articles_in(get_language() or "en")
    query = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    context = {
        "query": query,
        "found": find_articles(query, articles) if query else [],
        "groups": [
            (audience.label, [one for one in articles if one.audience == audience])
            for audience in Audience
        ],
        "contact": settings.PRIVACY_CONTACT,
    }
    return render(request, "public_site/help/home.html", context)


@require_safe
def article(request: HttpRequest, article_slug: str) -> HttpResponse:
    """Show one article, with the others of its kind beside it."""
    language = get_language() or "en"
    found = article_of(article_slug, language)
    if found is None:
        raise Http404
    context = {
        "article": found,
        "audience": Audience(found.audience).label,
        "others": [
            one
            for one in articles_in(language)
            if one.audience == found.audience and one.slug != found.slug
        ],
        "languages": " ".join(languages_of(found.slug)),
    }
    return render(request, "public_site/help/article.html", context)
