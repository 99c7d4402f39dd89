"""What the audit trail keeps of a change, and that personal data are in it for who has the keys alone."""

import datetime
import json
from contextlib import suppress

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from vettrak_api.model.audit import Author
from vettrak_api.model.changes import Change, PersonKey
from vettrak_api.model.clients import Client, ClientRelationship
from vettrak_api.model.enrolments import EnrolledUnit, Enrolment
from vettrak_api.model.finance import Invoice, InvoiceItem
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.reference import Location, RelationshipType
from vettrak_api.model.rows import change_row, remove_row, rows_of
from vettrak_api.model.trails import write_trails_early
from vettrak_api.rules.audit.forgetting import forget_former_values
from vettrak_api.security.vault import KEY_DAYS, MOST_BYTES
from vettrak_api.views.audit import history_of_request


@pytest.fixture
def changed(runtime, clock):
    """Change columns of an object through the unit of work."""

    def change(table, number, **columns):
        with runtime.database.writing(Author("TEST", "test", clock.now())) as session:
            row = session.get(table, number)
            for name, value in columns.items():
                setattr(row, name, value)

    return change


def entries(world, table, number):
    return world.all(select(Change).where(Change.table_name == table, Change.record_id == number).order_by(Change.id))


def owner(world, table, number):
    """Whose key the one entry of a record is enciphered by."""
    [change] = entries(world, table, number)
    [key] = world.all(select(PersonKey).where(PersonKey.id == change.key_id))
    return key.owner_table, key.owner_id


