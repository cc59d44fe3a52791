"""The product's own processes: web, workers, beat, and what must run before them."""

import sys
from pathlib import Path

from deploy.local.home import Home
from deploy.local.ports import Ports
from deploy.local.processes import Command

PYTHON = sys.executable


def web_command(ports: Ports) -> Command:
    """Describe the web server; SIGTERM lets running requests finish."""
    argv = [PYTHON, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
    argv += [
        "--port",
        str(ports.web),
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--respawn-failed-workers",
    ]
    argv += ["--workers-kill-timeout", "15", "deploy.wsgi:application"]
    return Command("web", tuple(argv), patience=20.0, stops_first=True)


def worker_command(queue: str, *, concurrency: int) -> Command:
    """Describe a job worker of one queue; SIGTERM lets running jobs finish.

    Args:
        queue: "default", or "media" for jobs that take minutes, so that mail never waits behind a video.
        concurrency: jobs at a time.
    """
    # Videos take every core they can get; pages and mail go first.
    argv = ["nice", "-n", "10"] if queue == "media" else []
    argv += [
        PYTHON,
        "-m",
        "celery",
        "-A",
        "deploy.celery",
        "worker",
        "--queues",
        queue,
        "--loglevel",
        "INFO",
    ]
    argv += [
        "--hostname",
        f"{queue}@%h",
        "--concurrency",
        str(concurrency),
        "--without-gossip",
        "--without-mingle",
    ]
    return Command(f"worker-{queue}", tuple(argv), patience=30.0)


def beat_command(home: Home) -> Command:
    """Describe the clock that starts periodic jobs."""
    argv = (
        PYTHON,
        "-m",
        "celery",
        "-A",
        "deploy.celery",
        "beat",
        "--schedule",
        str(home.root / "beat.db"),
    )
    return Command("beat", (*argv, "--loglevel", "INFO"), patience=10.0)


def manage_command(name: str, *arguments: str) -> Command:
    """Describe a management command run to its end."""
    return Command(name, (PYTHON, str(Path("manage.py")), name, *arguments), patience=10.0)
