"""A picture of the brand that was removed comes back: for a day, in its own company, where nothing took its place."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from enterprise.models import Branding
from enterprise.selectors.branding import brand_of_company
from enterprise.services.branding import restore_pictures, save_branding, undo_token
from learning.credentials.models import CertificateTemplate
from tenants.kernel import clock, storage
from tenants.kernel.errors import Conflict
from tenants.kernel.models import AuditEntry
from tenants.schemas import TenantInfo, in_tenant
from tests.enterprise.services.test_branding import picture

pytestmark = pytest.mark.django_db
NAMES = ("logo", "picture", "background")


@pytest.fixture(autouse=True)
def _inside(acme: TenantInfo) -> Iterator[None]:
    with in_tenant(acme):
        yield


def kept() -> dict[str, object]:
    (row,) = Branding.objects.values()
    return {name: row[name] for name in row if name.startswith(NAMES)}


def removed(*names: str) -> tuple[dict[str, object], str]:
    """Save all pictures, and remove some: what was there, and the token that brings it back."""
    save_branding(
        colour="#1e40af",
        logo=picture(),
        picture=picture(900, 900),
        background=picture(1754, 1240),
    )
    there, before = kept(), brand_of_company()
    after = save_branding(colour="#1e40af", **{f"remove_{name}": True for name in names})  # type: ignore[arg-type]
    return there, undo_token(before=before, after=after)


@pytest.mark.parametrize("names", [("logo",), ("picture",), ("background",), NAMES])
def test_what_was_removed_comes_back_as_it_was(names: tuple[str, ...]) -> None:
    there, token = removed(*names)
    assert all(kept()[f"{name}_key"] == "" for name in names)
    row = restore_pictures(token=token)
    assert kept() == there
    design = CertificateTemplate.objects.get()
    assert (design.logo_key, design.background_key) == (row.logo_key, row.background_key)
    entry = AuditEntry.objects.filter(action="branding.changed").latest("id")
    assert set(entry.changes) == set(names)


def test_nothing_removed_is_nothing_to_bring_back() -> None:
    assert removed()[1] == ""


def test_what_took_its_place_stays() -> None:
    _there, token = removed("logo", "picture")
    new = save_branding(colour="#1e40af", logo=picture(200, 200))
    restore_pictures(token=token)
    row = Branding.objects.get()
    assert (row.logo_key, row.picture_key != "") == (new.logo_key, True)


def test_it_is_good_for_a_day(acme: TenantInfo) -> None:
    with clock.frozen(clock.now() - timedelta(days=1, seconds=1)):
        _there, token = removed("logo")
    before = kept()
    with pytest.raises(Conflict):
        restore_pictures(token=token)
    assert kept() == before


def test_a_second_time_there_is_nothing_left_to_do() -> None:
    there, token = removed("logo")
    restore_pictures(token=token)
    with pytest.raises(Conflict):
        restore_pictures(token=token)
    assert kept() == there


def test_a_file_that_was_lost_is_not_pointed_to() -> None:
    there, token = removed("logo")
    storage.delete(str(there["logo_key"]))
    with pytest.raises(Conflict):
        restore_pictures(token=token)
    assert kept()["logo_key"] == ""


def test_another_company_s_token_is_worth_nothing(zenith: TenantInfo) -> None:
    _there, token = removed("logo")
    with in_tenant(zenith):
        with pytest.raises(Conflict):
            restore_pictures(token=token)
        assert Branding.objects.count() == 0
