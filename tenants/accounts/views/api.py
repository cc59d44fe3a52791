"""The API of one's own account."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from tenants.accounts.models import User
from tenants.accounts.selectors.person import person_info
from tenants.accounts.serializers import MeSerializer


@extend_schema(responses=MeSerializer)
@api_view(["GET"])
def me(request: Request) -> Response:
    """Return who is signed in, with all their roles."""
    return Response(MeSerializer(person_info(cast(User, request.user))).data)
