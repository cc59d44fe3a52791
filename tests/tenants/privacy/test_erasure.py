"""Being forgotten: asked, taken back, decided, done once, down to what is kept for a reason."""

from datetime import UTC, datetime, timedelta

import pytest

from learning.credentials.models import Certificate
from learning.delivery.models import Enrolment, LessonProgress
from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant, User
from tenants.kernel import clock, jobs
from tenants.kernel.errors import Conflict, Invalid, Missing, Refused
from tenants.kernel.models import MailMessage
from tenants.privacy.enums import ErasureState
from tenants.privacy.models import ErasureRequest
from tenants.privacy.services.erasure import (
    TIME_TO_THINK,
    decide_erasure,
    erase,
    request_erasure,
    take_back_erasure,
)
from tenants.privacy.services.minor import turn_minor_away
from tenants.schemas import PUBLIC, TenantInfo, in_tenant
from tests.factories.accounts import UserFactory
from tests.factories.credentials import certificate_for

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, 9, tzinfo=UTC)
LATER = START + TIME_TO_THINK


def test_on_the_public_site_it_is_done_a_week_later(public: TenantInfo) -> None:
    with in_tenant(PUBLIC):
        with clock.frozen(START):
            person = UserFactory.create(name="Asha Rao", email="asha@example.com")
            certificate = certificate_for(person)
            assert LessonProgress.objects.filter(enrolment__learner=person).count() == 3
            request_id = request_erasure(person=person)
        with clock.frozen(LATER - timedelta(seconds=1)):
            jobs.run_due()
            erase(request_id=request_id)
            assert User.objects.get(id=person.id).name == "Asha Rao"
        with clock.frozen(LATER):
            jobs.run_due()
        gone = User.objects.get(id=person.id)
        assert (gone.name, gone.email, gone.is_active) == ("Erased person", None, False)
        assert not gone.has_usable_password()
        assert not LessonProgress.objects.filter(enrolment__learner=person).exists()
        assert Enrolment.objects.filter(learner=person).exists()
        kept = Certificate.objects.get(id=certificate.id)
        assert (kept.learner_name, kept.revoked_at) == ("Asha Rao", None)
        request = ErasureRequest.objects.get()
        assert request.state == ErasureState.DONE
        fates = {line["what"]: line["fate"] for line in request.report}
        assert fates["Progress in lessons, minute by minute"] == "delete"
        assert fates["Certificates"] == "keep"
        assert "Asha" not in str(request.report)
        mail = MailMessage.objects.get(template="privacy_erased")
        assert mail.to == "asha@example.com"
        assert "others rely on it" in mail.text


def test_nothing_of_somebody_else_goes(acme: TenantInfo) -> None:
    with in_tenant(acme), clock.frozen(START):
        one, other = UserFactory.create(), UserFactory.create(email="other@acme.example")
        certificate_for(one)
        certificate_for(other)
        request = ErasureRequest.objects.create(user=one, state="waiting", due_at=START)
        erase(request_id=request.id)
        learners = set(LessonProgress.objects.values_list("enrolment__learner_id", flat=True))
        assert learners == {other.id}
        assert User.objects.get(id=other.id).email == "other@acme.example"
        assert RoleGrant.objects.filter(user=one).count() == 0


def test_it_is_asked_for_once(public: TenantInfo) -> None:
    with in_tenant(PUBLIC):
        person = UserFactory.create()
        request_erasure(person=person)
        with pytest.raises(Conflict):
            request_erasure(person=person)
        assert ErasureRequest.objects.count() == 1


def test_it_can_be_taken_back_by_oneself_alone(public: TenantInfo) -> None:
    with in_tenant(PUBLIC):
        with clock.frozen(START):
            person, other = UserFactory.create(), UserFactory.create()
            request_id = request_erasure(person=person)
            with pytest.raises(Missing):
                take_back_erasure(request_id=request_id, person=other)
            assert ErasureRequest.objects.get().state == ErasureState.WAITING
            take_back_erasure(request_id=request_id, person=person)
        with clock.frozen(LATER):
            jobs.run_due()
            assert User.objects.get(id=person.id).is_active
            with pytest.raises(Missing):
                take_back_erasure(request_id=request_id, person=person)


def test_in_a_company_an_admin_decides(acme: TenantInfo) -> None:
    with in_tenant(acme), clock.frozen(START):
        admin, person = (
            UserFactory.create(roles=[Role.ADMIN]),
            UserFactory.create(email="asha@acme.example"),
        )
        request_id = request_erasure(person=person)
        assert ErasureRequest.objects.get().state == ErasureState.ASKED
        erase(request_id=request_id)
        assert User.objects.get(id=person.id).is_active
        with pytest.raises(Invalid) as refused:
            decide_erasure(request_id=request_id, approve=False, reason="  ", actor=admin)
        assert refused.value.field == "reason"
        decide_erasure(request_id=request_id, approve=False, reason="Still employed", actor=admin)
        assert ErasureRequest.objects.get().state == ErasureState.DECLINED
        assert "Still employed" in MailMessage.objects.get().text
        with pytest.raises(Conflict):
            decide_erasure(request_id=request_id, approve=True, reason="", actor=admin)
        again = request_erasure(person=person)
        decide_erasure(request_id=again, approve=True, reason="", actor=admin)
        assert ErasureRequest.objects.get(id=again).due_at == LATER


def test_who_may_not_switch_somebody_off_may_not_decide_either(acme: TenantInfo) -> None:
    with in_tenant(acme):
        learner, person, owner = (
            UserFactory.create(),
            UserFactory.create(),
            UserFactory.create(roles=[Role.OWNER]),
        )
        request_id = request_erasure(person=person)
        of_owner = request_erasure(person=owner)
        for actor, asked in (
            (learner, request_id),
            (UserFactory.create(roles=[Role.ADMIN]), of_owner),
        ):
            with pytest.raises((Refused, Missing)):
                decide_erasure(request_id=asked, approve=True, reason="", actor=actor)
        states = set(ErasureRequest.objects.values_list("state", flat=True))
        assert states == {ErasureState.ASKED}


def test_the_last_owner_stays(acme: TenantInfo) -> None:
    with in_tenant(acme):
        owner = UserFactory.create(roles=[Role.OWNER], name="Meera")
        with clock.frozen(START):
            request = ErasureRequest.objects.create(user=owner, state="waiting", due_at=START)
            with pytest.raises(Refused):
                erase(request_id=request.id)
        assert User.objects.get(id=owner.id).name == "Meera"
        assert ErasureRequest.objects.get().state == ErasureState.WAITING


def test_it_is_done_once(public: TenantInfo) -> None:
    with in_tenant(PUBLIC), clock.frozen(START):
        person = UserFactory.create(email="a@example.com")
        request = ErasureRequest.objects.create(user=person, state="waiting", due_at=START)
        erase(request_id=request.id)
        erase(request_id=request.id)
        assert MailMessage.objects.filter(template="privacy_erased").count() == 1


def test_somebody_under_18_is_forgotten_at_once(public: TenantInfo) -> None:
    with in_tenant(PUBLIC):
        person = UserFactory.create(email="young@example.com", name="Young")
        request_erasure(person=person)
        turn_minor_away(person=person)
        gone = User.objects.get(id=person.id)
        assert (gone.name, gone.email, gone.is_active) == ("Erased person", None, False)
        states = ErasureRequest.objects.order_by("asked_at").values_list("state", flat=True)
        assert list(states) == [ErasureState.CANCELLED, ErasureState.DONE]
