"""A query written down once answers for each it is asked about, like the query itself."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.test.utils import CaptureQueriesContext

from tenants.accounts.enums import Role
from tenants.accounts.models import RoleGrant, User
from tenants.kernel.statements import ANY_ID, ANY_IDS, ANY_WORD, OTHER_ID, Written, one_of
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
    asked = Written(_roles, ANY_ID)
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

    asked = Written(build, ANY_ID)
    with in_tenant(company("acme")):
        for _ in range(3):
            asked.rows(UserFactory().id)
    assert len(built) == 1


def test_is_asked_in_the_schema_that_is_entered() -> None:
    asked = Written(_roles, ANY_ID)
    with in_tenant(company("acme")):
        user = UserFactory()
        here = asked.rows(user.id)
    with in_tenant(company("zenith")):
        there = asked.rows(user.id)
    assert ([row[0] for row in here], there) == ([user.id], [])


def _named(ids: list[UUID], since: str) -> "QuerySet[User, Any]":
    found = User.objects.filter(id__in=one_of(ids), name__gte=since)
    return found.order_by("name").values_list("name")


def test_answers_for_several_values_a_page_at_a_time() -> None:
    asked = Written(_named, ANY_IDS, ANY_WORD)
    with in_tenant(company("acme")):
        ids = [UserFactory(name=name).id for name in ("Asha", "Arun", "Ravi", "Zoya 100%")]
        assert asked.rows(ids, "As") == [("Asha",), ("Ravi",), ("Zoya 100%",)]
        assert asked.rows(ids, "As", limit=1, offset=1) == [("Ravi",)]
        assert asked.rows(ids[:1], "A") == [("Asha",)]
        assert asked.rows([], "A") == []
        assert list(_named(ids, "Zo")) == asked.rows(ids, "Zo") == [("Zoya 100%",)]


def test_a_value_without_a_place_is_a_mistake_that_is_told() -> None:
    asked = Written(lambda user_id, _other: _roles(user_id), ANY_ID, OTHER_ID)
    with in_tenant(company("acme")), pytest.raises(ValueError, match="has no place in"):
        asked.rows(uuid4(), uuid4())


def _grants(user_id: UUID) -> "QuerySet[RoleGrant]":
    found = RoleGrant.objects.filter(user_id=user_id).select_related("user").order_by("role")
    return found.select_for_update(of=("self",)).defer("user__password")


def test_rows_of_a_model_come_as_the_query_gives_them(django_assert_num_queries: Any) -> None:
    asked = Written(_grants, ANY_ID)
    with in_tenant(company("acme")):
        one, other = UserFactory(name="Asha"), UserFactory(name="Ravi")
        for user, role in ((one, Role.AUTHOR), (one, Role.MANAGER), (other, Role.ADMIN)):
            RoleGrant.objects.create(user=user, role=role)
        with django_assert_num_queries(3):
            found = [asked.instances(user_id) for user_id in (one.id, other.id, uuid4())]
            # What was selected beside them is there; nothing is asked for it.
            names = [[(row.role, row.user.name) for row in rows] for rows in found]
        assert names == [[("author", "Asha"), ("manager", "Asha")], [("admin", "Ravi")], []]
        for rows, user in zip(found, (one, other), strict=False):
            expected = list(_grants(user.id))
            assert [row.__dict__ | {"_state": None} for row in rows] == [
                row.__dict__ | {"_state": None} for row in expected
            ]
            assert [(row._state.db, row._state.adding) for row in rows] == [
                (row._state.db, row._state.adding) for row in expected
            ]
            assert rows[0].user.get_deferred_fields() == {"password"}


def test_rows_of_a_model_are_locked_as_the_query_says() -> None:
    with in_tenant(company("acme")), CaptureQueriesContext(connection) as caught:
        Written(_grants, ANY_ID).instances(uuid4())
    assert caught.captured_queries[-1]["sql"].endswith('FOR UPDATE OF "accounts_rolegrant"')
