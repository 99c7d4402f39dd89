"""What the audit trail tells of parts without stamps, and of codes: who changed which, from what to what."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import bindparam, select, update

from tests.support.outcomes import OK, outcome
from vettrak_api.model import Base
from vettrak_api.model.audit import Author
from vettrak_api.model.belonging import owner_columns
from vettrak_api.model.changes import Change, PersonKey
from vettrak_api.model.clients import Client, ClientDisability, ClientPriorEducation, StaffDivision
from vettrak_api.model.enrolments import EnrolmentPrice
from vettrak_api.model.occurrences import ClassStaff, Occurrence, OccurrencePrice, OccurrenceStaff
from vettrak_api.model.parts import Made, content_of, entries_of_part, settled
from vettrak_api.model.programmes import QualificationUnit
from vettrak_api.model.reference import PriceItem, ResultType
from vettrak_api.model.rows import (
    add_row,
    add_rows,
    change_row,
    change_rows,
    removal_of,
    remove_row,
    remove_rows,
    rows_of,
)
from vettrak_api.model.trails import write_trails_early
from vettrak_api.rules.audit.forgetting import forget_former_values
from vettrak_api.rules.clients.staff import open_divisions
from vettrak_api.rules.occurrences.classes import remove_class


@pytest.fixture
def writing(runtime, clock):
    """Write as somebody does."""
    return lambda: runtime.database.writing(Author("TEST", "test", clock.now()))


def entries(world, table, number):
    return world.all(select(Change).where(Change.table_name == table, Change.record_id == number).order_by(Change.id))


OF_CLIENT = removal_of(ClientDisability, ClientDisability.client_id == bindparam("client"))


class TestAPart:
    def test_is_told_by_soap_with_what_there_was_and_is(self, api, token, world, trail):
        client, other = world.client(code="MEMBER"), world.client()
        for codes in (("11", "12"), ("12", "13")):
            listed = [("TDisa", {"Disa_Code": code}) for code in codes]
            assert outcome(api.UpdateClientAVDetails(token, {"Clie_Code": "MEMBER", "DisaList": listed})) == OK
        told = [(what, members) for what, members, _ in trail("client", client.id) if "disability" in what]
        assert sorted(told[:2], key=str) == [
            ("client_disability delete", {"code": ("11", None)}),
            ("client_disability insert", {"code": (None, "13")}),
        ]
        assert sorted(members["code"] for _, members in told[2:]) == [(None, "11"), (None, "12")]
        assert trail("client", other.id) == []

    def test_of_a_person_is_enciphered_by_the_persons_key_and_gone_with_it(self, writing, world, trail):
        client = world.client()
        with writing() as session:
            add_rows(session, ClientDisability, [{"client_id": client.id, "code": "11"}])
        [change] = entries(world, "client_disability", client.id)
        [key] = world.all(select(PersonKey).where(PersonKey.owner_table == "client", PersonKey.owner_id == client.id))
        assert (change.old_values, change.new_values, change.key_id) == (None, None, key.id)
        with writing() as session:
            assert forget_former_values(session, client.id) == 1
        assert trail("client", client.id) == [("client_disability insert", {}, "These values are kept no longer.")]

    def test_that_is_nobodys_is_plain_and_stays_in_the_history_of_its_record_when_it_is_gone(
        self, writing, world, trail
    ):
        occurrence, other = world.occurrence(prices=[("Tuition", 100)]), world.occurrence(prices=[("Tuition", 100)])
        [price] = world.all(select(OccurrencePrice).where(OccurrencePrice.occurrence_id == occurrence.id))
        with writing() as session:
            session.get(OccurrencePrice, price.id).amount = Decimal("120.00")
        with writing() as session:
            session.delete(session.get(OccurrencePrice, price.id))
        deleted, changed = (
            (what, members) for what, members, _ in trail("occurrence", occurrence.id) if "price" in what
        )
        assert changed == ("occurrence_price update", {"amount": ("100.00", "120.00")})
        assert (deleted[0], deleted[1]["amount"]) == ("occurrence_price delete", ("120.00", None))
        assert trail("occurrence", other.id) == []
        assert all(change.secret is None for change in entries(world, "occurrence_price", occurrence.id))

    def test_with_stamps_and_parts_of_its_own_stays_in_the_history_too(self, writing, world, trail):
        occurrence, other = world.occurrence(), world.occurrence()
        sessions = [world.class_session(each) for each in (occurrence, other)]
        trainer = world.staff()
        world.add_all(ClassStaff(class_session_id=each.id, client_id=trainer.id) for each in sessions)
        with writing() as session:
            remove_class(session, session.get(Occurrence, occurrence.id), sessions[0].id)
        told = {what for what, *_ in trail("occurrence", occurrence.id)}
        assert told == {"occurrence update", "class_session delete", "class_staff delete"}
        assert trail("occurrence", other.id) == []

    def test_is_told_however_it_is_written(self, writing, world, trail):
        client = world.client()
        with writing() as session:
            add_row(session, ClientPriorEducation, client_id=client.id, code="410")
            add_rows(session, ClientDisability, [{"client_id": client.id, "code": code} for code in ("11", "12")])
        with writing() as session:
            row = session.execute(rows_of(ClientPriorEducation).filter_by(client_id=client.id)).one()
            change_row(session, ClientPriorEducation, row, recognition="A")
        with writing() as session:
            row = session.execute(rows_of(ClientPriorEducation).filter_by(client_id=client.id)).one()
            remove_row(session, ClientPriorEducation, row)
            assert remove_rows(session, OF_CLIENT, client=client.id) == 2
            assert remove_rows(session, OF_CLIENT, client=client.id) == 0
        told = [(what.removeprefix("client_"), members) for what, members, _ in trail("client", client.id)]
        assert sorted(told[:3], key=str) == [
            ("disability delete", {"code": ("11", None)}),
            ("disability delete", {"code": ("12", None)}),
            ("prior_education delete", {"code": ("410", None), "recognition": ("A", None)}),
        ]
        assert told[3] == ("prior_education update", {"code": ("410", "410"), "recognition": ("", "A")})
        assert sorted(told[4:], key=str) == [
            ("disability insert", {"code": (None, "11")}),
            ("disability insert", {"code": (None, "12")}),
            ("prior_education insert", {"code": (None, "410")}),
        ]

    def test_that_moves_leaves_the_one_record_and_joins_the_other(self, writing, world, trail):
        first, second = world.occurrence(), world.occurrence()
        role = world.trainer(first, world.staff())
        with writing() as session:
            change_rows(session, OccurrenceStaff, {role.id: {"occurrence_id": second.id}})
        assert [what for what, *_ in trail("occurrence", first.id)] == ["occurrence_staff delete"]
        assert [what for what, *_ in trail("occurrence", second.id)] == ["occurrence_staff insert"]

    def test_that_is_replaced_by_the_same_is_not_told(self, writing, world):
        client = world.client()
        world.add(ClientDisability(client_id=client.id, code="11"))
        with writing() as session:
            remove_rows(session, OF_CLIENT, client=client.id)
            add_rows(session, ClientDisability, [{"client_id": client.id, "code": code} for code in ("11", "12")])
        assert [change.action for change in entries(world, "client_disability", client.id)] == ["insert"]

    def test_of_which_all_is_told_with_the_record_is_not_told_twice(self, writing, world, trail):
        person, branch = world.staff(), world.division()
        with writing() as session:
            open_divisions(session, session.get(Client, person.id), [branch.id])
        assert world.all(select(StaffDivision.division_id).where(StaffDivision.client_id == person.id)) == [branch.id]
        assert [[*members] for _, members, _ in trail("client", person.id)] == [["divisions"]]


class TestANewRecord:
    def test_is_told_once_with_the_parts_it_began_with(self, writing, world, trail):
        with writing() as session:
            client = Client(code="NEWONE", surname="Newcomer", division_id=1)
            session.add(client)
            session.flush()
            session.add_all(ClientDisability(client_id=client.id, code=code) for code in ("11", "12"))
        assert entries(world, "client_disability", client.id) == []
        with writing() as session:
            session.delete(session.get(ClientDisability, (client.id, "12")))
            session.add(ClientDisability(client_id=client.id, code="13"))
        *_, (what, members, _) = trail("client", client.id)
        assert (what, members["client_disability"]) == ("client insert", (None, "11\n12"))

    def test_of_a_booking_costs_no_entry_for_each_copy(self, api, token, world, trail):
        occurrence = world.occurrence(units=["U1"], prices=[("Tuition", 100)], web_published=True)
        world.trainer(occurrence, world.staff())
        client = world.client(code="MEMBER")
        assert outcome(api.AddLMSClientEnrolmentToOccurrence(token, "MEMBER", occurrence.id)) == OK
        [price] = world.all(select(EnrolmentPrice))
        assert entries(world, "enrolment_price", price.enrolment_id) == []
        made = next(members for what, members, _ in trail("client", client.id) if what == "enrolment insert")
        assert "Tuition" in made["enrolment_price"][1]
        assert made["enrolment_staff"][1]

    def test_is_known_to_be_new_when_its_entry_was_written_early(self, writing, world):
        with writing() as session:
            number = add_row(
                session, Client, code="EARLY", code_key="early", surname="E", surname_key="e", division_id=1
            )
            write_trails_early(session)
            add_rows(session, ClientDisability, [{"client_id": number, "code": "11"}])
            write_trails_early(session)
        assert entries(world, "client_disability", number) == []


class TestCodes:
    def test_that_are_changed_are_told(self, writing, world, trail):
        item = world.add(PriceItem(code="OLD", name="Something", kind=0))
        with writing() as session:
            session.get(PriceItem, item.id).name = "Something else"
        assert trail("price_item", item.id) == [("price_item update", {"name": ("Something", "Something else")}, "")]

    def test_that_are_made_and_deleted_are_told(self, writing, world, trail):
        with writing() as session:
            kind = ResultType(name="Neither", code="N", kind=3)
            session.add(kind)
        with writing() as session:
            session.delete(session.get(ResultType, kind.id))
        (deleted, lost, _), (made, began, _) = trail("result_type", kind.id)
        assert (deleted, made, lost["name"], began["name"]) == (
            "result_type delete",
            "result_type insert",
            ("Neither", None),
            (None, "Neither"),
        )


class TestRowsThatAreChangedTogether:
    def test_are_told_with_what_they_had_though_the_caller_has_not_read_it(self, writing, world, trail):
        first, second = world.occurrence(code="ONE"), world.occurrence(code="TWO")
        with writing() as session:
            change_rows(session, Occurrence, {each.id: {"code": "SAME"} for each in (first, second)})
        assert [trail("occurrence", each.id)[0][1]["code"] for each in (first, second)] == [
            ("ONE", "SAME"),
            ("TWO", "SAME"),
        ]

    def test_of_a_qualification_are_told(self, writing, world, trail):
        qualification = world.qualification()
        unit, other = world.unit(), world.unit()
        held = world.add(QualificationUnit(qualification_id=qualification.id, unit_id=unit.id))
        with writing() as session:
            change_rows(session, QualificationUnit, {held.id: {"unit_id": other.id, "core": False}})
        [(what, members, _)] = trail("qualification", qualification.id)
        assert (what, members["core"], members["unit_id"][1].startswith(other.code)) == (
            "qualification_unit update",
            ("yes", "no"),
            True,
        )


def values(table, seed):
    """Some values for all columns of a table."""
    return {column.name: f"{column.name} {seed}" for column in Base.metadata.tables[table].columns}


@pytest.mark.parametrize("table", sorted(owner_columns()))
class TestEachPart:
    def test_is_told_whole_when_it_is_made_and_when_it_goes(self, table):
        row, owner = values(table, 1), owner_columns()[table]
        [made], [gone] = entries_of_part(table, None, row), entries_of_part(table, row, None)
        assert (made["action"], gone["action"]) == ("insert", "delete")
        assert made["record_id"] == gone["record_id"] == row[owner]
        assert {name: after for name, (_, after) in made["values"].items()} == content_of(table, row)
        assert {name: before for name, (before, _) in gone["values"].items()} == content_of(table, row)
        assert settled([gone, made], Made()) == []

    def test_is_told_by_what_differs(self, table):
        row, owner = values(table, 1), owner_columns()[table]
        for name in content_of(table, row):
            [told] = entries_of_part(table, row, {**row, name: "other"})
            assert (told["members"], told["values"][name], told["record_id"]) == (
                name,
                (row[name], "other"),
                row[owner],
            )
        assert [*entries_of_part(table, row, dict(row))] == []


def test_no_client_hears_of_parts_that_are_gone(api, token, writing, world):
    client = world.client()
    world.add(ClientDisability(client_id=client.id, code="11"))
    with writing() as session:
        remove_rows(session, OF_CLIENT, client=client.id)
    [change] = entries(world, "client_disability", client.id)
    assert (change.action, change.identifier, change.reason) == ("delete", None, None)


def test_an_entry_of_a_part_that_was_altered_can_not_be_read(runtime, writing, world, trail):
    client = world.client()
    with writing() as session:
        add_rows(session, ClientDisability, [{"client_id": client.id, "code": "11"}])
    [change] = entries(world, "client_disability", client.id)
    with runtime.database.writing() as session:
        session.execute(update(Change).where(Change.id == change.id).values(request="0" * 32))
    assert trail("client", client.id)[0][2] == "These values were altered and can not be read."
    assert "11" not in json.dumps({name: str(value) for name, value in vars(change).items() if name == "secret"})
