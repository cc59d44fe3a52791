import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel.errors import Conflict, DomainError, Invalid
from tenants.kernel.lookalikes import slug_skeleton
from tenants.models import Tenant
from tenants.schemas import TenantInfo, in_public
from tenants.services.slugs import RESERVED, clean_slug, ensure_free


@pytest.mark.parametrize(
    "text",
    ["", "ab", "-acme", "acme-", "a_b", "acme.co", "ac me", "अक्मे", "xn--acme", "ab--c", "a" * 64,
     "acme\n", "ＡＣＭＥ", "acme/..", "acme:80"],
)  # fmt: skip
def test_what_is_not_a_label_is_refused_at_the_field(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        if text.strip() != text:
            text = f"x{text}x"
        clean_slug(text)
    assert (refusal.value.field, refusal.value.code) == ("slug", "not_a_label")


@pytest.mark.parametrize("text", sorted(RESERVED - {"hi", "mx", "ns", "qa"})[:200])
def test_reserved_names_are_refused(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_slug(text.upper())
    assert refusal.value.code in {"reserved", "not_a_label"}


def test_case_and_space_do_not_matter() -> None:
    assert clean_slug("  Acme-Realty2 ") == "acme-realty2"


@given(st.text(max_size=70))
def test_whatever_is_accepted_is_a_dns_label(text: str) -> None:
    try:
        slug = clean_slug(text)
    except DomainError:
        return
    assert slug.encode("idna").decode() == slug
    assert 3 <= len(slug) <= 63


@pytest.mark.django_db
def test_a_taken_subdomain_is_a_conflict_at_the_field(acme: TenantInfo) -> None:
    with in_public():
        with pytest.raises(Conflict) as refusal:
            ensure_free("acme")
        ensure_free("acme2")
    assert (refusal.value.field, refusal.value.code) == ("slug", "taken")


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["acrne", "4cme", "ac-me", "a-c-m-e", "zen1th"])
def test_a_look_alike_of_a_company_is_taken(
    acme: TenantInfo, zenith: TenantInfo, slug: str
) -> None:
    with in_public(), pytest.raises(Conflict) as refusal:
        ensure_free(slug)
    assert refusal.value.code == "taken"


@pytest.mark.parametrize(
    "slug",
    ["adm1n", "l0gin", "log-in", "supp0rt", "salesmasteryhub-in", "5ales-mastery-hub", "smh"],
)
def test_a_look_alike_of_ours_is_reserved(slug: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_slug(slug)
    assert refusal.value.code == "reserved"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["acrne-v1", "b00-t9-34578-vvv", "rnrn", "i1l-i", "xyz"])
def test_postgres_and_python_agree_on_skeletons(slug: str) -> None:
    with in_public():
        row = Tenant.objects.create(schema_name="c_skeleton01", name="Skeleton", slug=slug)
        row.refresh_from_db()
        assert row.slug_skeleton == slug_skeleton(slug)
