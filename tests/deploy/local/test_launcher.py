"""The launcher before any Python of ours runs: which Python it takes, and what it says when there is none."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.local.home import REPOSITORY


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the launcher and nothing installed."""
    (tmp_path / "deploy" / "local").mkdir(parents=True)
    for name in ("deploy/up", "deploy/local/prepare.sh", "pyproject.toml", "uv.lock"):
        shutil.copy(REPOSITORY / name, tmp_path / name)
    return tmp_path


def _tool(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def _start(checkout: Path, *, path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    for name in ("sh", "dirname", "readlink", "cksum", "cut", "cat", "grep", "mkdir", "rm", "tail"):
        if not (path / name).exists():
            (path / name).symlink_to(shutil.which(name) or name)
    environment = {"PATH": str(path), "HOME": str(checkout), **more}
    return subprocess.run(
        [str(checkout / "deploy" / "up")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("version", ["Python 3.9.2", "Python 2.7.18"])
def test_a_too_old_python_is_one_line(checkout: Path, version: str):
    tools = checkout / "bin"
    _tool(tools, "python3", f'[ "$1" = --version ] && echo "{version}" && exit 0\nexit 1')
    done = _start(checkout, path=tools)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Python 3.11 or newer is needed and this machine has {version}: install it "
        "(Debian: apt-get install python3 python3-venv), or set PYTHON=/path/to/python3.\n"
    )


def test_no_python_at_all_is_one_line(checkout: Path):
    (checkout / "bin").mkdir()
    done = _start(checkout, path=checkout / "bin")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "Python 3.11 or newer is needed and this machine has no Python 3: install it"
    )
    assert done.stderr.count("\n") == 1


def test_a_python_without_venv_and_pip_is_one_line(checkout: Path):
    tools = checkout / "bin"
    _tool(
        tools,
        "python3.12",
        'case "$1" in -m) echo "No module named venv" >&2; exit 1;; -c) echo "$0";; esac',
    )
    done = _start(checkout, path=tools)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "Python's venv module is missing: install it (Debian: apt-get install python3-venv), or put uv on the PATH."
    )


def test_packages_are_installed_once_and_again_when_the_lock_changes(checkout: Path):
    tools = checkout / "bin"
    answer = "case $1 in -c) exit 1 ;; -P) echo started ;; esac"  # no newer than 3.12; starts
    python = f"""mkdir -p "$UV_PROJECT_ENVIRONMENT/bin"; printf '%s\\n' '#!/bin/sh' '{answer}' >"$UV_PROJECT_ENVIRONMENT/bin/python\""""
    _tool(tools, "python3.12", 'echo "$0"')
    (tools / "chmod").symlink_to(shutil.which("chmod") or "chmod")
    _tool(
        tools,
        "uv",
        'case "$*" in *--help*) echo --system-certs; exit 0;; esac\n'
        f'echo "$@" >>"{checkout}/calls"; {python}; chmod +x "$UV_PROJECT_ENVIRONMENT/bin/python"',
    )
    assert [_start(checkout, path=tools).stdout for _ in range(2)] == ["started\n", "started\n"]
    calls = (checkout / "calls").read_text().splitlines()
    assert calls == [
        f"sync --frozen --inexact --quiet --directory {checkout} --python {tools}/python3.12 --no-dev"
    ]
    with (checkout / "uv.lock").open("a") as lock:
        lock.write("\n")
    assert _start(checkout, path=tools).stdout == "started\n"
    calls = (checkout / "calls").read_text().splitlines()
    assert calls[1:] == [f"sync --frozen --inexact --quiet --directory {checkout} --no-dev"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_checkout_that_cannot_be_written_uses_the_users_own_folder(checkout: Path):
    tools = checkout / "bin"
    _tool(tools, "python3.12", 'echo "$0"')
    _tool(
        tools,
        "uv",
        f'case "$*" in *--help*) echo --system-certs; exit 0;; esac\necho "$UV_PROJECT_ENVIRONMENT" >"{checkout}/bin/where"; exit 1',
    )
    checkout.chmod(0o555)
    done = _start(checkout, path=tools, XDG_DATA_HOME=str(tools / "share"))
    checkout.chmod(0o755)
    assert done.returncode == 1
    assert (tools / "where").read_text().startswith(str(tools / "share" / "sales-mastery-hub"))
