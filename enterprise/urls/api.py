"""Addresses of the API of departments, assignments and people, under `/api/v1/`."""

from rest_framework.routers import SimpleRouter

from enterprise.views.api import AssignmentViewSet, DepartmentViewSet
from enterprise.views.people_api import PersonViewSet

router = SimpleRouter(use_regex_path=False)
router.register("assignments", AssignmentViewSet, basename="assignments")
router.register("departments", DepartmentViewSet, basename="departments")
router.register("people", PersonViewSet, basename="people")
app_name = "enterprise_api"
urlpatterns = router.urls
