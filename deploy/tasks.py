"""Jobs of the demo."""

from typing import cast
from uuid import UUID

from deploy.demo.seed.clips import make_demo_clip
from deploy.demo.seed.courses import CLIP_JOB
from deploy.demo.shapes import Collection
from tenants.kernel.jobs import job


@job(CLIP_JOB, queue="media", timeout_seconds=120)
def make_clip(*, media_id: UUID, collection: str, course: str, lesson: str) -> None:
    """Make the video of one demo lesson."""
    make_demo_clip(
        media_id=media_id, collection=cast(Collection, collection), course=course, lesson=lesson
    )
