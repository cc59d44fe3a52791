"""The environment contract, as every process of the stack relies on it."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.environment import login_url, stack_environment, write_environment
from deploy.local.home import Home
from deploy.local.keys import Keys
from deploy.local.ports import Ports

KEYS = Keys("pg", "own", "app", "red", "secret", "c2VlZA==", "other")


def _environment(tmp_path: Path) -> dict[str, str]:
    return stack_environment(
        home=Home(tmp_path),
        ports=Ports(8000),
        keys=KEYS,
        admin_url="postgres://postgres:pg@127.0.0.1:8001/postgres",
        database="smh",
        redis_url="redis://:red@127.0.0.1:8002/0",
        settings="deploy.settings.dev",
    )


def test_the_contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    told = _environment(tmp_path)
    assert {name: told[name] for name in CONTRACT} == {**CONTRACT, "SMH_HOME": str(tmp_path)}


CONTRACT = {
    "DJANGO_SETTINGS_MODULE": "deploy.settings.dev",
    "SECRET_KEY": "secret",
    "DATABASE_URL": "postgres://smh_app:app@127.0.0.1:8001/smh",
    "OWNER_DATABASE_URL": "postgres://smh_owner:own@127.0.0.1:8001/smh",
    "REDIS_URL": "redis://:red@127.0.0.1:8002/0",
    "SMH_HOME": "",
    "SMH_PORT": "8000",
    "PUBLIC_ORIGIN": "http://localhost:8000",
    "EMAIL_URL": "smtp://127.0.0.1:8003",
    "CREDENTIAL_SIGNING_KEY": "c2VlZA==",
    "TWILIO_API_BASE": "http://127.0.0.1:8004/twilio",
}


def test_who_wants_no_compiled_modules_beside_the_sources_gets_them_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    told = _environment(tmp_path)
    run = [sys.executable, "-c", "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"]
    said = subprocess.run(run, env=told, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", str(tmp_path / "bytecode")]


def test_compiled_modules_lie_where_python_puts_them_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    assert "PYTHONPYCACHEPREFIX" not in _environment(tmp_path)


def test_an_external_server_keeps_its_host_port_and_options():
    assert (
        login_url(
            "postgresql://boss:pw@db.example:6432/learn?sslmode=require",
            role="smh_app",
            password="p",
            database="learn",
        )
        == "postgresql://smh_app:p@db.example:6432/learn?sslmode=require"
    )


def test_a_shell_reads_back_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    path = tmp_path / "env"
    write_environment(path, {"SECRET_KEY": "it's $HOME; #1", "DJANGO_SETTINGS_MODULE": "x"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    script = f'set -a; . "{path}"; printf "%s|%s" "$SECRET_KEY" "${{DJANGO_SETTINGS_MODULE-unset}}"'
    said = subprocess.run(
        ["/bin/sh", "-c", script], env={}, capture_output=True, text=True, check=True
    )
    assert said.stdout == "it's $HOME; #1|unset"