class TestAChange:
    def test_tells_what_a_client_had_and_has_by_soap(self, api, token, world, trail):
        client = world.client("Before", "Bea", code="MEMBER")
        assert outcome(api.UpdateClientDetails(token, {"Clie_Code": "MEMBER", "Clie_Surname": "After"})) == OK
        [(what, members, note), *_] = trail("client", client.id)
        assert (what, members["surname"], note) == ("client update", ("Before", "After"), "")

    def test_is_enciphered_where_it_is_personal(self, api, token, world):
        client = world.client("Beforehand", "Bea", code="MEMBER")
        api.UpdateClientDetails(token, {"Clie_Code": "MEMBER", "Clie_Surname": "Afterwards"})
        [change] = entries(world, "client", client.id)
        told = json.dumps({name: str(value) for name, value in vars(change).items()})
        assert ("Beforehand" in told, "Afterwards" in told, change.key_id is None) == (False, False, False)
        [key] = world.all(select(PersonKey).where(PersonKey.id == change.key_id))
        assert (key.owner_table, key.owner_id) == ("client", client.id)

    def test_is_plain_where_it_is_nobodys(self, world, changed):
        place = world.location(name="Old hall")
        changed(Location, place.id, name="New hall")
        [change] = entries(world, "location", place.id)
        assert (change.old_values, change.new_values, change.secret) == (
            '{"name":"Old hall"}',
            '{"name":"New hall"}',
            None,
        )

    def test_is_told_past_the_unit_of_work_as_well(self, runtime, clock, world, trail):
        client = world.client("One", "Olga")
        with runtime.database.writing(Author("TEST", "test", clock.now())) as session:
            row = session.execute(rows_of(Client).where(Client.id == client.id)).one()
            change_row(session, Client, row, email="new@example.com", given_name="Olga")
        [(_, members, _), *_] = trail("client", client.id)
        assert members == {"email": ("", "new@example.com")}

    def test_of_a_part_is_enciphered_by_the_persons_key_and_stands_in_the_persons_history(self, world, changed, trail):
        client, other = world.client("Part"), world.client("Another")
        enrolment = world.enrolment(client)
        world.enrolment(other)
        changed(Enrolment, enrolment.id, description="moved")
        [(what, members, _), *_] = trail("client", client.id)
        assert (what, members["description"][1]) == ("enrolment update", "moved")
        assert trail("client", other.id) == []
        [key] = world.all(select(PersonKey).where(PersonKey.owner_table == "client", PersonKey.owner_id == client.id))
        assert [change.key_id for change in entries(world, "enrolment", enrolment.id)] == [key.id]

    def test_of_a_part_of_a_part_is_enciphered_as_well(self, world, changed):
        """A unit of work knows what a row is a part of, and what that is a part of has to be looked up."""
        client = world.client("Part")
        enrolment = world.enrolment(client, world.occurrence(units=["UNIT1"]))
        unit = world.enrolled_unit(enrolment, "UNIT1")
        changed(EnrolledUnit, unit.id, comment="has to try again")
        [change] = entries(world, "enrolled_unit", unit.id)
        assert (change.old_values, change.new_values) == (None, None)
        assert owner(world, "enrolled_unit", unit.id) == ("client", client.id)

    def test_of_a_line_of_an_employers_invoice_is_the_persons(self, world, changed):
        client, employer = world.client("Line"), world.employer()
        invoice = Invoice(invoice_date=datetime.datetime(2026, 9, 1), invoicee_kind=1, employer_id=employer.id)
        world.add(invoice)
        line = InvoiceItem(invoice_id=invoice.id, owner_client_id=client.id, amount=5)
        world.add(line)
        changed(InvoiceItem, line.id, description="for Lin Line")
        changed(Invoice, invoice.id, description="for all of them")
        assert owner(world, "invoice_item", line.id) == ("client", client.id)
        assert owner(world, "invoice", invoice.id) == ("employer", employer.id)

    def test_of_what_somebody_is_to_another_has_a_key_of_its_own(self, world, changed, trail):
        client, mother = world.client("Child"), world.client("Mother")
        kind = world.all(select(RelationshipType.id))[0]
        told = {"client_id": client.id, "to_client_id": mother.id, "relationship_type_id": kind}
        row = ClientRelationship(**told)
        world.add(row)
        changed(ClientRelationship, row.id, description="rings at noon")
        assert owner(world, "client_relationship", row.id) == ("client_relationship", row.id)
        assert trail("client", client.id)[0][1]["description"][1] == "rings at noon"

    def test_of_an_occurrences_contact_is_enciphered_and_of_its_code_is_not(self, world, changed, trail):
        occurrence = world.occurrence(coordinator_name="Cora Coordinator")
        changed(Occurrence, occurrence.id, code="NEW")
        changed(Occurrence, occurrence.id, coordinator_name="Carl Coordinator")
        first, second = entries(world, "occurrence", occurrence.id)
        assert (first.new_values, first.secret, second.new_values) == ('{"code":"NEW"}', None, None)
        [(_, members, _), *_] = trail("occurrence", occurrence.id)
        assert members["coordinator_name"] == ("Cora Coordinator", "Carl Coordinator")

    def test_of_a_password_tells_that_and_no_more(self, runtime, world, changed, trail):
        client = world.client("Secret", password="a long enough password")
        changed(Client, client.id, password_hash="$argon2$other")
        [(_, members, _), *_] = trail("client", client.id)
        assert members == {"password_hash": (None, None)}

    def test_of_a_long_text_keeps_its_beginning(self, runtime, world, changed, trail):
        place = world.location()
        changed(Location, place.id, description="\u00e4" * 255)
        texts = {f"t{number}": "\u4e00" * 60_000 for number in range(3)}
        assert trail("location", place.id)[0][1]["description"][1] == "\u00e4" * 255
        from vettrak_api.security.vault import _text_of

        assert len(_text_of({name: (text, text) for name, text in texts.items()}, "update")) <= MOST_BYTES


