"""Adding a passkey, always one that signs in by itself; renaming and removing one."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.http import Http404, HttpRequest, HttpResponseBase

from tenants.accounts.step_up import proved_address_required, step_up_required


class AddView(AddWebAuthnView):
    """Ask the device for a passkey that it keeps and unlocks (a discoverable credential)."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page's script hands to the browser."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {
            "creation_options": auth.begin_registration(self.request.user, passwordless=True)  # type: ignore[arg-type]
        }
        context["form"] = kwargs.get("form") or context["form"]
        return context

    def get_success_url(self) -> str:
        """Back to the list. Recovery codes belong to two-step sign-in and go where that is off."""
        own = Authenticator.objects.filter(user=self.request.user)  # type: ignore[misc]
        if not own.filter(type=Authenticator.Type.TOTP).exists():
            own.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
            self.did_generate_recovery_codes = False
        if self.did_generate_recovery_codes:
            return str(super().get_success_url())
        return "/account/two-step/webauthn/"


add = proved_address_required(step_up_required(AddView.as_view()))


def _number(request: HttpRequest) -> int:
    """The row's number from the query; allauth's views look it up among one's own."""
    text = request.GET.get("passkey", "")
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Http404
    return int(text)


@step_up_required
def rename(request: HttpRequest) -> HttpResponseBase:
    """Give a passkey another name."""
    return EditWebAuthnView.as_view()(request, pk=_number(request))


@step_up_required
def remove(request: HttpRequest) -> HttpResponseBase:
    """Remove a passkey."""
    return RemoveWebAuthnView.as_view()(request, pk=_number(request))
