"""Content types have other ids in each schema; the cache of them keeps schemas apart."""

import pytest
from django.contrib.contenttypes.models import ContentType

from tenants.kernel.models import Job
from tenants.schemas import TenantInfo, in_tenant

pytestmark = pytest.mark.django_db


def _made_anew() -> int:
    """Give Job's content type another id in the entered schema."""
    ContentType.objects.get(app_label="kernel", model="job").delete()
    return int(ContentType.objects.create(app_label="kernel", model="job").pk)


def test_each_schema_is_told_its_own_id(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(acme):
        ContentType.objects.clear_cache()
        in_acme = ContentType.objects.get_for_model(Job).pk
    with in_tenant(zenith):
        in_zenith = _made_anew()
        assert in_zenith != in_acme
        assert ContentType.objects.get_for_model(Job).pk == in_zenith
        assert ContentType.objects.get_by_natural_key("kernel", "job").pk == in_zenith
        assert ContentType.objects.get_for_id(in_zenith).model_class() is Job
    with in_tenant(acme):
        assert ContentType.objects.get_for_model(Job).pk == in_acme
        with pytest.raises(ContentType.DoesNotExist):
            ContentType.objects.get_for_id(in_zenith)
    ContentType.objects.clear_cache()


def test_what_is_cached_costs_no_query(acme: TenantInfo, django_assert_num_queries: object) -> None:
    with in_tenant(acme):
        ContentType.objects.get_for_model(Job)
        with django_assert_num_queries(0):  # type: ignore[operator]
            ContentType.objects.get_for_model(Job)
