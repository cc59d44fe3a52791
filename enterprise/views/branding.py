"""The brand: the page where it is set, and the files that pages wear."""

import hashlib
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprise.forms.branding import BrandingForm
from enterprise.policies import can_manage_brand
from enterprise.selectors.branding import (
    brand_of_company,
    icon_of_company,
    picture_of_company,
    sample_certificate,
    try_colour,
)
from enterprise.services.brand_picture import LOGO_BYTES_MAX, PICTURE_BYTES_MAX
from enterprise.services.branding import restore_pictures, save_branding, undo_token
from enterprise.views.access import asks, person
from learning.credentials.api import Sheet
from tenants.kernel.errors import Conflict, DomainError

_FOR_EVER = 365 * 24 * 3600
_TYPES = {"logo": "image/png", "picture": "image/webp", "background": "image/jpeg"}


@asks(can_manage_brand)
@require_http_methods(["GET", "HEAD", "POST"])
def branding(request: HttpRequest) -> HttpResponse:
    """Show and save colour, pictures, signatory and frame, with a preview of what wears them."""
    brand = brand_of_company()
    initial = {
        "colour": brand.asked_colour,
        "signatory_name": brand.signatory_name,
        "signatory_title": brand.signatory_title,
        "frame": brand.frame,
    }
    form = BrandingForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = save_branding(actor=person(request), **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            token = undo_token(before=brand, after=row)
            undo = reverse("enterprise:branding_restore") + f"?{urlencode({'removed': token})}"
            messages.success(
                request,
                _("Saved. Pages, mails and new certificates wear it now.")
                if row.colour == row.asked_colour
                else _("Saved, a little darker: white text could not be read on %(colour)s.")
                % {"colour": row.asked_colour},
                extra_tags=f"undo:{undo}" if token else "",
            )
            return redirect("enterprise:branding")
    context = {
        "form": form,
        "saved": brand,
        "tried": try_colour(brand.asked_colour),
        "logo_bytes": LOGO_BYTES_MAX,
        "picture_bytes": PICTURE_BYTES_MAX,
        "sheet": _sample(request, {name: str(value) for name, value in initial.items()}),
    }
    return render(request, "enterprise/branding.html", context, status=422 if form.errors else 200)


@asks(can_manage_brand)
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Bring back the pictures that were just removed."""
    try:
        restore_pictures(token=request.GET.get("removed", ""), actor=person(request))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("It is back."))
    return redirect("enterprise:branding")


@asks(can_manage_brand)
@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """Show how a certificate would look (`?colour=&frame=…`) while it is decided; nothing is saved."""
    context = {"sheet": _sample(request, request.GET.dict()), "saved": brand_of_company()}
    return render(request, "enterprise/_brand_certificate.html", context)


def _sample(request: HttpRequest, wanted: dict[str, str]) -> Sheet:
    names = ("colour", "frame", "signatory_name", "signatory_title")
    return sample_certificate(
        **{name: wanted.get(name, "")[:120] for name in names},
        learner_name=person(request).display_name,
    )


@asks(can_manage_brand)
@require_safe
def colour(request: HttpRequest) -> HttpResponse:
    """Show what would become of a colour (`?colour=`) while it is chosen; nothing is saved."""
    context: dict[str, object] = {}
    try:
        context["tried"] = try_colour(request.GET.get("colour", ""))
    except DomainError as error:
        context["error"] = error.message
    return render(request, "enterprise/_brand_colour.html", context)


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    """Send the company's one line of CSS. Its address changes with the colour."""
    brand = brand_of_company()
    # [data-tenant] as well: a preview may wear this brand inside a page that wears another.
    css = f":root{{--brand:{brand.colour}}}\n"
    etag = quote_etag(hashlib.sha256(css.encode()).hexdigest()[:16])
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["ETag"] = etag
    exact = request.GET.get("v") == brand.colour.removeprefix("#")
    patch_cache_control(response, public=True, max_age=_FOR_EVER if exact else 60)
    return response


@require_safe
def stored(request: HttpRequest, kind: str, digest: str) -> HttpResponse:
    """Send a picture of the brand. Its address changes with every new one, so it is kept for ever."""
    content = picture_of_company(kind, digest)
    if content is None:
        raise Http404
    return _picture(content, _TYPES[kind])


@require_safe
def icon(request: HttpRequest, digest: str) -> HttpResponse:
    """Send the company's icon for tabs and home screens. Its address changes with the brand."""
    content = icon_of_company(digest)
    if content is None:
        raise Http404
    return _picture(content, "image/png")


def _picture(content: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, public=True, max_age=_FOR_EVER, immutable=True)
    return response
