"""Addresses of help, prices, instructors, and what the law asks for."""

from django.urls import path

from public_site.views import about, help, instructor

urlpatterns = [
    path("pricing/", about.pricing, name="pricing"),
    path("about/", about.about, name="about"),
    path("help/", help.help_home, name="help"),
    path("help/<slug:article_slug>/", help.article, name="help_article"),
    path("instructors/<slug:instructor_slug>/", instructor.instructor, name="instructor"),
    path("legal/cookies/", about.cookies, name="cookies"),
    path("legal/grievances/", about.grievances, name="grievances"),
]
