"""What the API takes and gives for people."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from tenants.accounts.api import COMPANY_ROLES, SORTS, PersonStatus
from tenants.api_access.api import visible_text


class PersonSerializer(serializers.Serializer):
    """A person of the company."""

    id = serializers.UUIDField(source="info.id")
    name = serializers.CharField(source="info.name")
    native_name = serializers.CharField(source="info.native_name")
    email = serializers.CharField(source="info.email", help_text="Empty for people without one.")
    job_title = serializers.CharField(source="info.job_title")
    employee_id = serializers.CharField(source="info.employee_id")
    department = serializers.CharField()
    roles = serializers.SerializerMethodField()
    status = serializers.ChoiceField(choices=PersonStatus.choices, source="info.status")
    date_joined = serializers.DateTimeField(source="info.date_joined")
    last_seen_at = serializers.DateTimeField(source="info.last_seen_at", allow_null=True)

    def get_roles(self, row: object) -> list[str]:
        """Return what was granted; that everybody is a learner is not said."""
        return sorted(str(role) for role in row.info.granted)  # type: ignore[attr-defined]


@extend_schema_serializer(many=False)
class PeoplePageSerializer(serializers.Serializer):
    """One page of people, 50 at a time."""

    count = serializers.IntegerField(source="total")
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    results = PersonSerializer(source="rows", many=True)


class PeopleQuerySerializer(serializers.Serializer):
    """Which people to list."""

    search = serializers.CharField(required=False, default="", allow_blank=True, max_length=100)
    role = serializers.ChoiceField(
        choices=[role.value for role in COMPANY_ROLES], required=False, default=None
    )
    status = serializers.ChoiceField(choices=PersonStatus.choices, required=False, default=None)
    department_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    sort = serializers.ChoiceField(choices=SORTS, required=False, default="name")
    page = serializers.IntegerField(required=False, default=1, min_value=1, max_value=1_000_000)


class PersonChangeSerializer(serializers.Serializer):
    """What an admin may change about a person here."""

    name = serializers.CharField(required=False, max_length=150, validators=[visible_text])
    job_title = serializers.CharField(required=False, allow_blank=True, max_length=120)
