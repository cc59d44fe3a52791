"""Run as ``python -m deploy.local.counterparts --port N --folder DIR``, with COUNTERPARTS_SECRET in the environment."""

import argparse
import os
import signal
import sys
from pathlib import Path

from deploy.local.counterparts import dns
from deploy.local.counterparts.app import application
from deploy.local.counterparts.server import make


def main(arguments: list[str]) -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local.counterparts")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args(arguments)
    # Names are asked for by datagrams; the number of the port is free for them.
    dns.serve_beside(options.folder / dns.NAME, options.port)
    server = make(application(options.folder, os.environ["COUNTERPARTS_SECRET"]), options.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
