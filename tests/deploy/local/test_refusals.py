"""What keeps the stack from starting is said in one line that tells what to do."""

import shutil
from pathlib import Path

import pytest

from deploy.local import libraries
from deploy.local.disk import check_room
from deploy.local.errors import CannotStart
from deploy.local.home import Home
from deploy.local.libraries import ensure_libraries, missing_packages


def test_missing_libraries_are_named_by_the_line_that_installs_them(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    needed = {"libc.so.6": "libc6", "libnone.so.9": "libnone9", "libnone-b.so.9": "libnone9"}
    with pytest.raises(CannotStart) as refusal:
        ensure_libraries(needed)
    assert str(refusal.value) == (
        "Shared libraries are missing. Install them: sudo apt-get install -y libnone9"
    )


def test_libraries_that_load_need_nothing():
    assert missing_packages({"libc.so.6": "libc6"}) == []
    ensure_libraries({"libc.so.6": "libc6"})


def test_this_machine_has_what_weasyprint_needs():
    assert missing_packages(libraries.NEEDED) == []


def test_a_full_disk_is_one_line_with_the_flag_that_helps(tmp_path: Path):
    more_than_there_is = shutil.disk_usage(tmp_path).total + 1
    with pytest.raises(CannotStart) as refusal:
        check_room(tmp_path, needed=more_than_there_is)
    message = str(refusal.value)
    assert message.startswith(f"The disk of {tmp_path} is full: ")
    assert message.endswith("--home DIR.")
    assert "\n" not in message
    check_room(tmp_path, needed=1)


def test_a_home_that_cannot_be_made_is_one_line(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(
        CannotStart,
        match=r"cannot be written \(Not a directory\); choose another with --home DIR\.$",
    ):
        Home(tmp_path / "file" / "home").make()


def test_forgetting_data_spares_what_is_not_ours(tmp_path: Path):
    home = Home(tmp_path)
    home.make()
    for name in ("notes.txt", "secrets.json", "demo.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "files").mkdir()
    (tmp_path / "tools").mkdir()
    home.forget()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [
        "logs",
        "mail",
        "notes.txt",
        "tools",
    ]
