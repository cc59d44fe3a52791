from datetime import UTC, datetime, timedelta

import pytest

from tenants.kernel import clock, signing
from tenants.schemas import TenantInfo, in_public, in_tenant

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_token_opens_where_and_while_it_is_good(acme: TenantInfo, zenith: TenantInfo) -> None:
    with clock.frozen(START), in_tenant(acme):
        token = signing.sign("play", {"media": "m1"}, max_age_seconds=60)
        assert signing.unsign("play", token) == {"media": "m1"}
        with pytest.raises(signing.BadToken):
            signing.unsign("download", token)
        with pytest.raises(signing.BadToken):
            signing.unsign("play", token[:-2] + "xx")
    for door in (in_tenant(zenith), in_public()):
        with clock.frozen(START), door, pytest.raises(signing.BadToken):
            signing.unsign("play", token)
    late = clock.frozen(START + timedelta(seconds=61))
    with late, in_tenant(acme), pytest.raises(signing.BadToken):
        signing.unsign("play", token)
