"""Addresses of the API of departments and assignments, under `/api/v1/`."""

from rest_framework.routers import SimpleRouter

from enterprise.views.api import AssignmentViewSet, DepartmentViewSet

router = SimpleRouter(use_regex_path=False)
router.register("assignments", AssignmentViewSet, basename="assignments")
router.register("departments", DepartmentViewSet, basename="departments")
app_name = "enterprise_api"
urlpatterns = router.urls
