"""Kills what a supervisor leaves behind. Run as a script by processes.Watchdog; nothing imports it.

Reads ``+<group>`` and ``-<group>`` lines from standard input. When the input ends, which the kernel sees to whatever
ended the supervisor, the groups still registered get SIGTERM, and SIGKILL a little later.
"""

import os
import signal
import sys
import time

PATIENCE = 3.0  # seconds from SIGTERM to SIGKILL
STEP = 0.05  # seconds


def alive(groups: set[int]) -> set[int]:
    """Return those process groups that still have a member."""
    found = set()
    for group in groups:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            continue
        found.add(group)
    return found


def send(groups: set[int], number: signal.Signals) -> None:
    """Signal each process group; one that is gone is fine."""
    for group in groups:
        try:
            os.killpg(group, number)
        except ProcessLookupError:
            continue


def main() -> None:
    """Follow the supervisor's lines, then clean up."""
    groups: set[int] = set()
    for line in sys.stdin:
        if line[0] == "+":
            groups.add(int(line[1:]))
        else:
            groups.discard(int(line[1:]))
    send(groups, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while (left := alive(groups)) and time.monotonic() < deadline:
        time.sleep(STEP)
    send(left, signal.SIGKILL)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    main()
