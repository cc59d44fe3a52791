"""The local SMTP catcher: accepts every message on loopback and writes it as an .eml file, newest name last.

Run as ``python -m deploy.local.smtp --port N --folder DIR``.
"""

import argparse
import os
import signal
import sys
import threading
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.processes import Command

LARGEST_MESSAGE = 25_000_000  # bytes


class Catcher:
    """An aiosmtpd handler that files messages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """File one message; the envelope's sender and recipients go in front as headers."""
        self._count += 1
        content = envelope.original_content or b""
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        name = f"{time.time_ns()}-{os.getpid()}-{self._count}.eml"
        draft = self._folder / f".{name}"
        draft.write_bytes(head.encode("utf-8") + content)
        draft.rename(self._folder / name)  # readers never see half a message
        return "250 Message kept"


def smtp_command(*, port: int, folder: Path) -> Command:
    """Describe the catcher's process."""
    argv = (sys.executable, "-m", "deploy.local.smtp", "--port", str(port), "--folder", str(folder))
    return Command("smtp", argv, patience=5.0)


def main(arguments: list[str]) -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local.smtp")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    controller = Controller(
        Catcher(options.folder),
        hostname="127.0.0.1",
        port=options.port,
        data_size_limit=LARGEST_MESSAGE,
    )
    controller.start()
    over.wait()
    controller.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
