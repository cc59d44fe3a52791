"""What other apps may ask of the directory of companies."""

from tenants.selectors.company import Change, Claim, CompanyLife, company_life, pending_requests
from tenants.selectors.groups import GroupInfo, group, group_companies, groups
from tenants.services.asking import ask_closing, ask_details, ask_domain, ask_reopening
from tenants.services.provisioning import Progress, progress, start_company
from tenants.services.slugs import clean_slug, ensure_free

__all__ = [
    "Change",
    "Claim",
    "CompanyLife",
    "GroupInfo",
    "Progress",
    "ask_closing",
    "ask_details",
    "ask_domain",
    "ask_reopening",
    "clean_slug",
    "company_life",
    "ensure_free",
    "group",
    "group_companies",
    "groups",
    "pending_requests",
    "progress",
    "start_company",
]
