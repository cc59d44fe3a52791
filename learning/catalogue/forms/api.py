"""The API's forms: what may be asked of courses, and how they are written down."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from learning.catalogue.enums import Format, Industry, Language, Length, Level
from learning.catalogue.selectors.facets import PAGE_SIZE, CatalogueQuery
from learning.catalogue.selectors.published import SORTS


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
    level = serializers.MultipleChoiceField(choices=Level.choices, required=False)
    language = serializers.MultipleChoiceField(choices=Language.choices, required=False)
    industry = serializers.MultipleChoiceField(choices=Industry.choices, required=False)
    length = serializers.MultipleChoiceField(choices=Length.choices, required=False)
    format = serializers.MultipleChoiceField(choices=Format.choices, required=False)
    # A program reads no language that could come first.
    sort = serializers.ChoiceField(
        choices=[one for one in SORTS if one != "language"], required=False
    )
    page = serializers.IntegerField(min_value=1, max_value=100_000, required=False)
    page_size = serializers.IntegerField(min_value=1, max_value=100, default=PAGE_SIZE)

    def query(self) -> CatalogueQuery:
        """Return what to look for, once the form is valid."""
        asked: dict[str, Any] = {
            name: tuple(sorted(value)) if isinstance(value, set) else value
            for name, value in self.validated_data.items()
        }
        return CatalogueQuery(**asked)
