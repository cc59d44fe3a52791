"""Addresses without parameters: the same as Django's own tag gives, for every kind of host."""

import pytest
from django.template import Context, engines
from django.template.defaulttags import URLNode
from django.test import RequestFactory
from django.urls import NoReverseMatch, ResolverMatch, set_script_prefix, set_urlconf

from tenants.kernel.templatetags.fixed_addresses import FixedAddress

HOSTS = ("deploy.urls_public", "deploy.urls_tenant", "deploy.urls_public")


def drawn(source: str, **values: object) -> str:
    return str(engines["django"].from_string(source).render(values))


def nodes(source: str) -> list[type]:
    return [type(node) for node in engines["django"].from_string(source).template.nodelist]  # type: ignore[attr-defined]


def test_each_kind_of_host_has_its_own() -> None:
    texts = []
    try:
        for urlconf in HOSTS:
            set_urlconf(urlconf)
            texts.append(drawn('{% url "public_site:catalogue" as at %}[{{ at }}]'))
    finally:
        set_urlconf(None)
    assert texts == ["[/courses/]", "[]", "[/courses/]"]


def test_a_name_that_is_none_is_told() -> None:
    with pytest.raises(NoReverseMatch, match="nowhere"):
        drawn('{% url "nowhere:at_all" %}')


def test_one_that_is_there_on_another_host_only_is_told_each_time() -> None:
    try:
        set_urlconf("deploy.urls_public")
        assert drawn('{% url "public_site:catalogue" %}') == "/courses/"
        set_urlconf("deploy.urls_tenant")
        for _again in range(2):
            with pytest.raises(NoReverseMatch, match="public_site"):
                drawn('{% url "public_site:catalogue" %}')
    finally:
        set_urlconf(None)


def test_a_place_below_which_the_product_lies_belongs_to_the_address() -> None:
    try:
        assert drawn('{% url "public_site:catalogue" %}') == "/courses/"
        set_script_prefix("/below/")
        assert drawn('{% url "public_site:catalogue" %}') == "/below/courses/"
    finally:
        set_script_prefix("/")


def test_the_application_a_page_belongs_to_is_asked() -> None:
    """As Django's tag does it: `current_app` of the request, or the namespace the page was found in."""
    request = RequestFactory().get("/")
    request.resolver_match = ResolverMatch(print, (), {}, namespaces=["public_site"])
    template = engines["django"].from_string('{% url "public_site:catalogue" %}').template  # type: ignore[attr-defined]
    context = Context({})
    context.request = request  # type: ignore[attr-defined]
    assert template.render(context) == "/courses/"


def test_what_has_parameters_is_left_to_django() -> None:
    assert nodes('{% url "public_site:catalogue" %}') == [FixedAddress]
    assert nodes('{% url "public_site:catalogue" as at %}') == [FixedAddress]
    assert nodes('{% url "public_site:course" "spin" %}') == [URLNode]
    assert nodes('{% url "public_site:course" slug=name %}') == [URLNode]
    assert nodes("{% url name %}") == [URLNode]
    assert nodes('{% url "public_site:catalogue"|lower %}') == [URLNode]
    assert drawn('{% url "public_site:course" "spin" %}') == "/courses/spin/"
    assert drawn("{% url name %}", name="public_site:catalogue") == "/courses/"
