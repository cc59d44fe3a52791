"""Each rule says what it found, and is satisfied by what it asks for instead."""

from typing import Any

import pytest
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.functions import Now

from tenants.services.migration_risks import risks_of

TEAM = [
    ("id", models.BigAutoField(primary_key=True)),
    ("name", models.CharField(max_length=40)),
    ("city", models.CharField(max_length=40, null=True)),
    ("size", models.IntegerField(db_default=1)),
]
INDEX = models.Index(fields=["name"], name="by_name")
CHECK = models.CheckConstraint(condition=models.Q(size__gt=0), name="has_size")
UNIQUE = models.UniqueConstraint(fields=["name"], name="one_name")


def _state() -> ProjectState:
    state = ProjectState()
    for name in ("team", "person"):
        state.add_model(ModelState("staff", name.title(), [(n, f.clone()) for n, f in TEAM]))
    return state


def _found(*listed: Operation, **marks: Any) -> list[str]:
    kind = type("Migration", (Migration,), {"operations": list(listed), **marks})
    return [risk.what for risk in risks_of(kind("0002_later", "staff"), _state())]


def _add(field: models.Field) -> Operation:
    return operations.AddField("team", "motto", field)


def _alter(name: str, field: models.Field) -> Operation:
    return operations.AlterField("team", name, field)


REFUSED: list[tuple[Operation, str]] = [
    (
        _add(models.TextField(default="")),
        "adds staff.team.motto without a value that the database knows",
    ),
    (_add(models.TextField(null=True, db_index=True)), "adds staff.team.motto with an index"),
    (_add(models.TextField(null=True, unique=True)), "adds staff.team.motto with an index"),
    (
        _add(models.ForeignKey("staff.person", models.CASCADE, null=True)),
        "adds staff.team.motto with an index",
    ),
    (
        _add(models.UUIDField(db_default=RandomUUID())),
        "adds staff.team.motto with a value for each row",
    ),
    (
        _add(
            models.GeneratedField(
                expression=models.F("size") + 1,
                output_field=models.IntegerField(),
                db_persist=True,
            )
        ),
        "adds staff.team.motto with a value for each row",
    ),
    (_alter("city", models.CharField(max_length=40)), "forbids NULL in staff.team.city"),
    (_alter("size", models.IntegerField()), "takes the default of staff.team.size away"),
    (_alter("size", models.BigIntegerField(db_default=1)), "changes the type of staff.team.size"),
    (_alter("name", models.CharField(max_length=20)), "changes the type of staff.team.name"),
    (_alter("name", models.CharField(max_length=40, db_index=True)), "indexes staff.team.name"),
    (_alter("name", models.CharField(max_length=40, db_column="n")), "renames staff.team.name"),
    (operations.AddIndex("team", INDEX), "indexes staff.team by_name"),
    (operations.AddConstraint("team", CHECK), "checks staff.team has_size"),
    (operations.AddConstraint("team", UNIQUE), "makes staff.team one_name unique"),
    (
        operations.AlterUniqueTogether("team", {("name", "city")}),
        "sets unique_together of staff.team",
    ),
    (operations.RemoveField("team", "city"), "drops staff.team.city"),
    (operations.RenameField("team", "city", "town"), "renames staff.team.city"),
    (operations.DeleteModel("Team"), "drops staff.Team"),
    (operations.RenameModel("Team", "Squad"), "renames staff.Team"),
    (operations.AlterModelTable("team", "squads"), "renames the table of staff.team"),
    (
        operations.RunSQL("CREATE INDEX i ON staff_team (name)"),
        "runs CREATE INDEX i ON staff_team (name)",
    ),
    (
        operations.RunSQL(["ALTER TABLE staff_team\n DROP COLUMN city"]),
        "runs ALTER TABLE staff_team DROP COLUMN city",
    ),
    (operations.RunSQL("DROP TABLE staff_team"), "runs DROP TABLE staff_team"),
    (operations.RunSQL("LOCK TABLE staff_team"), "runs LOCK TABLE staff_team"),
    (
        operations.RunSQL("ALTER TABLE staff_team ADD CONSTRAINT c CHECK (size > 0)"),
        "runs ALTER TABLE staff_team ADD CONSTRAINT c CHECK (size > 0)",
    ),
]
FIT: list[Operation] = [
    _add(models.TextField(null=True)),
    _add(models.TextField(db_default="")),
    _add(models.DateTimeField(db_default=Now())),
    _add(models.ForeignKey("staff.person", models.CASCADE, null=True, db_index=False)),
    _add(models.ManyToManyField("staff.person")),
    _alter("name", models.CharField(max_length=80)),
    _alter("name", models.TextField()),
    _alter("name", models.CharField(max_length=40, null=True)),
    AddIndexConcurrently("team", INDEX),
    AddConstraintNotValid("team", CHECK),
    ValidateConstraint("team", "has_size"),
    operations.CreateModel("Region", [("id", models.BigAutoField(primary_key=True))]),
    operations.AlterModelOptions("team", {"ordering": ["name"]}),
    operations.SeparateDatabaseAndState(state_operations=[operations.RemoveField("team", "city")]),
    operations.RunSQL("CREATE INDEX CONCURRENTLY i ON staff_team (name)"),
    operations.RunSQL("ALTER TABLE staff_team ADD CONSTRAINT c CHECK (size > 0) NOT VALID"),
    operations.RunSQL("UPDATE staff_team SET size = 2", operations.RunSQL.noop),
    operations.RunPython(operations.RunPython.noop),
]


