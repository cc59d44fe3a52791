"""The API's forms: what may be asked of courses, and how they are written down."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from learning.catalogue.enums import Industry, Language, Level
from learning.catalogue.selectors.published import PAGE_SIZE, SORTS


class CourseSerializer(serializers.Serializer):
    """A published course in a list."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.ChoiceField(choices=Language.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    industry = serializers.ChoiceField(choices=Industry.choices)
    instructor_name = serializers.CharField()
    version_id = serializers.UUIDField()
    version_number = serializers.IntegerField()
    modules_total = serializers.IntegerField()
    lessons_total = serializers.IntegerField()
    duration_seconds = serializers.IntegerField()
    published_at = serializers.DateTimeField()


class LessonSerializer(serializers.Serializer):
    """A lesson of the outline."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.CharField()
    duration_seconds = serializers.IntegerField()
    is_preview = serializers.BooleanField()


class ModuleSerializer(serializers.Serializer):
    """A module of the outline."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    lessons = LessonSerializer(many=True)


class CourseDetailSerializer(CourseSerializer):
    """A published course with its outline."""

    outcomes = serializers.ListField(child=serializers.CharField())
    modules = ModuleSerializer(many=True)


@extend_schema_serializer(many=False)
class PageSerializer(serializers.Serializer):
    """One page of courses."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    results = CourseSerializer(many=True)


class QuerySerializer(serializers.Serializer):
    """What may be asked of the list."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=200)
    level = serializers.ChoiceField(choices=Level.choices, required=False)
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    industry = serializers.ChoiceField(choices=Industry.choices, required=False)
    sort = serializers.ChoiceField(choices=SORTS, required=False)
    page = serializers.IntegerField(min_value=1, max_value=100_000, required=False)
    page_size = serializers.IntegerField(min_value=1, max_value=100, default=PAGE_SIZE)
