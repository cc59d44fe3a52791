"""The demo's video lessons stand in their courses at once; their videos are made afterwards, or not at all."""

import pytest
from pytest_django import Settings

from deploy.demo.parse import load_courses
from deploy.demo.seed.courses import CLIP_JOB, seed_courses
from learning.catalogue.enums import CourseStatus, MediaStatus
from learning.catalogue.models import Course, MediaAsset
from tenants.accounts.enums import Role
from tenants.kernel.clock import now
from tenants.kernel.models import Job
from tenants.schemas import TenantInfo, in_tenant
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize("wanted", [True, False])
def test_a_worker_is_asked_for_each_where_they_are_wanted(
    wanted: bool, acme: TenantInfo, settings: Settings
) -> None:
    settings.DEMO_VIDEOS = wanted
    courses = load_courses("zenith")
    clips = sum(lesson.clip is not None for course in courses for lesson in course.lessons)
    with in_tenant(acme):
        author = UserFactory(roles=[Role.AUTHOR])
        seed_courses("zenith", owners={"": author}, published_at=now())
        assert Course.objects.filter(status=CourseStatus.PUBLISHED).count() == len(courses)
        assert MediaAsset.objects.filter(status=MediaStatus.UPLOADED).count() == clips > 0
        assert Job.objects.filter(name=CLIP_JOB).count() == (clips if wanted else 0)