class TestNewAndDeletedRows:
    def test_a_new_row_is_told_with_what_it_began_with(self, runtime, clock, world, changed, trail):
        with runtime.database.writing(Author("TEST", "test", clock.now())) as session:
            place = Location(code="NEW", name="First name", city="Ballarat")
            session.add(place)
        changed(Location, place.id, name="Second name")
        latest, (what, members, _) = trail("location", place.id)
        assert latest[1] == {"name": ("First name", "Second name")}
        assert (what, members["name"], members["city"]) == ("location insert", (None, "First name"), (None, "Ballarat"))

    def test_nothing_is_written_of_its_values(self, runtime, clock, world):
        with runtime.database.writing(Author("TEST", "test", clock.now())) as session:
            client = Client(code="NEWONE", surname="Newcomer", division_id=1)
            session.add(client)
        [change] = entries(world, "client", client.id)
        assert (change.old_values, change.new_values, change.secret, change.key_id) == (None,) * 4

    def test_a_deleted_row_is_told_with_what_it_had(self, runtime, clock, world, trail):
        client = world.client("Parted")
        enrolment = world.enrolment(client, description="about to go")
        with runtime.database.writing(Author("TEST", "test", clock.now())) as session:
            row = session.execute(rows_of(Enrolment).where(Enrolment.id == enrolment.id)).one()
            remove_row(session, Enrolment, row)
        [(what, members, _)] = trail("client", client.id)
        assert (what, members["description"]) == ("enrolment delete", ("about to go", None))


class TestKeysOfPersons:
    def test_without_its_key_nothing_can_be_read(self, runtime, clock, world, changed, trail):
        client, other = world.client("Planted"), world.client("Stays")
        changed(Client, client.id, surname="Changed")
        changed(Client, other.id, surname="Changed")
        with runtime.database.writing(Author("TEST", "erase", clock.now())) as session:
            session.get(Client, client.id).surname = "Erased"
            assert forget_former_values(session, client.id) == 1
        notes = [(members["surname"], note) for _, members, note in trail("client", client.id)]
        assert notes == [
            ((None, None), "Values were not recorded."),
            ((None, None), "These values are kept no longer."),
        ]
        assert trail("client", other.id)[0][1]["surname"] == ("Stays", "Changed")

    def test_a_key_of_a_transaction_that_failed_is_not_used_again(self, runtime, clock, world, changed, trail):
        client = world.client("Rolled")
        with suppress(ZeroDivisionError), runtime.database.writing(Author("TEST", "t", clock.now())) as session:
            session.get(Client, client.id).surname = "Back"
            session.flush()
            write_trails_early(session)
            raise ZeroDivisionError
        changed(Client, client.id, surname="Forward")
        [(_, members, note)] = trail("client", client.id)
        assert (members["surname"], note) == (("Rolled", "Forward"), "")

    def test_a_month_later_a_new_one_is_used(self, clock, world, changed):
        client = world.client("Month")
        changed(Client, client.id, surname="One")
        changed(Client, client.id, surname="Two")
        clock.advance(days=KEY_DAYS)
        changed(Client, client.id, surname="Three")
        first, second, third = (change.key_id for change in entries(world, "client", client.id))
        assert (first == second, second == third) == (True, False)

    def test_those_of_records_that_became_part_of_another_are_deleted_with_it(
        self, runtime, clock, world, changed, trail
    ):
        first, second, stays, other = (world.client(name) for name in ("First", "Second", "Stays", "Other"))
        for client in (first, second, other):
            changed(Client, client.id, surname="Going")
        for gone, kept, undone_at in ((first, second, None), (second, stays, None), (other, stays, clock.now())):
            told = {"merged_at": clock.now(), "merged_by": "TEST", "undone_at": undone_at}
            ids = {"vanished_id": gone.id, "vanished_code": gone.code, "kept_id": kept.id, "kept_code": kept.code}
            world.add(ClientMerge(**ids, **told))
        with runtime.database.writing() as session:
            assert forget_former_values(session, stays.id) == 2
        notes = [trail("client", client.id)[0][2] for client in (first, second, other)]
        assert notes == ["These values are kept no longer."] * 2 + [""]


def test_what_one_call_wrote_is_found_by_its_request(runtime, api, token, world):
    occurrence = world.occurrence(web_published=True)
    assert outcome(api.AddClientWebEnrolment(token, occurrence.id, "One", "Al")) == OK
    [change, *_] = world.all(select(Change).where(Change.operation == "AddClientWebEnrolment"))
    with runtime.database.querying() as reader:
        history = history_of_request(reader, runtime.vault, runtime.settings.zone, change.request)
    assert {entry.table for entry in history.entries} >= {"web_enrolment", "web_client"}
    assert {entry.operation for entry in history.entries} == {"AddClientWebEnrolment"}
