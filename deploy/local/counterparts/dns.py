"""A small DNS server that speaks the real protocol, by UDP, on the same port number as the other counterparts.

Its records are a file, so that a page, a test or a person with an editor can set them: one record a line,
`name TYPE value`, for TXT, CNAME and A. Names it does not know do not exist.
"""

import socketserver
import threading
from pathlib import Path
from urllib.parse import urlsplit

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from deploy.local.counterparts.desk import Desk
from deploy.local.counterparts.exchange import Answer, Asked, json_answer

RECORDS = "records.txt"
KINDS = ("TXT", "CNAME", "A")
TTL = 1  # seconds
_LONGEST_CHAIN = 8
NAME = "dns"
Record = tuple[str, str, str]


def environment(base: str, secret: str) -> dict[str, str]:
    """Return the variables that lead the product here: datagrams to the port of the other counterparts."""
    return {"DNS_RESOLVERS": f"127.0.0.1:{urlsplit(base).port}"}


def answer(asked: Asked, desk: Desk) -> Answer:
    """Show the records to whoever asks by HTTP; they are set on the page `/dev/dns/` or in the file."""
    return json_answer(
        {"records": [" ".join(record) for record in read_records(desk.shelf.folder)]}
    )


def read_records(folder: Path) -> list[Record]:
    """Return the records of the file, lower-case names without a final dot; unreadable lines are left out."""
    path = folder / RECORDS
    found = []
    for line in path.read_text().splitlines() if path.is_file() else ():
        name, kind, value = [*line.split(None, 2), "", "", ""][:3]
        if kind.upper() in KINDS and value:
            found.append((name.lower().rstrip("."), kind.upper(), value.strip().strip('"')))
    return found


def write_records(folder: Path, text: str) -> None:
    """Replace the file; readers never see half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{RECORDS}"
    draft.write_text(text)
    draft.rename(folder / RECORDS)


def resolve(message: bytes, records: list[Record]) -> bytes | None:
    """Return the answer to a query, None for what is none."""
    try:
        query = dns.message.from_wire(message)
        question = query.question[0]
    except (dns.exception.DNSException, IndexError):
        return None
    response = dns.message.make_response(query)
    response.flags |= dns.flags.RA | dns.flags.AA
    name = question.name.to_text().lower().rstrip(".")
    wanted = dns.rdatatype.to_text(question.rdtype)
    for _hop in range(_LONGEST_CHAIN):
        of_name = [record for record in records if record[0] == name]
        if not of_name and not response.answer:
            response.set_rcode(dns.rcode.NXDOMAIN)
        for kind in (wanted, "CNAME"):
            values = [value for _name, found, value in of_name if found == kind]
            if values:
                response.answer.append(_rrset(name, kind, values))
                break
        else:
            break
        if kind == wanted:
            break
        name = values[0].lower().rstrip(".")
    return response.to_wire(max_size=65535)


def _rrset(name: str, kind: str, values: list[str]) -> dns.rrset.RRset:
    texts = [_spelt(kind, value) for value in values]
    return dns.rrset.from_text_list(f"{name}.", TTL, dns.rdataclass.IN, kind, texts)


def _spelt(kind: str, value: str) -> str:
    if kind == "TXT":
        # A character string holds 255 bytes (RFC 1035, section 3.3).
        pieces = [value[start : start + 255] for start in range(0, len(value), 255)]
        return " ".join('"' + piece.replace('"', '\\"') + '"' for piece in pieces)
    return f"{value.rstrip('.')}." if kind == "CNAME" else value


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        """Answer one datagram from what the file says now."""
        message, connection = self.request
        server = self.server
        assert isinstance(server, Server)
        reply = resolve(message, read_records(server.folder))
        if reply is not None:
            connection.sendto(reply, self.client_address)


class Server(socketserver.ThreadingUDPServer):
    """Answers on loopback from the records of a folder."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        super().__init__(("127.0.0.1", port), _Handler)


def serve_beside(folder: Path, port: int) -> Server:
    """Serve in a thread of its own until the process ends; port 0 takes a free one."""
    server = Server(folder, port)
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    return server
