"""Addresses of certificates, on both kinds of host."""

from django.urls import path

from learning.credentials.views import certificate, manage

app_name = "credentials"
urlpatterns = [
    path("learn/certificates/", certificate.my_certificates, name="my_certificates"),
    path("learn/certificates/for/<uuid:course_id>/", certificate.of_course, name="of_course"),
    path("learn/certificates/<uuid:certificate_id>/", certificate.certificate, name="certificate"),
    path("learn/certificates/<uuid:certificate_id>/state/", certificate.state, name="state"),
    path("learn/certificates/<uuid:certificate_id>/pdf/", certificate.pdf, name="pdf"),
    path("learn/certificates/<uuid:certificate_id>/json/", certificate.credential, name="json"),
    path("learn/certificates/<uuid:certificate_id>/logo/", certificate.logo, name="logo"),
    path(
        "learn/certificates/<uuid:certificate_id>/background/",
        certificate.background,
        name="background",
    ),
    path("manage/certificates/", manage.certificates, name="manage_certificates"),
    path("manage/certificates/export/", manage.export, name="export_certificates"),
    path(
        "manage/certificates/<uuid:certificate_id>/", manage.certificate, name="manage_certificate"
    ),
    path("manage/certificates/<uuid:certificate_id>/revoke/", manage.revoke, name="revoke"),
    path(
        "manage/certificates/<uuid:certificate_id>/reinstate/", manage.reinstate, name="reinstate"
    ),
]
