"""What may come from a replica comes from there, in its schema, under its role, and writes nothing."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tenants import schemas
from tenants.accounts.models import User
from tenants.backend.base import NoSchemaEntered
from tenants.backend.faces import REPLICA
from tenants.kernel.stream import stream
from tenants.schemas import in_public, in_tenant, reading_from_replica
from tests.database import company
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.usefixtures("committed")


def _backend() -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name, current_user, current_setting('search_path')"
            " FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        )
        return tuple(cursor.fetchone())  # type: ignore[return-value]


@pytest.fixture
def replica(committed: None) -> Iterator[None]:
    """A second connection to the same server: what it answers is told by its name."""
    usual = connections.settings["default"]
    options = {**usual["OPTIONS"], "application_name": "replica"}
    connections.settings[REPLICA] = {**usual, "OPTIONS": options}
    yield
    if hasattr(connections._connections, REPLICA):  # type: ignore[attr-defined]
        connections[REPLICA].close()
        delattr(connections._connections, REPLICA)  # type: ignore[attr-defined]
    del connections.settings[REPLICA]
    schemas._ask_replica_again = 0.0


def test_without_one_the_usual_connection_answers() -> None:
    acme = company("acme")
    with in_tenant(acme), reading_from_replica():
        assert _backend()[0] != "replica"


def test_it_reads_in_the_schema_and_under_its_role(replica: None) -> None:
    acme = company("acme")
    with in_tenant(acme):
        UserFactory(name="Asha")
        with reading_from_replica():
            name, role, path = _backend()
            assert (name, path) == ("replica", f'"{acme.schema_name}", extensions')
            assert role.endswith(acme.schema_name)
            assert list(User.objects.values_list("name", flat=True)) == ["Asha"]
            with in_tenant(company("zenith")):
                assert User.objects.count() == 0
        assert _backend()[0] != "replica"


def test_nothing_can_be_written_there(replica: None) -> None:
    with in_tenant(company("acme")):
        with pytest.raises(DatabaseError, match="read-only"), reading_from_replica():
            UserFactory(name="Asha")
        assert User.objects.count() == 0


def test_a_transaction_that_has_written_reads_its_own(replica: None) -> None:
    with in_tenant(company("acme")), transaction.atomic():
        with reading_from_replica():
            assert _backend()[0] == "replica"
        UserFactory(name="Asha")
        with reading_from_replica():
            assert (_backend()[0] == "replica", User.objects.count()) == (False, 1)


def test_with_the_replica_away_the_usual_connection_answers(replica: None) -> None:
    connections.settings[REPLICA]["PORT"] = 1
    with in_tenant(company("acme")), reading_from_replica():
        assert _backend()[0] != "replica"


def test_the_shared_schema_is_read_from_there_as_well(replica: None) -> None:
    with in_public(), reading_from_replica():
        assert _backend()[0] == "replica"


def test_without_a_schema_it_refuses(replica: None) -> None:
    with pytest.raises(NoSchemaEntered), reading_from_replica():
        pass


def test_an_answer_that_may_lag_is_streamed_from_there(replica: None) -> None:
    with in_tenant(company("acme")):
        answers = [
            stream(lambda: iter([_backend()[0].encode()]), content_type="text/plain", may_lag=lag)
            for lag in (True, False)
        ]
    streamed = [b"".join(answer.streaming_content) for answer in answers]  # type: ignore[arg-type]
    assert [text == b"replica" for text in streamed] == [True, False]
