"""Files stay in their company's folder."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest
from django.core.files.storage import default_storage, storages
from django.test import override_settings
from moto import mock_aws

from tenants.kernel import storage
from tenants.schemas import TenantInfo, in_public, in_tenant

pytestmark = pytest.mark.django_db


def test_what_is_stored_is_read_back_and_replaced(acme: TenantInfo, tmp_path: Path) -> None:
    source = tmp_path / "a.bin"
    source.write_bytes(b"second")
    with in_tenant(acme):
        key = storage.store("tests/a.bin", b"first")
        assert (key, storage.read(key)) == (f"{acme.schema_name}/tests/a.bin", b"first")
        assert storage.store("tests/a.bin", source) == key
        assert (storage.read(key), storage.size(key)) == (b"second", 6)
        with storage.local_path(key) as path:
            assert path.read_bytes() == b"second"
        storage.delete(key)
        assert storage.exists(key) is False


def test_who_reads_while_it_is_replaced_finds_the_one_or_the_other(acme: TenantInfo) -> None:
    first, second = b"1" * 200_000, b"2" * 200_000
    over, found = threading.Event(), set()
    with in_tenant(acme):
        key = storage.store("tests/a.bin", first)
        path = Path(default_storage.path(key))

    def read() -> None:
        while not over.is_set():
            found.add(path.read_bytes() if path.exists() else b"")

    with ThreadPoolExecutor(1) as pool, in_tenant(acme):
        reading = pool.submit(read)
        for turn in range(200):
            storage.store("tests/a.bin", second if turn % 2 else first)
        over.set()
        reading.result()
        assert found <= {first, second}
        assert [one for one in storage.walk() if "a.bin" in one] == [key]
        storage.delete(key)


def test_another_companys_key_is_an_error(acme: TenantInfo, zenith: TenantInfo) -> None:
    with in_tenant(zenith):
        key = storage.store("tests/secret.txt", b"zenith's own")
        assert storage.read(key) == b"zenith's own"
    for act in (storage.read, storage.size, storage.exists, storage.delete):
        with in_tenant(acme), pytest.raises(storage.ForeignKey):
            act(key)
    with in_public(), pytest.raises(storage.ForeignKey):
        storage.read(key)
    with in_tenant(zenith):
        assert storage.read(key) == b"zenith's own"
        storage.delete(key)


@pytest.mark.parametrize("name", ["../c_zenith000001/x", "a/../../c_zenith000001/x", "a/.."])
def test_no_name_leads_out_of_the_folder(acme: TenantInfo, name: str) -> None:
    with in_tenant(acme), pytest.raises(storage.ForeignKey):
        storage.store(name, b"x")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../Q3 पिच.MP4", ".mp4"), ("no extension", ""), ("x.m p/4", ""), ("", "")],
)
def test_fresh_names_keep_a_plain_extension_and_nothing_else(given: str, kept: str) -> None:
    name = storage.fresh_name("tests", given)
    assert (name[:6], name[38:]) == ("tests/", kept)
    assert name != storage.fresh_name("tests", given)


def test_the_same_code_works_on_s3(acme: TenantInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    s3 = {
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "smh-test",
                "region_name": "ap-south-1",
                "file_overwrite": True,
            },
        }
    }
    with mock_aws(), override_settings(STORAGES={**storages.backends, **s3}):
        boto3.client("s3", region_name="ap-south-1").create_bucket(
            Bucket="smh-test", CreateBucketConfiguration={"LocationConstraint": "ap-south-1"}
        )
        with in_tenant(acme):
            key = storage.store("tests/a.bin", b"in the cloud")
            with storage.local_path(key) as path:
                assert path.read_bytes() == b"in the cloud"
            assert storage.store("tests/a.bin", b"another") == key
            assert storage.read(key) == b"another"
            storage.delete(key)
            assert storage.exists(key) is False
