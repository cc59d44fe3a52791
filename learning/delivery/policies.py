"""Who may decide on reviews: a company's admins, our staff, and who was given this action."""

from tenants.accounts.api import Action, allows

can_moderate_reviews = allows(Action.MODERATE_REVIEWS)
