"""The API's view of published courses."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from learning.catalogue.forms.api import (
    CourseDetailSerializer,
    CourseSerializer,
    ModuleSerializer,
    PageSerializer,
    QuerySerializer,
)
from learning.catalogue.selectors.published import list_published, published_course
from tenants.api_access.api import calls


class CourseViewSet(ViewSet):
    """Published courses: the company's own, or the marketplace's on the public host."""

    permission_classes = (calls("courses"),)
    lookup_url_kwarg = "course_id"
    lookup_value_converter = "uuid"

    @extend_schema(parameters=[QuerySerializer], responses=PageSerializer)
    def list(self, request: Request) -> Response:
        """List published courses, filtered, sorted, in pages."""
        asked = QuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = list_published(asked.query())
        body: dict[str, Any] = {
            "count": found.total,
            "page": found.page,
            "pages": found.pages,
            "results": found.cards,
        }
        return Response(PageSerializer(body).data)

    @extend_schema(
        parameters=[OpenApiParameter("course_id", UUID, OpenApiParameter.PATH)],
        responses=CourseDetailSerializer,
    )
    def retrieve(self, request: Request, course_id: UUID) -> Response:
        """Return one published course with the outline of its current version."""
        course = published_course(course_id)
        card = CourseSerializer(course.card).data
        modules = ModuleSerializer(course.outline.modules, many=True).data
        return Response({**card, "outcomes": list(course.outcomes), "modules": modules})
