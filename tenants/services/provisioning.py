"""Setting up a company: its row with a spare schema in one transaction, then its owner, at once.

With no spare left the schema is made by a job. The job is there in any case: a crash leaves either
nothing, or a company that the job finishes, because each step looks whether it was done before.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connections, transaction
from django.utils.translation import gettext as _

from tenants.accounts import api as accounts
from tenants.backend.names import opaque_schema_name
from tenants.enums import Mover, ProvisioningFault, ProvisioningStep, TenantStatus
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid
from tenants.kernel.jobs import enqueue, hasten
from tenants.models import Domain, ProvisioningRun, Tenant
from tenants.privacy.api import Purpose, record_consent, text_of
from tenants.schemas import TenantInfo, in_tenant
from tenants.services.building import make_schema, schema_exists
from tenants.services.faults import fault_of
from tenants.services.life import change_status
from tenants.services.pool import ask_for_spares, claim_spare
from tenants.services.slugs import (
    clean_company_name,
    clean_slug,
    domain_for,
    ensure_free,
    hold_names,
)

log = structlog.get_logger(__name__)

TRIAL_SEATS = 100
# A company with a spare is finished by whoever started it; its job is for when that process died.
_OVER = (ProvisioningStep.READY, ProvisioningStep.FAILED)
_IF_IT_DIED = timedelta(seconds=10)


@dataclass(frozen=True)
class Progress:
    """How far a company's setting up is."""

    run_id: UUID
    tenant_id: UUID
    company: str
    step: str
    label: str
    percent: int
    domain: str
    fault: str

    @property
    def is_ready(self) -> bool:
        """Whether the company can be opened."""
        return self.step == ProvisioningStep.READY

    @property
    def has_failed(self) -> bool:
        """Whether it was given up."""
        return self.step == ProvisioningStep.FAILED


def start_company(
    *,
    name: str,
    slug: str,
    owner_email: str,
    owner_name: str,
    password: str,
    locale: str = "en",
    time_zone: str = "Asia/Kolkata",
    agreed_in: str = "",
) -> UUID:
    """Take a new company in; runs in the shared schema.

    Args:
        name: as people write it.
        slug: the subdomain asked for.
        owner_email: of the first person, who owns the company.
        owner_name: as it appears to colleagues.
        password: in clear; only its hash is stored, and only until the owner exists.
        locale: the company's language.
        time_zone: IANA name.
        agreed_in: the language in which the owner read and agreed to the terms for companies; empty
            when a contract was concluded otherwise.

    Returns:
        The id of the run, by which its progress is followed.

    Raises:
        Invalid: when name, subdomain or e-mail cannot be used.
        Conflict: when the subdomain is another's, even if both asked at once.

    """
    name = clean_company_name(name)
    slug = clean_slug(slug)
    email = owner_email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(_("This is not an e-mail address."), field="email") from error
    password_hash = make_password(password)
    try:
        with transaction.atomic():
            hold_names()
            ensure_free(slug)
            spare = claim_spare()
            tenant = Tenant.objects.create(
                schema_name=spare or opaque_schema_name(),
                name=name,
                slug=slug,
                locale=locale,
                time_zone=time_zone,
            )
            Domain.objects.create(tenant=tenant, domain=domain_for(slug), is_primary=True)
            run = ProvisioningRun.objects.create(
                tenant=tenant,
                owner_email=email,
                owner_name=" ".join(owner_name.split()) or email.partition("@")[0],
                owner_password_hash=password_hash,
                **_terms(agreed_in),
            )
            enqueue(
                "tenants.provision", run_id=run.id, run_after=now() + _IF_IT_DIED if spare else None
            )
            if spare:
                transaction.on_commit(lambda: _at_once(run.id), robust=True)
    except IntegrityError as error:
        raise Conflict(
            _("Another company has this subdomain. Choose another."), field="slug", code="taken"
        ) from error
    return run.id


def _at_once(run_id: UUID) -> None:
    """Finish a company that has its schema, right after the transaction that took it in."""
    try:
        provision(run_id=run_id)
    except Exception:
        log.exception("provisioning_left_to_its_job", run_id=str(run_id))
        with transaction.atomic():
            hasten("tenants.provision", run_id=run_id)


