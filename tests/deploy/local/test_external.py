"""Servers named by the environment: what is wrong with them is said at once, by the variable's name."""

import os
from urllib.parse import urlsplit

import pytest

from deploy.local.errors import CannotStart
from deploy.local.external import check_external
from tests.deploy.local.stacks import some_ports

ADMIN, APPLICATION, REDIS = (
    os.environ[name] for name in ("ADMIN_DATABASE_URL", "DATABASE_URL", "REDIS_URL")
)


def test_an_administrators_url_and_a_redis_that_answers_are_taken():
    check_external(ADMIN, REDIS)
    check_external("", "")


def test_a_role_that_may_not_create_roles_is_refused_by_name():
    with pytest.raises(
        CannotStart, match=r'^DATABASE_URL: the role "smh_app" may not create roles'
    ):
        check_external(APPLICATION, "")


@pytest.mark.parametrize("scheme", ["postgres", "redis"])
def test_nobody_listening_is_one_line_with_the_variables_name(scheme: str):
    url = f"{scheme}://someone:secret-word@127.0.0.1:{some_ports().web}/0"
    urls = (url, "") if scheme == "postgres" else ("", url)
    with pytest.raises(CannotStart) as refusal:
        check_external(*urls)
    message = str(refusal.value)
    assert message.startswith("DATABASE_URL: " if scheme == "postgres" else "REDIS_URL: ")
    assert "\n" not in message
    assert "secret-word" not in message


def test_a_wrong_password_is_said():
    wrong = ADMIN.replace(urlsplit(ADMIN).password or "", "wrong")
    with pytest.raises(CannotStart, match=r"^DATABASE_URL: .*password authentication failed"):
        check_external(wrong, "")


def test_a_redis_url_of_another_kind_is_refused():
    with pytest.raises(CannotStart, match=r"^REDIS_URL: "):
        check_external("", "http://127.0.0.1:1/")
