"""Signed addresses: for one company, one video, one viewer, two hours."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from learning.catalogue.enums import MediaStatus
from learning.catalogue.models import MediaAsset
from learning.catalogue.selectors.playback import playback
from learning.catalogue.services.caption import set_captions
from tenants.kernel import clock, signing, storage
from tenants.kernel.errors import Missing
from tenants.kernel.ids import uuid7
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import MediaAssetFactory

pytestmark = pytest.mark.django_db
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n"


def ready_media() -> MediaAsset:
    """A ready video with two stored files, a poster and captions."""
    media: MediaAsset = MediaAssetFactory()
    folder = f"media/{media.sha256}/hls"
    storage.store(f"{folder}/master.m3u8", b"#EXTM3U\n")
    storage.store(f"{folder}/r0/00000.ts", b"segment")
    storage.store(f"{folder}/audio/index.m3u8", b"#EXTM3U sound\n")
    storage.store(f"{folder}/audio/00000.ts", b"sound")
    storage.store(f"{folder}/secret.txt", b"not listed")
    media.poster_key = storage.store(f"{folder}/poster.jpg", b"\xff\xd8\xff")
    media.hls_prefix = storage.key_for(folder)
    media.files = {
        "master.m3u8": 8, "r0/00000.ts": 7, "audio/index.m3u8": 14, "audio/00000.ts": 5,
    }  # fmt: skip
    media.save()
    set_captions(media_id=media.id, language="hi", data=VTT)
    return media


def get(url: str, *, host: str = "") -> tuple[int, bytes, dict[str, str]]:
    parts = urlsplit(url)
    response = Client(headers={"host": host or parts.netloc}).get(parts.path)
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, body, dict(response.headers)


@pytest.mark.parametrize(
    ("name", "content_type", "body"),
    [
        ("master.m3u8", "application/vnd.apple.mpegurl", b"#EXTM3U\n"),
        ("r0/00000.ts", "video/mp2t", b"segment"),
        ("audio/index.m3u8", "application/vnd.apple.mpegurl", b"#EXTM3U sound\n"),
        ("audio/00000.ts", "video/mp2t", b"sound"),
        ("poster.jpg", "image/jpeg", b"\xff\xd8\xff"),
        ("captions/hi.vtt", "text/vtt; charset=utf-8", VTT),
    ],
)
def test_a_signed_address_opens_the_files_beside_it(
    acme: TenantInfo, name: str, content_type: str, body: bytes
) -> None:
    with in_tenant(acme):
        info = playback(ready_media().id, UserFactory().id)
    assert info.hls_url.split("/")[2].startswith("acme.content.localhost")
    assert info.captions[0].url == info.hls_url.replace("master.m3u8", "captions/hi.vtt")
    status, answer, headers = get(info.hls_url.replace("master.m3u8", name))
    assert (status, answer) == (200, body)
    assert headers["Content-Type"] == content_type
    assert headers["Content-Length"] == str(len(body))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Access-Control-Allow-Origin"].startswith("http://acme.localhost")
    assert headers["Cache-Control"] == "private, max-age=7200"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    "name",
    [
        "secret.txt",
        "../hls/master.m3u8",
        "r0/../master.m3u8",
        "%2e%2e/secret.txt",
        "/etc/passwd",
        "captions/ta.vtt",
        "captions/../../x.vtt",
        "source.mp4",
        "",
    ],
)
def test_names_the_video_does_not_list_are_not_there(acme: TenantInfo, name: str) -> None:
    with in_tenant(acme):
        info = playback(ready_media().id, None)
    assert get(info.hls_url)[0] == 200
    assert get(info.hls_url.replace("master.m3u8", name))[0] == 404


def test_after_two_hours_it_is_over(acme: TenantInfo) -> None:
    with in_tenant(acme):
        media = ready_media()
        moment = clock.now()
        with clock.frozen(moment - timedelta(hours=1, minutes=59)):
            fresh = playback(media.id, None)
        with clock.frozen(moment - timedelta(hours=2, seconds=2)):
            old = playback(media.id, None)
    for one in (fresh.hls_url, fresh.sound_url):
        assert get(one)[0] == 200
    for one in (old.hls_url, old.sound_url):
        assert get(one)[0] == 404


def test_a_video_prepared_before_there_was_a_sound_alone_names_none(acme: TenantInfo) -> None:
    with in_tenant(acme):
        media = ready_media()
        media.files = {"master.m3u8": 8, "r0/00000.ts": 7}
        media.save()
        info = playback(media.id, None)
    assert (info.sound_url, info.has_sound) == ("", True)
    assert get(info.hls_url)[0] == 200
    assert get(info.hls_url.replace("master.m3u8", "audio/00000.ts"))[0] == 404


def test_another_company_s_host_does_not_know_the_token(
    acme: TenantInfo, zenith: TenantInfo
) -> None:
    """Both companies have the very same video under the same id, as a copied course would."""
    media_id = uuid7()
    for tenant in (acme, zenith):
        with in_tenant(tenant):
            media = ready_media()
            MediaAsset.objects.filter(id=media.id).update(hls_prefix="")
            copy = MediaAssetFactory(id=media_id)
            copy.hls_prefix, copy.files = media.hls_prefix, media.files
            copy.save()
    with in_tenant(acme):
        url = playback(media_id, None).hls_url
    own_host = urlsplit(url).netloc
    assert get(url)[0] == 200
    assert get(url, host=own_host.replace("acme", "zenith"))[0] == 404
    assert get(url, host=own_host.replace("acme.", ""))[0] == 404
    assert get(url, host=own_host.replace("content.", ""))[0] == 404


def test_an_altered_token_is_worth_nothing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        url = playback(ready_media().id, None).hls_url
        other = signing.sign("another.purpose", {"m": "", "v": ""}, max_age_seconds=60)
    head, token, name = url.rsplit("/", 2)
    middle = len(token) // 2
    swapped = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    assert get(url)[0] == 200
    for wrong in (swapped, token[:-1], token + "x", "x", other):
        assert get(f"{head}/{wrong}/{name}")[0] == 404


def test_it_ends_with_the_viewer_s_account(acme: TenantInfo) -> None:
    with in_tenant(acme):
        viewer = UserFactory()
        info = playback(ready_media().id, viewer.id)
    sound = info.sound_url.replace("index.m3u8", "00000.ts")
    for url in (info.hls_url, info.sound_url, sound):
        assert get(url)[0] == 200
    with in_tenant(acme):
        viewer.is_active = False
        viewer.save()
    for url in (info.hls_url, info.sound_url, sound):
        assert get(url)[0] == 404


def test_a_video_that_is_not_ready_has_no_address(acme: TenantInfo) -> None:
    with in_tenant(acme):
        media = MediaAssetFactory(status=MediaStatus.PROCESSING)
        for media_id in (media.id, uuid7()):
            with pytest.raises(Missing):
                playback(media_id, None)


def test_a_file_that_was_lost_is_not_there(acme: TenantInfo, files: Path) -> None:
    with in_tenant(acme):
        media = ready_media()
        url = playback(media.id, None).hls_url
        storage.delete(f"{media.hls_prefix}/master.m3u8")
    assert get(url)[0] == 404


def test_few_queries(acme: TenantInfo, django_assert_num_queries: Callable[..., object]) -> None:
    with in_tenant(acme):
        media = ready_media()
        viewer = UserFactory()
        with django_assert_num_queries(2):
            playback(media.id, viewer.id)
