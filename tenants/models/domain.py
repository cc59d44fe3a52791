"""Lives in: public only. The host names a company answers to."""

from django.db import models
from django_tenants.models import DomainMixin

from tenants.kernel.ids import uuid7


class Domain(DomainMixin):
    """A host name, lower case, without port. One per company is primary: links are built from it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_primary=True), name="one_primary_domain"
            )
        ]

    def __str__(self) -> str:
        return self.domain
