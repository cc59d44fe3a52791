"""`/healthz`: this process answers. `/readyz`: what it needs is there. For any host name."""

from collections.abc import Callable

import redis
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse

from tenants.backend.faces import directory_is_here, home
from tenants.kernel.directory import knows_anybody
from tenants.kernel.heartbeat import worker_seen_seconds_ago
from tenants.schemas import in_public

_WORKER_SILENCE_SECONDS = 45
DIRECTORY_AWAY = "does not answer; the companies known so far are served"


class HealthMiddleware:
    """Answers the two addresses before host and database come into play."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path == "/readyz":
            report = readiness()
            ready = is_ready(report)
            return JsonResponse({"ready": ready, **report}, status=200 if ready else 503)
        return self.get_response(request)


def is_ready(report: dict[str, str]) -> bool:
    """Whether this process can serve what it is there for.

    While the directory is away it can: the companies that it knows. Then nobody can tell whether
    `public` lacks a migration, and that alone is no reason to take everybody's company away.
    """
    lines = dict(report)
    if lines.get("directory") == DIRECTORY_AWAY:
        del lines["directory"], lines["migrations"]
    return all(line == "ok" for line in lines.values())


def readiness() -> dict[str, str]:
    """Return what each dependency says: `ok`, or what is wrong."""
    report = {"postgres": _postgres(), "redis": _redis()}
    if not directory_is_here():
        report["directory"] = _directory()
    directory = report.get("directory", report["postgres"])
    report["migrations"] = _migrations() if directory == "ok" else "unknown"
    report["worker"] = _worker() if report["redis"] == "ok" else "unknown"
    return report


def _postgres() -> str:
    """Ask the cluster that this process serves, without entering a schema."""
    try:
        home().ensure_connection()
        answers = home().is_usable()
    except DatabaseError:
        answers = False
    if not answers:
        home().close()
        return "does not answer"
    return "ok"


def _directory() -> str:
    """Ask the cluster of `public`, where that is another one."""
    try:
        with in_public(), connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connections["directory"].close()
        return DIRECTORY_AWAY if knows_anybody() else "does not answer"
    return "ok"


def _redis() -> str:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        client.ping()
    except redis.RedisError:
        return "does not answer"
    finally:
        client.close()
    return "ok"


def _migrations() -> str:
    try:
        with in_public(), connections["default"].cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
    except DatabaseError:
        return "never run"
    shared = set(settings.SHARED_APPS)
    loader = MigrationLoader(None)
    pending = [
        f"{app}.{name}"
        for (app, name) in loader.disk_migrations
        if (app, name) not in applied and _app_name(app) in shared
    ]
    return f"{len(pending)} not applied" if pending else "ok"


def _app_name(label: str) -> str:
    return apps.get_app_config(label).name


def _worker() -> str:
    seen = worker_seen_seconds_ago()
    if seen is None or seen > _WORKER_SILENCE_SECONDS:
        return "has not been heard of"
    return "ok"
