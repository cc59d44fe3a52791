"""Addresses of checking a certificate, and of the keys that signed it."""

from django.urls import path

from public_site.views import verification

urlpatterns = [
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:code>/", verification.certificate, name="certificate"),
]

# Fixed by the did:web method; they belong to no page.
well_known = [
    path(".well-known/did.json", verification.platform_key, name="did_platform"),
    path("issuers/<uuid:issuer_id>/did.json", verification.issuer_key, name="did_issuer"),
]
