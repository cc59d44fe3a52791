"""The API of departments and assignments, for admins of the company."""

from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from enterprise.forms.api import (
    AssignmentPageSerializer,
    AssignmentQuerySerializer,
    AssignmentSerializer,
    DepartmentSerializer,
    DueDateSerializer,
    NewAssignmentSerializer,
    NewDepartmentSerializer,
)
from enterprise.policies import (
    can_assign_courses,
    can_manage_teams,
    can_see_assignments,
    can_see_assignments_of,
)
from enterprise.selectors.assignment import AssignmentFilter, assignment_page, assignment_row
from enterprise.selectors.department import (
    DepartmentRow,
    department_rows,
    departments_within,
)
from enterprise.services.assignment import (
    assign_course,
    cancel_assignment,
    change_due_date,
    restore_assignment,
)
from enterprise.services.department import create_department
from tenants.accounts.api import Action, User
from tenants.api_access.api import calls
from tenants.kernel.clock import now
from tenants.kernel.errors import Missing

_ASSIGNMENT = OpenApiParameter("assignment_id", OpenApiTypes.UUID, OpenApiParameter.PATH)
_DEPARTMENT = OpenApiParameter("department_id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class DepartmentViewSet(ViewSet):
    """The company's departments in use."""

    permission_classes = (calls("teams", read=can_manage_teams, write=can_manage_teams),)
    lookup_url_kwarg = "department_id"
    lookup_value_converter = "uuid"

    @extend_schema(responses=DepartmentSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Return all departments in use, each after the one above it."""
        return Response(DepartmentSerializer(department_rows(), many=True).data)

    @extend_schema(responses=DepartmentSerializer, parameters=[_DEPARTMENT])
    def retrieve(self, request: Request, department_id: UUID) -> Response:
        """Return one department."""
        return Response(DepartmentSerializer(_department(department_id)).data)

    @extend_schema(request=NewDepartmentSerializer, responses={201: DepartmentSerializer})
    def create(self, request: Request) -> Response:
        """Make a department."""
        data = NewDepartmentSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        row = create_department(**data.validated_data, actor=_actor(request))
        made = DepartmentSerializer(_department(row.id)).data
        return Response(made, status=status.HTTP_201_CREATED)


class AssignmentViewSet(ViewSet):
    """Courses given to departments."""

    permission_classes = (calls("assignments", read=can_see_assignments, write=can_assign_courses),)
    lookup_url_kwarg = "assignment_id"
    lookup_value_converter = "uuid"

    @extend_schema(parameters=[AssignmentQuerySerializer], responses=AssignmentPageSerializer)
    def list(self, request: Request) -> Response:
        """Return a page of assignments."""
        query = AssignmentQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        within = departments_within(_actor(request), Action.SEE_ASSIGNMENTS)
        found = assignment_page(AssignmentFilter(**query.validated_data, within=within), now=now())
        return Response(AssignmentPageSerializer(found).data)

    @extend_schema(responses=AssignmentSerializer, parameters=[_ASSIGNMENT])
    def retrieve(self, request: Request, assignment_id: UUID) -> Response:
        """Return one assignment, cancelled or not."""
        return Response(_assignment(request, assignment_id))

    @extend_schema(
        request=NewAssignmentSerializer, responses={201: AssignmentSerializer(many=True)}
    )
    def create(self, request: Request) -> Response:
        """Assign a course to departments: one assignment for each."""
        data = NewAssignmentSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        ids = assign_course(**data.validated_data, actor=_actor(request))
        return Response([_assignment(request, one) for one in ids], status=status.HTTP_201_CREATED)

    @extend_schema(
        request=DueDateSerializer, responses=AssignmentSerializer, parameters=[_ASSIGNMENT]
    )
    def partial_update(self, request: Request, assignment_id: UUID) -> Response:
        """Move the due date."""
        data = DueDateSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        change_due_date(assignment_id=assignment_id, **data.validated_data, actor=_actor(request))
        return Response(_assignment(request, assignment_id))

    @extend_schema(request=None, responses=AssignmentSerializer, parameters=[_ASSIGNMENT])
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, assignment_id: UUID) -> Response:
        """Take the assignment back; what people learned stays theirs."""
        cancel_assignment(assignment_id=assignment_id, actor=_actor(request))
        return Response(_assignment(request, assignment_id))

    @extend_schema(request=None, responses=AssignmentSerializer, parameters=[_ASSIGNMENT])
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, assignment_id: UUID) -> Response:
        """Undo a cancellation."""
        restore_assignment(assignment_id=assignment_id, actor=_actor(request))
        return Response(_assignment(request, assignment_id))


def _actor(request: Request) -> User:
    return cast(User, request.user)


def _department(department_id: UUID) -> DepartmentRow:
    for row in department_rows():
        if row.info.id == department_id:
            return row
    raise Missing(_("There is no such department."))


def _assignment(request: Request, assignment_id: UUID) -> dict[str, Any]:
    row = assignment_row(assignment_id, now=now())
    if row is None or not can_see_assignments_of(_actor(request), row.department_id):
        raise Missing(_("There is no such assignment."))
    return cast(dict[str, Any], AssignmentSerializer(row).data)
