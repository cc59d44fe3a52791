"""What the API gives about the person who asks."""

from rest_framework import serializers


class MeSerializer(serializers.Serializer):
    """The person who is signed in."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    native_name = serializers.CharField()
    native_language = serializers.CharField()
    email = serializers.CharField()
    job_title = serializers.CharField()
    language = serializers.CharField(help_text="Empty for the company's, or the browser's.")
    roles = serializers.SerializerMethodField()

    def get_roles(self, info: object) -> list[str]:
        """Return all roles, with what each implies."""
        return sorted(str(role) for role in info.roles)  # type: ignore[attr-defined]
