"""The API of people: managers read those of their teams, admins read all and change."""

from dataclasses import replace
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from enterprise.forms.people_api import (
    PeoplePageSerializer,
    PeopleQuerySerializer,
    PersonChangeSerializer,
    PersonSerializer,
)
from enterprise.selectors.department import departments_within
from enterprise.selectors.people import ListFilter, ListRow, list_row, people_page
from tenants.accounts.api import (
    Action,
    PersonStatus,
    Role,
    User,
    change_person,
    may_manage_people,
    may_see_people,
)
from tenants.api_access.api import calls
from tenants.kernel.errors import Missing

_PERSON = OpenApiParameter("person_id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class PersonViewSet(ViewSet):
    """People of the company."""

    permission_classes = (calls("people", read=may_see_people, write=may_manage_people),)
    lookup_url_kwarg = "person_id"
    lookup_value_converter = "uuid"

    @extend_schema(parameters=[PeopleQuerySerializer], responses=PeoplePageSerializer)
    def list(self, request: Request) -> Response:
        """Return a page of people: for a manager those of their teams."""
        query = PeopleQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        data = query.validated_data
        wanted = ListFilter(
            search=data["search"],
            role=Role(data["role"]) if data["role"] else None,
            status=PersonStatus(data["status"]) if data["status"] else None,
            department_id=data["department_id"],
            sort=data["sort"],
            page=data["page"],
        )
        found = people_page(replace(wanted, within=_within(request)))
        return Response(PeoplePageSerializer(found).data)

    @extend_schema(responses=PersonSerializer, parameters=[_PERSON])
    def retrieve(self, request: Request, person_id: UUID) -> Response:
        """Return one person."""
        return Response(PersonSerializer(_row(request, person_id)).data)

    @extend_schema(request=PersonChangeSerializer, responses=PersonSerializer, parameters=[_PERSON])
    def partial_update(self, request: Request, person_id: UUID) -> Response:
        """Change a person's name or job title."""
        data = PersonChangeSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        change_person(person_id=person_id, actor=cast(User, request.user), **data.validated_data)
        return Response(PersonSerializer(_row(request, person_id)).data)


def _within(request: Request) -> tuple[UUID, ...] | None:
    """Return the teams whose people may be seen, in the list or by progress; None means everybody."""
    user = cast(User, request.user)
    found: set[UUID] = set()
    for action in (Action.SEE_PEOPLE, Action.SEE_PROGRESS):
        within = departments_within(user, action)
        if within is None:
            return None
        found.update(within)
    return tuple(found)


def _row(request: Request, person_id: UUID) -> ListRow:
    row = list_row(person_id, within=_within(request))
    if row is None:
        raise Missing(_("There is no such person."))
    return row
