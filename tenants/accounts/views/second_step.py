"""Turning two-step sign-in on: allauth's view, whose first code is then used up."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse

from tenants.accounts.second_step import use_totp_step
from tenants.accounts.step_up import proved_address_required, step_up_required


class ActivateView(ActivateTOTPView):
    """The QR code, and the first code of the app."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Turn it on; the code that proved it signs nobody in."""
        answer: HttpResponse = super().form_valid(form)
        row = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        use_totp_step(row, form.cleaned_data["code"])
        return answer


activate = proved_address_required(step_up_required(ActivateView.as_view()))
