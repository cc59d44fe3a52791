"""Everything a course's public page shows, and what it tells search engines about itself."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from learning.catalogue.api import (
    OutlineLesson,
    PublishedCourse,
    published_course,
    share_digest,
)
from learning.delivery.api import (
    EnrolmentInfo,
    ReviewPage,
    enrolment_of,
    learners_total,
    shown_reviews,
)
from public_site.models import InstructorProfile
from tenants.accounts.api import User, Visitor
from tenants.kernel.names import public_link
from tenants.kernel.statements import ANY_ID, Written

_REVIEWS = 3


@dataclass(frozen=True, slots=True)
class Teacher:
    """Who teaches a course; `bio` is empty for those who have not presented themselves."""

    name: str
    headline: str = ""
    bio: str = ""
    bio_language: str = ""
    # The word of their public profile; empty for those who have none.
    slug: str = ""


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course as its page shows it."""

    found: PublishedCourse
    teacher: Teacher | None
    reviews: ReviewPage
    learners: int
    enrolment: EnrolmentInfo | None
    previews: tuple[OutlineLesson, ...]
    url: str
    image_url: str
    structured: dict[str, Any]

    @property
    def first_preview(self) -> OutlineLesson | None:
        """What somebody may try at once: a video when there is one."""
        videos = (lesson for lesson in self.previews if lesson.kind == "video")
        return next(videos, self.previews[0] if self.previews else None)


def course_page(slug: str, visitor: Visitor) -> CoursePage:
    """Return a course's page in four queries, five for somebody signed in. Raises Missing."""
    found = published_course(slug)
    card = found.card
    url = public_link(reverse("public_site:course", args=[card.slug]))
    image = public_link(reverse("public_site:course_image", args=[card.slug, share_digest(card)]))
    teacher = _teacher(found)
    return CoursePage(
        found=found,
        teacher=teacher,
        reviews=shown_reviews(card.id, page_size=_REVIEWS),
        learners=learners_total(card.id),
        enrolment=_enrolment(visitor, card.id),
        previews=tuple(
            lesson
            for lesson in found.outline.lessons
            if lesson.is_preview and lesson.kind != "quiz"
        ),
        url=url,
        image_url=image,
        structured=_structured(found, url=url, image=image),
    )


def _enrolment(visitor: Visitor, course_id: UUID) -> EnrolmentInfo | None:
    if not isinstance(visitor, User):
        return None
    enrolment = enrolment_of(visitor.pk, course_id)
    return None if enrolment is None or enrolment.is_withdrawn else enrolment


def _teacher(found: PublishedCourse) -> Teacher | None:
    """The person named on the course, with what its owner said of himself when that is the same one."""
    name = found.card.instructor_name
    if not name:
        return None
    for owner, address, headline, bio, language, slug in _PROFILE.rows(found.owner_id):
        if name == (owner or address):
            return Teacher(name, headline, bio, language, slug or "")
    return Teacher(name)


def _profile(owner_id: UUID) -> "QuerySet[InstructorProfile, Any]":
    return InstructorProfile.objects.filter(
        user_id=owner_id, withdrawn_at=None, user__is_active=True
    ).values_list("user__name", "user__email", "headline", "bio", "bio_language", "slug")


_PROFILE = Written(_profile, ANY_ID)


def _structured(found: PublishedCourse, *, url: str, image: str) -> dict[str, Any]:
    """The course as schema.org's Course, with ratings only where learners gave them."""
    card = found.card
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": card.title,
        "description": card.summary or card.title,
        "url": url,
        "image": image,
        "inLanguage": card.language,
        "educationalLevel": card.level,
        "provider": {
            "@type": "Organization",
            "name": "Sales Mastery Hub",
            "sameAs": public_link("/"),
        },
        "offers": {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "INR"},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": f"PT{card.duration_minutes}M",
        },
    }
    if card.instructor_name:
        facts["hasCourseInstance"]["instructor"] = {
            "@type": "Person",
            "name": card.instructor_name,
        }
    if found.outcomes:
        facts["teaches"] = list(found.outcomes)
    if card.rating.count:
        facts["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": card.rating.average,
            "ratingCount": card.rating.count,
            "bestRating": 5,
            "worstRating": 1,
        }
    return facts
