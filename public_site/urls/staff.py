"""Addresses of the platform's staff."""

from django.urls import path

from public_site.views.staff import audit, case, home, reviews, services, support

_CASE = "staff/reviews/<uuid:review_id>/"
urlpatterns = [
    path("staff/", home.home, name="staff"),
    path("staff/audit/", audit.audit, name="staff_audit"),
    path("staff/audit/export.csv", audit.export_csv, name="staff_audit_csv"),
    path("staff/services/", services.outside, name="staff_services"),
    path("staff/reviews/", reviews.reviews, name="staff_reviews"),
    path("staff/reviews/export.csv", reviews.export_csv, name="staff_reviews_csv"),
    path("staff/reviews/export.xlsx", reviews.export_xlsx, name="staff_reviews_xlsx"),
    path(_CASE, case.case, name="staff_review"),
    path(f"{_CASE}claim/", case.claim, name="staff_claim"),
    path(f"{_CASE}release/", case.release, name="staff_release"),
    path(f"{_CASE}take-over/", case.take_over, name="staff_take_over"),
    path(f"{_CASE}note/", case.note, name="staff_note"),
    path(f"{_CASE}ask/", case.ask, name="staff_ask"),
    path(f"{_CASE}approve/", case.approve, name="staff_approve"),
    path(f"{_CASE}decline/", case.decline, name="staff_decline"),
    path(f"{_CASE}undo/", case.undo, name="staff_undo"),
    path("staff/companies/<uuid:company_id>/look-in/", support.look_in, name="staff_look_in"),
]
