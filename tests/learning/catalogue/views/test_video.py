"""Uploading through the page: the good, the mislabelled, the enormous."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from learning.catalogue.enums import LessonKind, MediaStatus
from learning.catalogue.models import Caption, Lesson, MediaAsset
from tenants.accounts.models import User
from tenants.kernel import jobs
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.catalogue import AuthorFactory, CourseFactory, LessonFactory, ModuleFactory

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def at(name: str, lesson: Lesson) -> str:
    kwargs = {"lesson_id": lesson.id}
    return reverse(f"catalogue:{name}", urlconf="deploy.urls_tenant", kwargs=kwargs)


@pytest.fixture
def author(acme: TenantInfo) -> User:
    with in_tenant(acme):
        return AuthorFactory()


@pytest.fixture
def studio(acme: TenantInfo, author: User, browser_of: Browser) -> Client:
    return browser_of(acme, author)


@pytest.fixture
def lesson(acme: TenantInfo, author: User) -> Lesson:
    with in_tenant(acme):
        module = ModuleFactory(course=CourseFactory(owner=author))
        return LessonFactory(module=module, kind=LessonKind.VIDEO, body_md="")


def file(content: bytes, name: str = "clip.mp4") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="video/mp4")


def test_from_the_file_to_the_player(
    acme: TenantInfo, studio: Client, lesson: Lesson, clip: Path
) -> None:
    response = studio.post(at("video_upload", lesson), {"video": file(clip.read_bytes())})
    assert response.headers["Location"] == at("lesson_edit", lesson)
    waiting = studio.get(at("video_state", lesson)).content.decode()
    assert "hx-trigger" in waiting
    assert "Waiting" in waiting
    with in_tenant(acme):
        assert jobs.run_due() == 1
    page = studio.get(at("video_state", lesson)).content.decode()
    assert "data-hls" in page
    assert "hx-trigger" not in page
    assert "60p, 120p, 180p" in page
    vtt = "WEBVTT\n\n00:00.500 --> 00:01.000\nHello\n"
    studio.post(at("captions_edit", lesson), {"language": "en", "text": vtt})
    with in_tenant(acme):
        assert Caption.objects.get().language == "en"
    shown = studio.get(at("captions_edit", lesson), {"language": "en"}).content.decode()
    assert "00:00.500 --&gt; 00:01.000" in shown
    bad = studio.post(
        at("captions_edit", lesson), {"language": "en", "text": vtt.replace(".500", ",500")}
    )
    assert bad.status_code == 422
    assert "Line 3:" in bad.content.decode()
    preview = studio.get(at("lesson_preview", lesson)).content.decode()
    assert 'srclang="en"' in preview
    studio.post(at("captions_remove", lesson), {"language": "en"})
    with in_tenant(acme):
        assert Caption.objects.count() == 0


def test_in_the_background_it_is_told_where_to_go(
    studio: Client, lesson: Lesson, clip: Path
) -> None:
    response = studio.post(
        at("video_upload", lesson),
        {"video": file(clip.read_bytes())},
        headers={"HX-Request": "true"},
    )
    assert response.headers["HX-Redirect"] == at("lesson_edit", lesson)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"I am text", "its content is plain text"), (b"", "The file is empty")],
)
def test_a_text_file_named_mp4(
    acme: TenantInfo, studio: Client, lesson: Lesson, content: bytes, words: str
) -> None:
    response = studio.post(at("video_upload", lesson), {"video": file(content)})
    assert response.status_code == 422
    assert words in response.content.decode()
    with in_tenant(acme):
        assert MediaAsset.objects.count() == 0
        lesson.refresh_from_db()
        assert lesson.pending_media is None


class Unreadable:
    """A body nobody may read."""

    def read(self, *args: int) -> bytes:
        raise AssertionError("The body was read.")

    readline = read


def test_an_oversized_upload_is_refused_unread(
    acme: TenantInfo, studio: Client, lesson: Lesson, settings: Any, files: Path
) -> None:
    settings.UPLOAD_LIMITS_BYTES = {**settings.UPLOAD_LIMITS_BYTES, "video": 1000}
    unread: dict[str, Any] = {"wsgi.input": Unreadable()}
    response = studio.post(at("video_upload", lesson), {"video": file(b"x" * 200_000)}, **unread)
    assert response.status_code == 422
    assert "at most 1000" in response.content.decode()
    with in_tenant(acme):
        assert MediaAsset.objects.count() == 0


def test_the_upload_needs_the_token(
    acme: TenantInfo, author: User, lesson: Lesson, clip: Path, browser_of: Browser
) -> None:
    forger = browser_of(acme, author, enforce_csrf_checks=True)
    response = forger.post(at("video_upload", lesson), {"video": file(clip.read_bytes())})
    assert response.status_code == 403
    with in_tenant(acme):
        assert MediaAsset.objects.count() == 0


def test_a_corrupt_video_is_explained_and_can_be_dropped(
    acme: TenantInfo, studio: Client, lesson: Lesson, cut_clip: Path
) -> None:
    studio.post(at("video_upload", lesson), {"video": file(cut_clip.read_bytes())})
    with in_tenant(acme):
        jobs.run_due()
        assert MediaAsset.objects.get().status == MediaStatus.FAILED
    page = studio.get(at("lesson_edit", lesson)).content.decode()
    assert "This video could not be used" in page
    assert "damaged" in page
    studio.post(at("video_cancel", lesson))
    with in_tenant(acme):
        lesson.refresh_from_db()
        assert lesson.pending_media is None


def test_a_failed_video_can_be_tried_again(
    acme: TenantInfo, studio: Client, lesson: Lesson, clip: Path
) -> None:
    studio.post(at("video_upload", lesson), {"video": file(clip.read_bytes())})
    with in_tenant(acme):
        MediaAsset.objects.update(status=MediaStatus.FAILED, error="x")
        jobs.run_due()
    studio.post(at("video_retry", lesson))
    with in_tenant(acme):
        jobs.run_due()
        assert MediaAsset.objects.get().status == MediaStatus.READY