@pytest.mark.parametrize(("operation", "what"), REFUSED, ids=[what for _, what in REFUSED])
def test_it_is_refused(operation: Operation, what: str) -> None:
    assert _found(operation) == [what]


@pytest.mark.parametrize(
    "operation", FIT, ids=[f"{n}-{type(o).__name__}" for n, o in enumerate(FIT)]
)
def test_it_is_fit(operation: Operation) -> None:
    assert _found(operation) == []


def test_dropping_an_index_is_fit_with_and_without_a_transaction() -> None:
    state = _state()
    state.add_index("staff", "team", INDEX)
    for kind in (operations.RemoveIndex, RemoveIndexConcurrently):
        found = type("Migration", (Migration,), {"operations": [kind("team", "by_name")]})
        assert risks_of(found("0002_later", "staff"), state.clone()) == []


def test_nobody_waits_for_a_table_that_the_same_migration_makes() -> None:
    made = operations.CreateModel(
        "Region",
        [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())],
    )
    index = models.Index(fields=["name"], name="by_region")
    raw = operations.RunSQL("CREATE INDEX other ON staff_region (name)")
    assert _found(made, operations.AddIndex("region", index), raw) == []
    assert _found(operations.AddIndex("team", index)) == ["indexes staff.team by_region"]


def test_what_begins_an_app_is_fit() -> None:
    assert _found(operations.AddIndex("team", INDEX), initial=True) == []


def test_python_among_changes_is_refused_alone_or_without_transaction_it_is_not() -> None:
    python, column = (
        operations.RunPython(operations.RunPython.noop),
        _add(models.TextField(null=True)),
    )
    assert _found(python, column) == ["runs Python among changes to tables"]
    assert _found(python, column, atomic=False) == []


def test_an_operation_that_nobody_knows_is_refused() -> None:
    class Odd(Operation):
        def state_forwards(self, app_label: str, state: ProjectState) -> None:
            """Change nothing."""

    assert _found(Odd()) == ["has Odd"]


def test_a_risk_is_accepted_by_its_name_and_with_a_reason() -> None:
    drop = operations.RemoveField("team", "city")
    reason = {"drops staff.team.city": "unused since 1.4"}
    assert _found(drop, accepted_risks=reason) == []
    assert _found(drop, accepted_risks={"drops staff.team.city": " "}) == ["drops staff.team.city"]
    assert _found(drop, accepted_risks={**reason, "drops staff.team.size": "x"}) == [
        "drops staff.team.size"
    ]
