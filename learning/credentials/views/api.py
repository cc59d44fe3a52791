"""The API on one's own certificates; there is none on anybody else's."""

from typing import cast
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from learning.credentials.forms import CertificateDetailSerializer, CertificateSerializer
from learning.credentials.models import Certificate
from learning.credentials.selectors.certificate import own_certificates
from tenants.accounts.api import User
from tenants.api_access.api import calls

_ID = OpenApiParameter("certificate_id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class CertificateViewSet(GenericViewSet[Certificate]):
    """A learner's own certificates."""

    permission_classes = (calls("learning"),)
    lookup_url_kwarg = "certificate_id"
    lookup_value_converter = "uuid"
    pagination_class = LimitOffsetPagination
    serializer_class = CertificateSerializer
    filter_backends = ()
    queryset = Certificate.objects.none()

    @extend_schema(responses=CertificateSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Return one's own certificates, the latest first, without their signed documents."""
        found = own_certificates(_user(request).id).defer("credential")
        page = self.paginate_queryset(found)
        return self.get_paginated_response(CertificateSerializer(page, many=True).data)

    @extend_schema(responses=CertificateDetailSerializer, parameters=[_ID])
    def retrieve(self, request: Request, certificate_id: UUID) -> Response:
        """Return one of one's own certificates with its signed document."""
        row = own_certificates(_user(request).id).filter(id=certificate_id).first()
        if row is None:
            raise NotFound
        return Response(CertificateDetailSerializer(row).data)


def _user(request: Request) -> User:
    return cast(User, request.user)