def provision(*, run_id: UUID) -> None:
    """Do what is still missing for a company to exist; runs in the shared schema, in a worker.

    Raises:
        Exception: whatever went wrong, after noting it on the run; the job tries again.
    """
    run = ProvisioningRun.objects.select_related("tenant").get(id=run_id)
    if run.step in _OVER:
        return
    try:
        _provision(run)
    except Exception as error:
        fault = fault_of(error)
        log.error("provisioning_failed", run_id=str(run_id), fault=fault.value)
        with transaction.atomic():
            ProvisioningRun.objects.filter(id=run.id).update(
                fault=fault, error=f"{type(error).__name__}: {error}"
            )
        raise


def give_up(*, run_id: UUID) -> None:
    """Say on the run that its job was tried as often as jobs are, and free the subdomain."""
    with transaction.atomic():
        run = _locked(run_id)
        if run.step in _OVER:
            return
        Domain.objects.filter(tenant=run.tenant).delete()
        Tenant.objects.filter(id=run.tenant_id).update(
            status=TenantStatus.FAILED, slug=f"{run.tenant.slug[:40]}-{run.id.hex[:12]}"
        )
        ProvisioningRun.objects.filter(id=run.id).update(
            step=ProvisioningStep.FAILED, owner_password_hash="", finished_at=now()
        )


def _provision(run: ProvisioningRun) -> None:
    tenant = run.tenant
    _tell(run, ProvisioningStep.SCHEMA, 15)
    had_no_spare = not schema_exists(tenant.schema_name)
    if had_no_spare:
        make_schema(tenant.schema_name)
    _tell(run, ProvisioningStep.OWNER, 80)
    with in_tenant(_entry(tenant)), transaction.atomic():
        _one_founder_at_a_time(tenant.schema_name)
        owner_id = accounts.found_company(
            email=run.owner_email,
            name=run.owner_name,
            password_hash=run.owner_password_hash,
            seats=TRIAL_SEATS,
        )
        if owner_id is not None and run.terms_version:
            _keep_agreement(run, owner_id)
    with transaction.atomic():
        if _locked(run.id).step in _OVER:
            return
        if had_no_spare:
            ask_for_spares()  # now that this company is there: it need not wait behind them
        change_status(tenant_id=tenant.id, target=TenantStatus.TRIAL, mover=Mover.SYSTEM)
        ProvisioningRun.objects.filter(id=run.id).update(
            step=ProvisioningStep.READY,
            percent=100,
            owner_password_hash="",
            fault="",
            error="",
            finished_at=now(),
        )


def progress(run_id: UUID) -> Progress | None:
    """Return how far a run is, or None when there is no such run."""
    run = ProvisioningRun.objects.select_related("tenant").filter(id=run_id).first()
    if run is None:
        return None
    return Progress(
        run_id=run.id,
        tenant_id=run.tenant_id,
        company=run.tenant.name,
        step=run.step,
        label=str(ProvisioningStep(run.step).label),
        percent=run.percent,
        domain=domain_for(run.tenant.slug),
        fault=str(ProvisioningFault(run.fault).label) if run.fault else "",
    )


def _locked(run_id: UUID) -> ProvisioningRun:
    runs = ProvisioningRun.objects.select_related("tenant").select_for_update(of=("self",))
    return runs.get(id=run_id)


def _one_founder_at_a_time(schema: str) -> None:
    """Have a job wait that is at the same company as the request that started it."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"smh.found.{schema}"])


def _terms(agreed_in: str) -> dict[str, str]:
    if not agreed_in:
        return {}
    text = text_of(Purpose.COMPANY, agreed_in)
    return {"terms_version": text.version, "terms_language": text.language}


def _keep_agreement(run: ProvisioningRun, owner_id: UUID) -> None:
    """Write down in the company what its owner agreed to in its name, and when."""
    owner = accounts.User.objects.get(id=owner_id)
    record_consent(
        user=owner,
        purpose=Purpose.COMPANY,
        given=True,
        language=run.terms_language,
        version=run.terms_version,
        at=run.started_at,
    )
    audit.record(
        "company.terms_agreed",
        actor=owner,
        target=run.tenant.name,
        target_id=run.tenant_id,
        changes={"version": run.terms_version},
    )


def _tell(run: ProvisioningRun, step: ProvisioningStep, percent: int) -> None:
    with transaction.atomic():
        ProvisioningRun.objects.filter(id=run.id).update(step=step, percent=percent)


def _entry(tenant: Tenant) -> TenantInfo:
    return TenantInfo(
        schema_name=tenant.schema_name,
        id=tenant.id,
        slug=tenant.slug,
        name=tenant.name,
        status=tenant.status,
        locale=tenant.locale,
        time_zone=tenant.time_zone,
        domain=domain_for(tenant.slug),
    )
