"""Somebody looking at a running stack over HTTP: a host, a cookie jar, a sign-in.

Python resolves no ``*.localhost``, so the connection goes to 127.0.0.1 and the host goes into the header.
"""

import re
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TIMEOUT = 30.0  # seconds
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    location: str
    kind: str  # media type without parameters
    text: str  # of an HTML page, else ""


class Visitor:
    """One person at one host."""

    def __init__(self, host: str, port: int, name: str) -> None:
        self.host = host
        self.name = name
        self._port = port
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Fetch a path."""
        return self._ask("GET", path, b"", {})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        body = urlencode(fields).encode()
        origin = {
            "Origin": f"http://{self.host}:{self._port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", path, body, origin)

    def sign_in(self, email: str, password: str, *, path: str) -> bool:
        """Sign in through the form at ``path``; return whether it let us in."""
        token = _TOKEN.search(self.get(path).text)
        if token is None:
            return False
        answer = self.post(
            path, {"login": email, "password": password, "csrfmiddlewaretoken": token[1]}
        )
        return answer.status == 302 and "sessionid" in self._cookies

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        try:
            cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
            own = {
                "Host": f"{self.host}:{self._port}",
                "Accept": "text/html,*/*",
                **({"Cookie": cookie} if cookie else {}),
            }
            connection.request(method, path, body or None, {**own, **headers})
            response = connection.getresponse()
            kind = response.headers.get_content_type()
            raw = response.read()
            for header in response.headers.get_all("Set-Cookie") or []:
                for name, morsel in SimpleCookie(header).items():
                    self._cookies[name] = morsel.value
            text = raw.decode("utf-8", "replace") if kind == "text/html" else ""
            return Answer(response.status, response.headers.get("Location", ""), kind, text)
        finally:
            connection.close()
