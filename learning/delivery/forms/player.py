"""What the player and the pages send."""

from typing import Any

from rest_framework import serializers

SHOWS = ("active", "completed", "all")
# A player that reports every ten seconds has a handful; a day of skipping about stays below this.
MOST_RANGES = 500
_DAY_MS = 24 * 3600 * 1000


class WatchSerializer(serializers.Serializer[Any]):
    """What a player reports: the ranges that played and where it stands, in milliseconds."""

    ranges = serializers.ListField(
        child=serializers.ListField(
            child=serializers.IntegerField(min_value=0, max_value=_DAY_MS),
            min_length=2,
            max_length=2,
        ),
        max_length=MOST_RANGES,
        allow_empty=True,
    )
    position_ms = serializers.IntegerField(min_value=0, max_value=_DAY_MS)


class LessonWatchSerializer(WatchSerializer):
    """The same, for an address that does not name the lesson."""

    lesson_id = serializers.UUIDField()


class WatchResultSerializer(serializers.Serializer[Any]):
    """What a player is told: credited so far, and whether lesson and course are done."""

    position_ms = serializers.IntegerField()
    watched_ms = serializers.IntegerField()
    duration_ms = serializers.IntegerField()
    percent = serializers.IntegerField()
    lesson_done = serializers.BooleanField()
    course_done = serializers.BooleanField()


class EnrolmentSerializer(serializers.Serializer[Any]):
    """One's own enrolment."""

    id = serializers.UUIDField()
    course_id = serializers.UUIDField()
    version_id = serializers.UUIDField()
    source = serializers.CharField()  # type: ignore[assignment]  # the name of a field, too
    state = serializers.CharField()
    enrolled_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    last_activity_at = serializers.DateTimeField(allow_null=True)
    lessons_total = serializers.IntegerField()
    lessons_done = serializers.IntegerField()
    current_lesson_id = serializers.UUIDField(allow_null=True)


def shown(asked: str) -> str:
    """Return which of a learner's courses a page shows; what is unknown means those in progress."""
    return asked if asked in SHOWS else SHOWS[0]
