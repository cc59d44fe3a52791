"""The brand: the page where it is set, and the files that pages wear."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enterprise.forms.branding import BrandingForm
from enterprise.policies import can_manage_brand
from enterprise.selectors.branding import brand_of_company, icon_of_company, try_colour
from enterprise.services.branding import LOGO_BYTES_MAX, save_branding
from enterprise.views.access import asks, person
from tenants.kernel import storage
from tenants.kernel.errors import DomainError

_FOR_EVER = 365 * 24 * 3600


@asks(can_manage_brand)
@require_http_methods(["GET", "HEAD", "POST"])
def branding(request: HttpRequest) -> HttpResponse:
    """Show and save colour, logo and signatory, with a preview of what wears them."""
    brand = brand_of_company()
    initial = {
        "colour": brand.asked_colour,
        "signatory_name": brand.signatory_name,
        "signatory_title": brand.signatory_title,
    }
    form = BrandingForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = save_branding(
                colour=form.cleaned_data["colour"],
                signatory_name=form.cleaned_data["signatory_name"],
                signatory_title=form.cleaned_data["signatory_title"],
                logo=form.cleaned_data["logo"],
                remove_logo=form.cleaned_data["remove_logo"],
                actor=person(request),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(
                request,
                _("Saved. Pages, mails and new certificates wear it now.")
                if row.colour == row.asked_colour
                else _("Saved, a little darker: white text could not be read on %(colour)s.")
                % {"colour": row.asked_colour},
            )
            return redirect("enterprise:branding")
    context = {
        "form": form,
        "saved": brand,
        "tried": try_colour(brand.asked_colour),
        "max_bytes": LOGO_BYTES_MAX,
    }
    return render(request, "enterprise/branding.html", context, status=422 if form.errors else 200)


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
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """Send the company's logo. Its address changes with every new one, so it is kept for ever."""
    brand = brand_of_company()
    if not brand.logo_key or digest != brand.logo_digest:
        raise Http404
    try:
        content = storage.read(brand.logo_key)
    except FileNotFoundError as error:
        raise Http404 from error
    return _picture(content)


@require_safe
def icon(request: HttpRequest, digest: str) -> HttpResponse:
    """Send the company's icon for tabs and home screens. Its address changes with the brand."""
    content = icon_of_company(digest)
    if content is None:
        raise Http404
    return _picture(content)


def _picture(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, public=True, max_age=_FOR_EVER, immutable=True)
    return response
