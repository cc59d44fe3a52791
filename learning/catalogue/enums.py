"""The closed lists of the catalogue."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CourseStatus(TextChoices):
    """Where a course is in its life."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Level(TextChoices):
    """How much a learner should know before."""

    BEGINNER = "beginner", _("Beginner")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class Industry(TextChoices):
    """The kind of selling a course is about."""

    GENERAL = "general", _("General sales")
    B2B = "b2b", _("B2B")
    B2C = "b2c", _("B2C")
    SAAS = "saas", _("SaaS")
    RETAIL = "retail", _("Retail")
    REAL_ESTATE = "real_estate", _("Real estate")
    LEADERSHIP = "leadership", _("Sales leadership")


class Skill(TextChoices):
    """What a salesperson can get better at; a course names those it trains."""

    PROSPECTING = "prospecting", _("Prospecting")
    DISCOVERY = "discovery", _("Finding the need")
    PITCH = "pitch", _("Showing value")
    OBJECTIONS = "objections", _("Handling objections")
    CLOSING = "closing", _("Negotiating and closing")
    FOLLOW_UP = "follow_up", _("CRM and follow-up")


class CareerLevel(TextChoices):
    """The stage of a career that a path is for (spec 1.2)."""

    FRESHER = "fresher", _("Fresher")
    MID = "mid", _("Mid-level")
    SENIOR = "senior", _("Senior")


class PathStatus(TextChoices):
    """Whether learners see a career path."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Figure(TextChoices):
    """The drawing on a course's cover."""

    STEPS = "steps", _("Steps")
    TALK = "talk", _("Talk")
    ROUTE = "route", _("Route")
    FUNNEL = "funnel", _("Funnel")
    GRID = "grid", _("Grid")
    ARCS = "arcs", _("Arcs")


class LessonKind(TextChoices):
    """What a lesson is made of."""

    TEXT = "text", _("Text")
    VIDEO = "video", _("Video")
    QUIZ = "quiz", _("Quiz")


class Format(TextChoices):
    """What a learner does in a course: read, watch, answer. Follows from its lessons' kinds."""

    VIDEO = "video", _("Video")
    INTERACTIVE = "interactive", _("Interactive, with quizzes")
    READING = "reading", _("Reading")


class Length(TextChoices):
    """How long a course takes somebody who studies three hours a week, in seconds of lessons."""

    SHORT = "short", _("Up to 20 minutes")
    HOUR = "hour", _("20 minutes to an hour")
    WEEK = "week", _("Up to a week")
    WEEKS = "weeks", _("1–4 weeks")
    MONTHS = "months", _("1–3 months")
    LONG = "long", _("3 months or more")


class MediaKind(TextChoices):
    """What an uploaded file is, by its content."""

    VIDEO = "video", _("Video")
    IMAGE = "image", _("Image")
    DOCUMENT = "document", _("Document")


class MediaStatus(TextChoices):
    """How far the worker is with an uploaded file."""

    UPLOADED = "uploaded", _("Waiting for the worker")
    PROCESSING = "processing", _("Processing")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class Language(TextChoices):
    """Languages courses and captions are written in; each is named in itself."""

    ENGLISH = "en", "English"
    HINDI = "hi", "हिंदी"
    TAMIL = "ta", "தமிழ்"
    TELUGU = "te", "తెలుగు"
    BENGALI = "bn", "বাংলা"
