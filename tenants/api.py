"""What other apps may ask of the directory of companies."""

from tenants.services.provisioning import Progress, progress, start_company
from tenants.services.slugs import clean_slug, ensure_free

__all__ = ["Progress", "clean_slug", "ensure_free", "progress", "start_company"]
