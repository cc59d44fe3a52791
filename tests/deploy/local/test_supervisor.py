"""The supervisor: restarts, refusals, order of stopping."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.errors import CannotStart
from deploy.local.home import Home
from deploy.local.processes import Command
from deploy.local.supervisor import Stopped, Supervisor
from tests.deploy.local.stacks import alive, eventually, family_of


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.make()
    return home


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """The supervisor takes the process' signal handlers; give them back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def _shell(name: str, script: str, **more: object) -> Command:
    return Command(name, ("/bin/sh", "-c", script), **more)  # type: ignore[arg-type]


def test_a_crashed_process_is_started_again_and_a_line_says_so(
    home: Home, capsys: pytest.CaptureFixture[str]
):
    runs = home.root / "runs"
    script = f"echo run >>{runs}; [ $(wc -l <{runs}) -gt 1 ] || exit 3; sleep 600"
    with Supervisor(home) as supervisor:
        supervisor.start(_shell("fragile", script), os.environ)
        assert supervisor.wait_until(
            lambda: runs.exists() and runs.read_text().count("run") == 2, seconds=20
        )
    said = capsys.readouterr().out
    assert f"ended (exit status 3); starting it again in 0.5 s; see {home.logs}/fragile.log" in said
    assert "started again (pid " in said


def test_a_failed_errand_is_one_line_with_the_last_thing_it_said(home: Home):
    with Supervisor(home, quiet=True) as supervisor, pytest.raises(CannotStart) as refusal:
        supervisor.run(_shell("migrate", "echo first; echo 'No room left' >&2; exit 2"), os.environ)
    assert str(refusal.value) == (
        f"migrate failed (exit status 2): No room left — all of it is in {home.logs}/migrate.log"
    )


def test_what_takes_requests_stops_first_and_the_rest_in_reverse(
    home: Home, capsys: pytest.CaptureFixture[str]
):
    with Supervisor(home) as supervisor:
        for name in ("postgres", "web", "worker"):
            supervisor.start(_shell(name, "sleep 600", stops_first=name == "web"), os.environ)
    lines = [line.split()[1:3] for line in capsys.readouterr().out.splitlines()]
    assert [name for name, verb in lines if verb == "stopped"] == ["web", "worker", "postgres"]


def test_a_signal_ends_a_wait_and_everything_started(home: Home):
    with pytest.raises(Stopped), Supervisor(home, quiet=True) as supervisor:
        errand = supervisor.open(_shell("errand", "sleep 600 & wait"), os.environ)
        assert eventually(lambda: len(family_of(errand.pid)) == 2)
        family = family_of(errand.pid)
        os.kill(os.getpid(), signal.SIGTERM)
        supervisor.wait_until(lambda: False, seconds=20)
    assert eventually(lambda: not alive(family))


def test_a_process_that_will_not_stop_is_killed(home: Home, capsys: pytest.CaptureFixture[str]):
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(600)"
    )
    with Supervisor(home) as supervisor:
        command = Command("deaf", (sys.executable, "-c", deaf), patience=0.2)
        supervisor.start(command, os.environ)
        assert supervisor.wait_until(
            lambda: "deaf" in (home.logs / "deaf.log").read_text(), seconds=20
        )
        began = time.monotonic()
    assert time.monotonic() - began < 10
    assert "killed after 0 s" in capsys.readouterr().out


def test_the_log_of_the_last_run_is_set_aside(home: Home):
    for word in ("one", "two"):
        with Supervisor(home, quiet=True) as supervisor:
            supervisor.start(_shell("talker", f"echo {word}; sleep 600"), os.environ)
            log = home.logs / "talker.log"
            assert supervisor.wait_until(lambda log=log: bool(log.read_text()), seconds=20)
    assert (home.logs / "talker.log").read_text() == "two\n"
    assert (home.logs / "talker.old.log").read_text() == "one\n"
