"""Going to another service and coming back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.models import SocialApp
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from tenants.kernel.leaving import lead_away

View = Callable[..., HttpResponseBase]


def outside(view: View) -> View:
    """Run a view without a transaction around it, as it waits for another service."""

    @transaction.non_atomic_requests
    @wraps(view)
    def without(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except SocialApp.DoesNotExist as error:
            # A service without keys has no button, and no address either.
            raise Http404 from error
        except requests.RequestException:
            return render(request, "socialaccount/authentication_error.html", status=502)

    return without


def leaving(view: View) -> View:
    """Send the browser to another service by a page of ours, see `tenants.kernel.leaving`."""

    @wraps(view)
    def through_a_page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if isinstance(answer, HttpResponseRedirect) and urlsplit(answer.url).netloc:
            return lead_away(request, answer.url)
        return answer

    return outside(through_a_page)
