"""What pages of certificates are sent, and what the API answers."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from learning.credentials.selectors.certificate import CertificateFilter
from learning.credentials.services.revocation import LONGEST_REASON

STATUSES = ("valid", "revoked")


class FilterForm(forms.Form):
    """The list's filters. What cannot be read counts as not asked for."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    status = forms.ChoiceField(required=False, choices=[(word, word) for word in STATUSES])
    course = forms.UUIDField(required=False)

    def wanted(self) -> CertificateFilter:
        """Return what is looked for."""
        self.is_valid()
        course: UUID | None = self.cleaned_data.get("course")
        return CertificateFilter(
            text=self.cleaned_data.get("q", ""),
            status=self.cleaned_data.get("status", ""),
            course_id=course,
        )


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever checks the certificate reads this. Name no one."),
    )


class CertificateSerializer(serializers.Serializer[Any]):
    """One of one's own certificates. `credential` is the signed Open Badges 3.0 document."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    course_id = serializers.UUIDField()
    course_title = serializers.CharField()
    version_number = serializers.IntegerField()
    learner_name = serializers.CharField()
    learner_native_name = serializers.CharField()
    issuer_name = serializers.CharField()
    score_percent = serializers.IntegerField(allow_null=True)
    issued_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    revoked_reason = serializers.CharField()
    state = serializers.CharField()
    pdf_sha256 = serializers.CharField()


class CertificateDetailSerializer(CertificateSerializer):
    """The same with the signed document."""

    credential = serializers.JSONField()
