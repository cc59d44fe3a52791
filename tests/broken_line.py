"""A line to a service that carries everything there and loses its last answer, as a line can."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_PATIENCE = 10.0  # seconds
_PIECE = 65536  # bytes


@dataclass
class Line:
    """Where to connect instead, and how often an answer was lost."""

    port: int
    # While it breaks, the answer to what ends in `mark` gets lost, and the connection with it.
    breaks: bool = True
    lost: int = 0

    @property
    def origin(self) -> str:
        """Scheme, host and port, for a service that speaks HTTP."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def line_to(port: int, *, mark: bytes = b"") -> Iterator[Line]:
    """Listen on a free port of this machine, and carry what comes to another.

    Args:
        port: of the service, on this machine.
        mark: how what is sent ends when its answer gets lost; by default the first answer does.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        line = Line(listener.getsockname()[1])

        def serve() -> None:
            with suppress(OSError):  # closed: over
                while True:
                    caller, _address = listener.accept()
                    carry = threading.Thread(target=_carry, args=(line, caller, port, mark))
                    carry.daemon = True
                    carry.start()

        threading.Thread(target=serve, daemon=True).start()
        yield line
        # On Linux closing alone does not wake who waits in accept().
        listener.shutdown(socket.SHUT_RDWR)


def _carry(line: Line, caller: socket.socket, port: int, mark: bytes) -> None:
    with caller, socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as service:
        caller.settimeout(_PATIENCE)
        said = bytearray()

        def there() -> None:
            with suppress(OSError):
                while piece := caller.recv(_PIECE):
                    said.extend(piece)
                    service.sendall(piece)
                service.shutdown(socket.SHUT_WR)

        threading.Thread(target=there, daemon=True).start()
        with suppress(OSError):
            while answer := service.recv(_PIECE):
                if line.breaks and bytes(said).endswith(mark):
                    line.lost += 1
                    break  # the service has it, and nobody will hear of that
                caller.sendall(answer)
        # Closing alone would not end what the other thread waits for.
        for end in (caller, service):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
