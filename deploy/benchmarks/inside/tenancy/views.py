"""One view with one query and one with five, and their addresses."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from enterprise.models import Department, Membership
from learning.catalogue.models import Course, Module
from tenants.accounts.models import User

_MODELS = (Department, Membership, Course, Module, User)


def _ask(number: int) -> HttpResponse:
    found = [len(model._base_manager.order_by("pk")[:5]) for model in _MODELS[:number]]
    return HttpResponse(str(sum(found)))


def one(request: HttpRequest) -> HttpResponse:
    """Ask once."""
    return _ask(1)


def five(request: HttpRequest) -> HttpResponse:
    """Ask five times."""
    return _ask(5)


urlpatterns = [path("1/", one), path("5/", five)]
