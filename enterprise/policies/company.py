"""Who sees and changes how the company itself stands: its owners."""

from tenants.accounts.api import Action, allows

may_own_company = allows(Action.OWN_COMPANY)
