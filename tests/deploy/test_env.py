"""The environment says which clusters there are; what contradicts itself stops the start by name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from deploy.env import databases

URL = "postgres://smh_app:secret@127.0.0.1:5432/smh"


@pytest.fixture(autouse=True)
def two_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "CLUSTER",
        "DIRECTORY_CLUSTER",
        "DIRECTORY_URL",
        "REPLICA_URL",
        "DATABASE_POOL_SIZE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("CLUSTER_OWNER_URLS", raising=False)
    monkeypatch.setenv("DATABASE_URL", URL)
    monkeypatch.setenv("OWNER_DATABASE_URL", URL)


def test_one_cluster_is_both() -> None:
    assert sorted(databases()) == ["default", "owner"]


def test_each_variable_is_an_alias(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTER", "west")
    monkeypatch.setenv("DIRECTORY_URL", URL.replace("5432", "5433"))
    monkeypatch.setenv("REPLICA_URL", URL.replace("5432", "5434"))
    monkeypatch.setenv("CLUSTER_OWNER_URLS", f"main={URL}?sslmode=require west={URL}")
    found = databases()
    assert sorted(found) == ["default", "directory", "owner", "owner@main", "replica"]
    assert (found["directory"]["PORT"], found["directory"]["SESSION_PATH"]) == (5433, False)
    assert found["owner@main"]["SESSION_PATH"] is True
    ages = {alias: config["CONN_MAX_AGE"] for alias, config in found.items()}
    assert ages == {"default": 600, "directory": 600, "replica": 600, "owner": 0, "owner@main": 0}


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"CLUSTER": "west"}, "DIRECTORY_URL"),
        ({"DIRECTORY_URL": URL}, "DIRECTORY_URL"),
        ({"CLUSTER": "West Coast"}, "CLUSTER"),
        ({"CLUSTER_OWNER_URLS": "west"}, "CLUSTER_OWNER_URLS"),
    ],
)
def test_what_contradicts_itself_is_named(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=named):
        databases()
