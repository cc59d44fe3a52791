"""Showing that a website is the company's: a code sent to an address there, or a TXT record."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from public_site.domains import clean_domain, domain_of
from public_site.enums import ProofMethod, ReviewKind
from public_site.models import DomainProof, Review
from public_site.services.review.draft import editable
from tenants.accounts.api import User
from tenants.kernel import audit
from tenants.kernel.clock import now
from tenants.kernel.errors import Conflict, Invalid, Missing, Refused
from tenants.kernel.gateways import dns
from tenants.kernel.mail import queue_mail

CODE_LIFE = timedelta(minutes=30)
MOST_TRIES = 5
# 3 in ten minutes, and no more than 10 a day: the mails go to addresses that others read.
MOST_SENDS, SENDS_WITHIN = 3, timedelta(minutes=10)
MOST_SENDS_A_DAY = 10
ASK_AGAIN_AFTER = timedelta(seconds=5)
TXT_HOST = "_sales-mastery-hub"
TXT_PREFIX = "sales-mastery-hub="


def proof_of(*, review_id: UUID, applicant: User) -> DomainProof:
    """Return the proof of the website that stands in the draft, beginning one when there is none.

    Raises:
        Missing: they have no such application.
        Conflict: it has been sent.
        Invalid: (`domain`) the draft names no usable website yet.
    """
    with transaction.atomic():
        return _proof(editable(review_id, applicant))


def send_code(*, review_id: UUID, applicant: User, email: str) -> None:
    """Send a code to a work address at the website's own domain.

    Raises:
        Missing, Conflict: as `proof_of`.
        Invalid: (`email`) no address, or not at that very domain; (`domain`) as `proof_of`.
        Refused: too many codes were sent.
    """
    address, moment = email.strip().lower(), now()
    with transaction.atomic():
        review = editable(review_id, applicant)
        proof = _proof(review)
        _require_address(address, proof.domain)
        sent = [datetime.fromisoformat(one) for one in proof.sent]
        sent = [one for one in sent if one > moment - timedelta(days=1)]
        recent = [one for one in sent if one > moment - SENDS_WITHIN]
        if len(recent) >= MOST_SENDS or len(sent) >= MOST_SENDS_A_DAY:
            raise Refused(
                _("Enough codes were sent for now. Look into the mailbox, or wait a while.")
            )
        code = f"{secrets.randbelow(1_000_000):06d}"
        proof.email = address
        proof.code_digest = _digest(review, address, code)
        proof.code_expires_at = moment + CODE_LIFE
        proof.tries = 0
        proof.sent = [one.isoformat() for one in (*sent, moment)]
        proof.save()
        queue_mail(
            to=address,
            template="review_code",
            context={"code": code, "applicant": applicant.display_name, "domain": proof.domain},
            language=applicant.language or review.language or "en",
        )
        audit.record("reviews.code_sent", actor=applicant, target=proof.domain, target_id=review.id)


def confirm_code(*, review_id: UUID, applicant: User, code: str) -> None:
    """Take the code that arrived at the work address. A wrong try counts, whatever happens after.

    Raises:
        Missing, Conflict: as `proof_of`.
        Invalid: (`code`) wrong, expired, or tried too often.
    """
    moment, bare = now(), "".join(code.split())
    with transaction.atomic():
        review = editable(review_id, applicant)
        proof = _proof(review)
        if proof.proven_at is not None:
            return
        usable = (
            bool(proof.code_digest)
            and proof.code_expires_at is not None
            and moment < proof.code_expires_at
            and proof.tries < MOST_TRIES
        )
        fits = usable and constant_time_compare(
            proof.code_digest, _digest(review, proof.email, bare)
        )
        if fits:
            _prove(proof, ProofMethod.EMAIL, applicant, moment)
        elif usable:
            proof.tries += 1
            proof.save(update_fields=["tries"])
        left = MOST_TRIES - proof.tries
    if fits:
        return
    if usable and left:
        raise Invalid(
            _("This is not the code. %(n)d more tries.") % {"n": left}, field="code", code="wrong"
        )
    raise Invalid(_("This code is used up or expired. Send a new one."), field="code", code="over")


def check_record(*, review_id: UUID, applicant: User) -> bool:
    """Ask the resolvers for the TXT record. Call it outside a transaction: it asks over the network.

    More than half of the resolvers have to see the record, so that one that was fooled decides nothing.

    Returns:
        Whether the website is proven now.

    Raises:
        Missing, Conflict, Invalid: as `proof_of`.
        Refused: it was asked a few seconds ago, or the resolvers do not answer.
    """
    moment = now()
    with transaction.atomic():
        proof = _proof(editable(review_id, applicant))
        if proof.proven_at is not None:
            return True
        if proof.checked_at is not None and moment < proof.checked_at + ASK_AGAIN_AFTER:
            raise Refused(_("We have just looked. Wait a few seconds and try again."))
        proof.checked_at = moment
        proof.save(update_fields=["checked_at"])
        domain, wanted = proof.domain, f"{TXT_PREFIX}{proof.token}"
    replies = dns.texts(f"{TXT_HOST}.{domain}")
    seen = sum(wanted in (value.strip() for value in reply.values) for reply in replies)
    if seen * 2 <= len(replies):
        if dns.settled(replies) == dns.Said.FAILED:
            raise Refused(_("The name servers do not answer just now. Try again in a few minutes."))
        return False
    with transaction.atomic():
        proof = _proof(editable(review_id, applicant))
        if f"{TXT_PREFIX}{proof.token}" != wanted:
            raise Conflict(_("The website was changed meanwhile. Look again."))
        if proof.proven_at is None:
            _prove(proof, ProofMethod.DNS, applicant, moment)
    return True


def _prove(proof: DomainProof, method: ProofMethod, applicant: User, moment: datetime) -> None:
    proof.method = method
    proof.proven_at = moment
    proof.code_digest = ""
    proof.save()
    audit.record(
        "reviews.domain_proven",
        actor=applicant,
        target=proof.domain,
        target_id=proof.review_id,
        changes={"by": str(method)},
    )


def _proof(review: Review) -> DomainProof:
    if review.kind != ReviewKind.COMPANY:
        raise Missing(_("There is no such application."))
    domain = clean_domain(str(review.answers.get("company", {}).get("domain", "")))
    proof, _new = DomainProof.objects.get_or_create(
        review=review, defaults={"domain": domain, "token": secrets.token_hex(16)}
    )
    if proof.domain != domain:
        # Another website: what was shown for the old one says nothing. The cap on mails stays.
        proof.domain, proof.token = domain, secrets.token_hex(16)
        proof.email = proof.code_digest = proof.method = ""
        proof.code_expires_at = proof.proven_at = proof.checked_at = None
        proof.tries = 0
        proof.save()
    return proof


def _require_address(address: str, domain: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid(_("Write an e-mail address."), field="email") from error
    # That very domain: an address under a part of it may be anybody's who rents that part.
    if domain_of(address) != domain:
        raise Invalid(
            _("The address has to end with @%(domain)s.") % {"domain": domain}, field="email"
        )


def _digest(review: Review, address: str, code: str) -> str:
    return salted_hmac(
        "review.code", f"{review.id}:{address}:{code}", algorithm="sha256"
    ).hexdigest()
