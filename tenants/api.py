"""What other apps may ask of the directory of companies."""

from tenants.enums import Mover, TenantStatus
from tenants.life import targets
from tenants.selectors.companies import (
    PAGE_SIZE,
    CompaniesFilter,
    CompanyRow,
    ErasureReport,
    companies,
    company_lines,
    company_row,
    count_companies,
    erasure_report,
)
from tenants.selectors.company import (
    Change,
    Claim,
    CompanyLife,
    company_life,
    pending_domains,
    pending_requests,
)
from tenants.selectors.groups import GroupInfo, group, group_companies, groups
from tenants.services.asking import ask_closing, ask_details, ask_domain, ask_reopening
from tenants.services.provisioning import TRIAL_SEATS, Progress, progress, start_company
from tenants.services.slugs import clean_slug, ensure_free
from tenants.services.staff import (
    can_keep_companies,
    change_group,
    create_group,
    move_company,
    put_into_group,
    take_out_of_group,
)

__all__ = [
    "PAGE_SIZE",
    "TRIAL_SEATS",
    "Change",
    "Claim",
    "CompaniesFilter",
    "CompanyLife",
    "CompanyRow",
    "ErasureReport",
    "GroupInfo",
    "Mover",
    "Progress",
    "TenantStatus",
    "ask_closing",
    "ask_details",
    "ask_domain",
    "ask_reopening",
    "can_keep_companies",
    "change_group",
    "clean_slug",
    "companies",
    "company_life",
    "company_lines",
    "company_row",
    "count_companies",
    "create_group",
    "ensure_free",
    "erasure_report",
    "group",
    "group_companies",
    "groups",
    "move_company",
    "pending_domains",
    "pending_requests",
    "progress",
    "put_into_group",
    "start_company",
    "take_out_of_group",
    "targets",
]
