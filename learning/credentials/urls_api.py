"""Credentials' part of the API: a learner's own certificates."""

from rest_framework.routers import SimpleRouter

from learning.credentials.views.api import CertificateViewSet

router = SimpleRouter()
router.register("certificates", CertificateViewSet, basename="certificate")
urlpatterns = router.urls
