"""The ports of one stack: all derive from ``--port``, all stay below the range the kernel hands out to clients."""

import socket
from dataclasses import dataclass

from deploy.local.errors import CannotStart

FIRST_EPHEMERAL = 32768  # /proc/sys/net/ipv4/ip_local_port_range as Linux ships it
LOWEST = 1024
NAMES = ("web", "postgres", "redis", "smtp", "counterparts")


@dataclass(frozen=True)
class Ports:
    """The five ports of a stack."""

    web: int

    @property
    def postgres(self) -> int:
        """Port of the embedded Postgres."""
        return self.web + 1

    @property
    def redis(self) -> int:
        """Port of the embedded Redis."""
        return self.web + 2

    @property
    def smtp(self) -> int:
        """Port of the SMTP catcher."""
        return self.web + 3

    @property
    def counterparts(self) -> int:
        """Port of the counterparts of outside services."""
        return self.web + 4


def ports_from(first: int) -> Ports:
    """Derive a stack's ports from its first one.

    Raises:
        CannotStart: when one of them would fall outside 1024..32767.
    """
    if not LOWEST <= first <= FIRST_EPHEMERAL - len(NAMES):
        raise CannotStart(
            f"--port {first} cannot be used: choose one from {LOWEST} to {FIRST_EPHEMERAL - len(NAMES)}, "
            f"so that its {len(NAMES)} ports stay below those that outgoing connections take."
        )
    return Ports(first)


def check_free(ports: Ports, names: tuple[str, ...]) -> None:
    """Make sure that nobody listens on the named ports.

    Args:
        names: members of NAMES, those this start will listen on.

    Raises:
        CannotStart: naming the first port that is taken and the flag that moves it.
    """
    for name in names:
        port = getattr(ports, name)
        if is_taken(port):
            raise CannotStart(
                f"Port {port} ({name}) is taken by another program; stop it, or start with another --port "
                f"(now {ports.web}; it moves all {len(NAMES)} ports)."
            )


def is_taken(port: int) -> bool:
    """Tell whether 127.0.0.1:port cannot be bound right now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def free_ports(start: int) -> Ports:
    """Find five consecutive free ports from ``start`` upwards.

    Raises:
        CannotStart: when there is none below the ephemeral range.
    """
    for first in range(start, FIRST_EPHEMERAL - len(NAMES), len(NAMES)):
        ports = Ports(first)
        if not any(is_taken(getattr(ports, name)) for name in NAMES):
            return ports
    raise CannotStart(f"No {len(NAMES)} free ports in a row between {start} and {FIRST_EPHEMERAL}.")
