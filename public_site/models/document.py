"""Lives in: public only. Papers that belong to an application."""

from django.db import models

from public_site.enums import DocumentKind
from public_site.models.review import Review
from tenants.kernel.clock import now
from tenants.kernel.ids import uuid7


class ReviewDocument(models.Model):
    """One uploaded paper. Its type is what its content is, never what its name says."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=DocumentKind)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=255)
    content_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # Of a PDF; 1 for a picture.
    pages = models.PositiveIntegerField(default=1)
    uploaded_at = models.DateTimeField(default=now)
    # A removed paper stays where a reviewer has seen it; the applicant no longer does.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["uploaded_at", "id"]

    def __str__(self) -> str:
        return self.name
