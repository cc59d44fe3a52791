"""Addresses of signing in by phone or employee ID, and of shared devices; part of `accounts`."""

from django.urls import path

from tenants.accounts.views import employee, number, phone

urlpatterns = [
    path("phone/", phone.number, name="phone"),
    path("phone/code/", phone.code, name="phone_code"),
    path("phone/again/", phone.again, name="phone_again"),
    path("phone/name/", phone.name, name="phone_name"),
    path("number/", number.number, name="number"),
    path("number/code/", number.code, name="number_code"),
    path("number/remove/", number.remove, name="number_remove"),
    path("confirm/phone/", number.step_up, name="step_up_phone"),
    path("employee/", employee.employee, name="employee"),
    path("employee/text/", employee.text, name="employee_text"),
    path("pin/", employee.pin, name="pin"),
    path("pin/remove/", employee.pin_remove, name="pin_remove"),
    path("still-here/", employee.still_here, name="still_here"),
    path("leave/", employee.leave, name="leave"),
]
