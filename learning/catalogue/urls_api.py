"""The catalogue's part of the API."""

from rest_framework.routers import SimpleRouter

from learning.catalogue.views.api import CourseViewSet

router = SimpleRouter(use_regex_path=False)
router.register("courses", CourseViewSet, basename="course")
urlpatterns = router.urls
