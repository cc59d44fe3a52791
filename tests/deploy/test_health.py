"""`/readyz` tells the truth about each thing it needs."""

import time

import pytest
import redis
from django.db import connections
from django.test import Client

from deploy import health
from tenants.kernel import heartbeat


@pytest.fixture(autouse=True)
def a_worker_that_lives(settings: object) -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as client:  # type: ignore[attr-defined]
        client.set(heartbeat._KEY, str(time.time()))


@pytest.mark.django_db
def test_alive_answers_for_any_host() -> None:
    answer = Client(headers={"host": "probe.internal"}).get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_when_all_is_there() -> None:
    answer = Client(headers={"host": "10.0.0.9"}).get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "postgres": "ok", "redis": "ok", "migrations": "ok", "worker": "ok"},
    )


@pytest.mark.django_db
def test_not_ready_without_redis(settings: object) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["redis"]) == (503, "does not answer")
    assert answer.json()["worker"] == "unknown"


@pytest.mark.django_db
def test_not_ready_when_the_worker_is_silent(settings: object) -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as client:  # type: ignore[attr-defined]
        client.set(heartbeat._KEY, str(time.time() - 60))
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "has not been heard of")


@pytest.mark.django_db
def test_not_ready_with_a_migration_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loader:
        def __init__(self, connection: object) -> None:
            self.disk_migrations = {("kernel", "9999_new"): None}

    monkeypatch.setattr(health, "MigrationLoader", Loader)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "1 not applied")


def test_not_ready_without_postgres(committed: None) -> None:
    connection = connections["default"]
    connection.close()
    port = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = 1
    try:
        answer = Client().get("/readyz")
    finally:
        connection.settings_dict["PORT"] = port
    assert (answer.status_code, answer.json()["postgres"]) == (503, "does not answer")
