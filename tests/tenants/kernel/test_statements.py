"""A query written down once answers for each it is asked about, like the query itself."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant, User
from tenants.kernel.statements import AboutOne
from tenants.schemas import in_tenant
from tests.database import company
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def _roles(user_id: UUID) -> "QuerySet[User, Any]":
    roles = (
        RoleGrant.objects.filter(user=OuterRef("id"))
        .order_by("role")
        .values(json=JSONObject(role="role"))
    )
    return User.objects.filter(id=user_id).values_list("id", "name", ArraySubquery(roles))


def test_answers_for_each_as_the_query_does(django_assert_num_queries: Any) -> None:
    asked = AboutOne(_roles)
    with in_tenant(company("acme")):
        one, other = UserFactory(name="Asha"), UserFactory(name="Ravi")
        for role in (Role.AUTHOR, Role.MANAGER):
            RoleGrant.objects.create(user=one, role=role)
        with django_assert_num_queries(3):
            found = [asked.rows(user_id) for user_id in (one.id, other.id, uuid4())]
        assert found == [
            [(one.id, "Asha", [{"role": "author"}, {"role": "manager"}])],
            [(other.id, "Ravi", [])],
            [],
        ]
        assert found[:2] == [list(_roles(user.id)) for user in (one, other)]


def test_is_written_down_once() -> None:
    built: list[UUID] = []

    def build(user_id: UUID) -> "QuerySet[User, Any]":
        built.append(user_id)
        return _roles(user_id)

    asked = AboutOne(build)
    with in_tenant(company("acme")):
        for _ in range(3):
            asked.rows(UserFactory().id)
    assert len(built) == 1


def test_is_asked_in_the_schema_that_is_entered() -> None:
    asked = AboutOne(_roles)
    with in_tenant(company("acme")):
        user = UserFactory()
        here = asked.rows(user.id)
    with in_tenant(company("zenith")):
        there = asked.rows(user.id)
    assert ([row[0] for row in here], there) == ([user.id], [])
