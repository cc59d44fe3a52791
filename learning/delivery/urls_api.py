"""Delivery's part of the API: a learner's own enrolments."""

from rest_framework.routers import SimpleRouter

from learning.delivery.views.api import EnrolmentViewSet

router = SimpleRouter(use_regex_path=False)
router.register("enrolments", EnrolmentViewSet, basename="enrolment")
urlpatterns = router.urls
