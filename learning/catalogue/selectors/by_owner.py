"""What one person has on the shelf."""

from uuid import UUID

from django.db.models import F

from learning.catalogue.enums import CourseStatus
from learning.catalogue.models import CourseVersion
from learning.catalogue.selectors.cards import CARD_FIELDS, WITH_MODULES, CourseCard, card_of


def published_by(owner_id: UUID) -> tuple[CourseCard, ...]:
    """Return the cards of somebody's published courses, the newest first. One query."""
    rows = CourseVersion.objects.filter(
        course__owner_id=owner_id,
        course__status=CourseStatus.PUBLISHED,
        course__current_version_id=F("id"),
    ).order_by("-published_at", "id")
    return tuple(card_of(row) for row in rows.values(*CARD_FIELDS, **WITH_MODULES))
