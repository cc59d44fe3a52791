"""The one WSGI application of all counterparts: dispatches by the first segment of the path."""

from collections.abc import Callable, Collection, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

from deploy.local.counterparts import dns, facebook, hooks, linkedin, openid, push, twilio
from deploy.local.counterparts.desk import CallBack, Desk, call_back_later
from deploy.local.counterparts.exchange import LARGEST_BODY, Answer, Asked, json_answer
from deploy.local.counterparts.shelf import Shelf


class Service(Protocol):
    """What a module of a service has."""

    NAME: str

    def environment(self, base: str, secret: str) -> dict[str, str]:
        """Return the variables that lead the product here.

        Args:
            base: address of the service, without a slash at the end.
            secret: the stack's secret, from which keys and passwords may be derived.
        """
        ...

    def answer(self, asked: Asked, desk: Desk) -> Answer:
        """Answer one request, keeping what it brought on the desk's shelf."""
        ...


# One line for each service.
SERVICES: tuple[Service, ...] = (dns, facebook, hooks, linkedin, openid, push, twilio)


def environment(origin: str, secret: str, *, real: Collection[str] = ()) -> dict[str, str]:
    """Return the variables that lead the product to the counterparts.

    Args:
        origin: scheme, host and port where they listen.
        secret: the same that they are started with.
        real: names of services for which nothing is told, since the caller has an account there.
    """
    told = {}
    for service in SERVICES:
        if service.NAME in real:
            continue
        told.update(service.environment(f"{origin}/{service.NAME}", secret))
    return told


def application(
    folder: Path, secret: str, *, call_back: CallBack = call_back_later
) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """Return the WSGI application.

    Args:
        folder: where each service gets a folder of its own for what it received.
        secret: what its users were told by `environment()`.
        call_back: how a service posts to the product.
    """
    by_name = {
        service.NAME: (service, Desk(Shelf(folder / service.NAME), secret, call_back))
        for service in SERVICES
    }

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        name, _, rest = environ.get("PATH_INFO", "").lstrip("/").partition("/")
        if name in by_name:
            service, desk = by_name[name]
            answer = service.answer(_asked(environ, name, f"/{rest}"), desk)
        else:
            answer = json_answer(
                {"error": "no such service", "services": sorted(by_name)}, HTTPStatus.NOT_FOUND
            )
        headers = [
            ("Content-Type", answer.content_type),
            ("Content-Length", str(len(answer.body))),
            *answer.headers,
        ]
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
        return [answer.body]

    return serve


def _asked(environ: dict[str, Any], name: str, path: str) -> Asked:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), LARGEST_BODY)
    headers = {
        key[5:].replace("_", "-").lower(): value
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    return Asked(
        method=environ["REQUEST_METHOD"],
        path=path,
        query=environ.get("QUERY_STRING", ""),
        headers=headers,
        body=environ["wsgi.input"].read(length) if length else b"",
        base=f"{environ['wsgi.url_scheme']}://{headers.get('host', '')}/{name}",
    )
