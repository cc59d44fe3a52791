"""Lives in: public only. Companies, their domains, their life, and how their setting up goes."""

from tenants.models.claim import DomainClaim
from tenants.models.domain import Domain
from tenants.models.group import CompanyGroup
from tenants.models.life import CompanyRequest, Erasure, OwnerNotice, TenantStatusChange
from tenants.models.migrating import MigrationRun, MigrationStep, MigrationText
from tenants.models.orphan import OrphanSighting
from tenants.models.provisioning import ProvisioningRun
from tenants.models.relocation import Relocation
from tenants.models.spare import SpareSchema
from tenants.models.template import TemplateScript
from tenants.models.tenant import Tenant

__all__ = [
    "CompanyGroup",
    "CompanyRequest",
    "Domain",
    "DomainClaim",
    "Erasure",
    "MigrationRun",
    "MigrationStep",
    "MigrationText",
    "OrphanSighting",
    "OwnerNotice",
    "ProvisioningRun",
    "Relocation",
    "SpareSchema",
    "TemplateScript",
    "Tenant",
    "TenantStatusChange",
]
