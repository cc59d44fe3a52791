"""The front door of this app for those above it."""

from enterprise.selectors.branding import BrandInfo, brand_of_company

__all__ = ["BrandInfo", "brand_of_company"]
