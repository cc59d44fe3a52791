"""The demo's career paths, written by the same services as staff's pages."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from deploy.demo.fields import read_table
from deploy.demo.seed.courses import SeededCourse
from learning.catalogue.api import (
    PathDetails,
    add_course,
    add_step,
    create_path,
    publish_path,
    published_path,
)
from learning.guidance.api import follow_path
from tenants.accounts.api import User

FOLLOWED = "first-sales-job"
_FILE = Path(__file__).resolve().parents[1] / "content" / "paths.toml"


def seed_paths(*, courses: Mapping[str, SeededCourse], actor: User) -> None:
    """Make and publish every path of `content/paths.toml`.

    Args:
        courses: by slug; a path that names another is an error.
        actor: who is said to have written them.
    """
    table = read_table(_FILE)
    for row in table.tables("paths", 1, 20):
        path_id = create_path(
            details=PathDetails(
                title=row.text("title"),
                level=row.text("level"),
                language=row.text("language"),
                summary=row.text("summary"),
                description_md=row.text("description"),
            ),
            slug=row.text("slug"),
            actor=actor,
        )
        for step in row.tables("steps", 1, 12):
            step_id = add_step(
                path_id=path_id, title=step.text("title"), summary=step.text("summary"), actor=actor
            )
            for slug in step.texts("courses", 1, 6):
                if slug not in courses:
                    raise step.error("courses", f"no course {slug!r}")
                add_course(step_id=step_id, course_id=courses[slug].course_id, actor=actor)
            step.finish()
        row.finish()
        publish_path(path_id=path_id, actor=actor)
    table.finish()


def seed_followed(learner_id: UUID) -> None:
    """Have the consumer sign-in, a fresher, follow the path for freshers; `history` has them begin it."""
    follow_path(learner_id=learner_id, path_id=published_path(FOLLOWED).id)
