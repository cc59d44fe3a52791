"""What the API takes and gives for departments and assignments."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from enterprise.selectors.assignment import SHOWS, SORTS
from tenants.api_access.api import visible_text


class DepartmentSerializer(serializers.Serializer):
    """A department in use."""

    id = serializers.UUIDField(source="info.id")
    name = serializers.CharField(source="info.name")
    parent_id = serializers.UUIDField(source="info.parent_id", allow_null=True)
    members = serializers.IntegerField()
    open_assignments = serializers.IntegerField()


class NewDepartmentSerializer(serializers.Serializer):
    """A department to be made."""

    name = serializers.CharField(max_length=80, validators=[visible_text])
    parent_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class AssignmentSerializer(serializers.Serializer):
    """An assignment with its counts of active people."""

    id = serializers.UUIDField()
    course_id = serializers.UUIDField()
    course_title = serializers.CharField()
    department_id = serializers.UUIDField()
    department = serializers.CharField()
    due_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    cancelled_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    people = serializers.IntegerField()
    enrolled = serializers.IntegerField()
    completed = serializers.IntegerField(source="figures.completed")
    on_track = serializers.IntegerField(source="figures.on_track")
    at_risk = serializers.IntegerField(source="figures.at_risk")
    overdue = serializers.IntegerField(source="figures.overdue")


@extend_schema_serializer(many=False)
class AssignmentPageSerializer(serializers.Serializer):
    """One page of assignments, 50 at a time."""

    count = serializers.IntegerField(source="total")
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    results = AssignmentSerializer(source="rows", many=True)


class AssignmentQuerySerializer(serializers.Serializer):
    """Which assignments to list."""

    show = serializers.ChoiceField(choices=SHOWS, required=False, default="open")
    sort = serializers.ChoiceField(choices=SORTS, required=False, default="due")
    search = serializers.CharField(required=False, default="", allow_blank=True, max_length=100)
    department_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    page = serializers.IntegerField(required=False, default=1, min_value=1, max_value=1_000_000)


class NewAssignmentSerializer(serializers.Serializer):
    """A course for departments until the end of a day in the company's zone."""

    course_id = serializers.UUIDField()
    department_ids = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=200
    )
    due_on = serializers.DateField()
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class DueDateSerializer(serializers.Serializer):
    """Another date for an assignment."""

    due_on = serializers.DateField()
