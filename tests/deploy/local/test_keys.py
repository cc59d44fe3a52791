"""Keys: made once, kept, private."""

import base64
import json
import stat
from dataclasses import asdict
from pathlib import Path

import pytest

from deploy.local.errors import CannotStart
from deploy.local.keys import load_keys


def test_the_second_start_reads_what_the_first_one_made(tmp_path: Path):
    first = load_keys(tmp_path / "secrets.json")
    assert load_keys(tmp_path / "secrets.json") == first
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_two_stacks_share_no_key(tmp_path: Path):
    one, two = load_keys(tmp_path / "one.json"), load_keys(tmp_path / "two.json")
    assert set(asdict(one).values()).isdisjoint(asdict(two).values())


def test_the_signing_key_is_a_32_byte_seed(tmp_path: Path):
    keys = load_keys(tmp_path / "secrets.json")
    assert len(base64.b64decode(keys.credential_signing_key, validate=True)) == 32


def test_a_key_that_a_newer_version_needs_is_added_and_the_others_stay(tmp_path: Path):
    path = tmp_path / "secrets.json"
    first = load_keys(path)
    stored = json.loads(path.read_text())
    del stored["redis_password"]
    path.write_text(json.dumps(stored))
    second = load_keys(path)
    assert second.redis_password not in ("", first.redis_password)
    assert second.postgres_password == first.postgres_password
    assert load_keys(path) == second


def test_a_damaged_file_is_never_overwritten(tmp_path: Path):
    path = tmp_path / "secrets.json"
    path.write_text('{"secret_key": "tr')
    with pytest.raises(CannotStart, match=r"secrets\.json is damaged"):
        load_keys(path)
    assert path.read_text() == '{"secret_key": "tr'
