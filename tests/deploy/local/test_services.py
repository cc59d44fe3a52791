"""The services for real: what they leave behind when killed, what they keep, what they tell a shell."""

import os
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from deploy.local.ports import NAMES, is_taken
from deploy.local.processes import Watchdog
from tests.deploy.local.stacks import alive, eventually, family_of, services, some_ports


def _environment(home: Path) -> dict[str, str]:
    lines = (home / "env").read_text().splitlines()
    return {name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)}


def _taken(first: int) -> list[str]:
    return [name for index, name in enumerate(NAMES) if is_taken(first + index)]


def test_killing_the_supervisor_leaves_no_process(tmp_path: Path) -> None:
    """SIGKILL, which no handler sees: postmaster, its children, Redis and the catcher go too."""
    ports = some_ports()
    with services(tmp_path, ports) as supervisor:
        family = family_of(supervisor.pid)
        assert len(family) > 5  # supervisor, watchdog, redis, smtp, postmaster and its own
        assert _taken(ports.web) == ["postgres", "redis", "smtp", "counterparts"]
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
        assert eventually(lambda: not alive(family))
    assert eventually(lambda: _taken(ports.web) == [])


def test_the_watchdog_alone_ends_grandchildren() -> None:
    """A child's own children are nobody's but the process group's."""
    watchdog = Watchdog()
    with subprocess.Popen(["/bin/sh", "-c", "sleep 600 & wait"], start_new_session=True) as child:
        assert eventually(lambda: len(family_of(child.pid)) == 2)
        family = family_of(child.pid)
        watchdog.add(child.pid)
        watchdog.close()
    assert eventually(lambda: not alive(family))


def test_a_second_start_keeps_data_and_passwords_and_survives_a_killed_postgres(
    tmp_path: Path,
) -> None:
    """The first stack's Postgres dies by SIGKILL and is started again; the second stack finds what was written."""
    ports = some_ports()
    with services(tmp_path, ports, forget=False, disposable=False):
        before = _environment(tmp_path)
        with psycopg.connect(before["OWNER_DATABASE_URL"], autocommit=True) as connection:
            connection.execute("CREATE TABLE extensions.kept (id int)")
        postmaster = int((tmp_path / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        assert eventually(lambda: _can_connect(before["OWNER_DATABASE_URL"]))
    with services(tmp_path, ports):
        assert _environment(tmp_path) == before
        with psycopg.connect(before["OWNER_DATABASE_URL"]) as connection:
            assert connection.execute("SELECT count(*) FROM extensions.kept").fetchone() == (0,)


def test_a_second_stack_in_the_same_home_is_refused_in_one_line(tmp_path: Path) -> None:
    """Two postmasters must never share a folder."""
    ports = some_ports()
    with (
        services(tmp_path, ports) as first,
        pytest.raises(AssertionError) as refusal,
        services(tmp_path, some_ports(), forget=False),
    ):
        raise RuntimeError("it started")
    assert str(refusal.value) == (
        f"Process {first.pid} already runs a stack in {tmp_path}; "
        "stop it, or choose another folder with --home DIR.\n"
    )


def test_the_application_role_is_no_superuser_and_cannot_create(tmp_path: Path) -> None:
    """What serves requests may not change the schema."""
    with services(tmp_path, some_ports()):
        url = _environment(tmp_path)["DATABASE_URL"]
        with psycopg.connect(url) as connection:
            answer = connection.execute(
                "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
        assert answer == ("smh_app", False, False, False)


def _can_connect(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
