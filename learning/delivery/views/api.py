"""The API on one's own enrolments; there is none on anybody else's."""

from typing import cast
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from learning.delivery.forms.player import (
    EnrolmentSerializer,
    LessonWatchSerializer,
    WatchResultSerializer,
)
from learning.delivery.selectors.enrolment import EnrolmentInfo, enrolment_by_id, enrolments_of
from learning.delivery.services.playback import record_watch
from tenants.accounts.api import User
from tenants.api_access.api import calls

_ID = OpenApiParameter("enrolment_id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class EnrolmentViewSet(ViewSet):
    """A learner's own enrolments and their progress."""

    permission_classes = (calls("learning"),)
    lookup_url_kwarg = "enrolment_id"
    lookup_value_converter = "uuid"

    @extend_schema(responses=EnrolmentSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Return one's own enrolments, the last active first."""
        infos = enrolments_of(_user(request).id)
        return Response(EnrolmentSerializer(infos, many=True).data)

    @extend_schema(responses=EnrolmentSerializer, parameters=[_ID])
    def retrieve(self, request: Request, enrolment_id: UUID) -> Response:
        """Return one of one's own enrolments."""
        return Response(EnrolmentSerializer(_own(request, enrolment_id)).data)

    @extend_schema(request=LessonWatchSerializer, responses=WatchResultSerializer, parameters=[_ID])
    @action(detail=True, methods=["post"])
    def progress(self, request: Request, enrolment_id: UUID) -> Response:
        """Report what was watched of a video lesson, for players other than the page's own."""
        info = _own(request, enrolment_id)
        report = LessonWatchSerializer(data=request.data)
        report.is_valid(raise_exception=True)
        result = record_watch(enrolment_id=info.id, **report.validated_data)
        return Response(WatchResultSerializer(result).data)


def _user(request: Request) -> User:
    return cast(User, request.user)


def _own(request: Request, enrolment_id: UUID) -> EnrolmentInfo:
    info = enrolment_by_id(enrolment_id)
    if info is None or info.learner_id != _user(request).id or info.is_withdrawn:
        raise NotFound
    return info
