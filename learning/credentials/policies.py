"""Who may do what with certificates: a company's admins, our staff, and who was given these actions."""

from tenants.accounts.api import Action, allows

can_see_certificates = allows(Action.SEE_CERTIFICATES)
can_revoke_certificates = allows(Action.REVOKE_CERTIFICATES)
