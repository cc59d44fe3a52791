"""What keeps passwords in production; tests keep theirs by something quicker."""

from django.contrib.auth.hashers import check_password, make_password
from pytest_django import Settings

from deploy.settings import base


def test_passwords_are_kept_by_argon2(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    kept = make_password("sell-with-facts-2026")
    assert kept.startswith("argon2$argon2id$")
    assert check_password("sell-with-facts-2026", kept)
    assert not check_password("sell-with-facts-2027", kept)
