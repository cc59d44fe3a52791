"""Which modules declare what is held about people, from the roof to the ground floor.

Erasure goes through them in this order, so rows go before those they hang on.
"""

PERSONAL_DATA = [
    "public_site.personal",
    "enterprise.personal",
    "learning.guidance.personal",
    "learning.engagement.personal",
    "learning.credentials.personal",
    "learning.assessment.personal",
    "learning.delivery.personal",
    "learning.catalogue.personal",
    "tenants.privacy.personal",
    "tenants.api_access.personal",
    # Mails before the log, which knows whose they are.
    "tenants.kernel.held",
    "tenants.notify.personal",
    "tenants.accounts.personal",
]
