"""What the player reports, and what is believed of it."""

from datetime import UTC, datetime, timedelta

import pytest

from learning.delivery.api import EnrolmentInfo, open_lesson, record_watch
from learning.delivery.models import LessonProgress
from tenants.kernel import clock
from tenants.kernel.errors import Invalid, Missing
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.delivery import course_of, enrolled_in, lesson_ids, row_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)


def opened_video(video_ms: int = 100_000) -> EnrolmentInfo:
    """Enrol somebody and open the one video of the course at START."""
    info = enrolled_in(course_of("video", video_ms=video_ms))
    with clock.frozen(START):
        open_lesson(
            enrolment_id=info.id,
            lesson_id=lesson_ids(info)[0],
            kind="video",
            is_new=True,
            is_current=False,
        )
    return info


def report(info: EnrolmentInfo, after_s: int, *ranges: tuple[int, int], at: int = 0) -> object:
    """Send a report so many seconds after START."""
    with clock.frozen(START + timedelta(seconds=after_s)):
        return record_watch(
            enrolment_id=info.id,
            lesson_id=lesson_ids(info)[0],
            ranges=[list(pair) for pair in ranges],
            position_ms=at,
        )


def progress_of(info: EnrolmentInfo) -> LessonProgress:
    return LessonProgress.objects.get(enrolment_id=info.id)


def test_what_played_is_credited_and_the_place_is_kept(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = opened_video()
        report(info, 10, (0, 10_000), at=10_000)
        report(info, 20, (0, 10_000), (10_000, 20_000), at=20_000)
        row = progress_of(info)
        assert row.watched == [[0, 20_000]]
        assert (row.watched_ms, row.position_ms, row.state) == (20_000, 20_000, "started")


def test_a_replay_is_not_counted_twice(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = opened_video()
        for second in (60, 120, 180):
            report(info, second, (0, 40_000))
        assert progress_of(info).watched_ms == 40_000


def test_claiming_all_at_once_earns_the_clock_and_no_more(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = opened_video()
        for _n in range(5):
            report(info, 1, (0, 100_000), at=100_000)
        row = progress_of(info)
        # One second at double speed, and the grace once.
        assert row.watched_ms == 17_000
        assert row.state == "started"
        assert row_of(info).lessons_done == 0


def test_ninety_per_cent_is_done(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = opened_video()
        report(info, 60, (0, 89_999))
        assert progress_of(info).state == "started"
        report(info, 120, (0, 90_000))
        assert progress_of(info).state == "completed"
        assert row_of(info).state == "completed"


def test_a_report_for_a_lesson_never_opened_earns_the_grace(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = enrolled_in(course_of("video", video_ms=100_000))
        report(info, 0, (0, 100_000))
        assert progress_of(info).watched_ms == 15_000


def test_nothing_beyond_the_end_counts(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = opened_video(video_ms=10_000)
        report(info, 60, (9_000, 99_000), at=99_000)
        row = progress_of(info)
        assert (row.watched, row.position_ms) == ([[9_000, 10_000]], 10_000)


def test_a_text_takes_no_reports(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = enrolled_in(course_of("text"))
        with pytest.raises(Invalid):
            report(info, 0, (0, 1_000))
        assert LessonProgress.objects.count() == 0


def test_a_lesson_of_another_course_is_missing(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = opened_video()
        foreign = lesson_ids(enrolled_in(course_of("video")))[0]
        with pytest.raises(Missing):
            record_watch(enrolment_id=info.id, lesson_id=foreign, ranges=[], position_ms=0)
        assert LessonProgress.objects.count() == 1


def test_opening_twice_keeps_the_first_time(acme: TenantInfo) -> None:
    with in_tenant(acme):
        info = opened_video()
        open_lesson(
            enrolment_id=info.id,
            lesson_id=lesson_ids(info)[0],
            kind="video",
            is_new=True,
            is_current=True,
        )
        assert progress_of(info).first_opened_at == START
        assert row_of(info).current_lesson_id == lesson_ids(info)[0]
