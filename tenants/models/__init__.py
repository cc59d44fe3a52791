"""Lives in: public only. Companies, their domains, and how their setting up goes."""

from tenants.models.domain import Domain
from tenants.models.provisioning import ProvisioningRun
from tenants.models.tenant import Tenant

__all__ = ["Domain", "ProvisioningRun", "Tenant"]
