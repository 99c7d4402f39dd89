"""Area enrolments: what clients are enrolled in, and what employees may see of it."""

import datetime
from decimal import Decimal

import pytest

from tests.support.counting import statements
from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Contract, Enrolment
from vettrak_api.model.occurrences import EnrolmentNumber
from vettrak_api.model.reference import EnrolmentType


def ids(answer):
    assert outcome(answer) == OK
    return [enrolment.ID for enrolment in answer.ClieEnroList]


@pytest.fixture
def many(world):
    """Enrol many times at once: in an occurrence or in nothing, as given clients."""

    def add(clients, occurrence=None):
        numbers = world.add_all([EnrolmentNumber(kind="E") for _ in clients])
        same = {"status_id": world.status("Active"), "division_id": 1, "occurrence_id": occurrence and occurrence.id}
        pairs = zip(numbers, clients, strict=True)
        world.add_all([Enrolment(id=number.id, client_id=client.id, **same) for number, client in pairs])

    return add


class TestGetEnrolmentsForClient:
    @pytest.fixture
    def client(self, world):
        return world.client("Smith", "John", code="JSMITH")

    def test_lists_every_kind_and_status_but_no_employers(self, api, token, world, client):
        employer = world.employer()
        contract = world.add(Contract(client_id=client.id, employer_id=employer.id, status_id=world.status("Active")))
        above = world.enrolment(client, world.occurrence(), kind="M", employer_id=employer.id)
        enrolments = [
            world.enrolment(client, world.occurrence()),
            world.enrolment(client, world.occurrence(), status="Withdrawn"),
            world.enrolment(client, qualification_id=world.qualification().id),
            world.enrolment(client, contract_id=contract.id),
            world.enrolment(client, world.occurrence(), kind="E", parent_id=above.id),
        ]
        world.enrolment(world.client(), world.occurrence())
        listed = ids(api.GetEnrolmentsForClient(token, "jsmith "))
        assert sorted(listed) == sorted(enrolment.id for enrolment in enrolments)

    def test_comes_by_start_then_number_and_without_start_first(self, api, token, world, client):
        late = world.enrolment(client, start_date=datetime.datetime(2026, 9, 3))
        early = world.enrolment(client, start_date=datetime.datetime(2026, 9, 2))
        twin = world.enrolment(client, start_date=datetime.datetime(2026, 9, 2))
        undated = world.enrolment(client, start_date=None)
        listed = ids(api.GetEnrolmentsForClient(token, client.code))
        assert listed == [undated.id, early.id, twin.id, late.id]

    def test_tells_what_a_portal_shows(self, api, token, world, client):
        employer, contact = world.employer("The Beer Company", identifier="BEERCO"), world.client(code="BOSS")
        kind = world.add(EnrolmentType(name="Fee for service", code="FFS"))
        made = world.enrolment(
            client,
            status="Pre-Reporting Withdrawal",
            start_date=datetime.datetime(2019, 1, 1),
            date_of_effect=datetime.datetime(2019, 2, 1),
            qualification_id=world.qualification("CERT2BAR", "Certificate II in Bar Tending").id,
            location_id=world.location("MELB").id,
            delivery_modes=["Online"],
            employer_id=employer.id,
            employer_contact_id=contact.id,
            enrolment_type_id=kind.id,
            amount=Decimal("110.00"),
            gst=Decimal("10.00"),
            amount_paid=Decimal("50.50"),
            amount_credited=Decimal("0.50"),
        )
        (enrolment,) = api.GetEnrolmentsForClient(token, client.code).ClieEnroList
        assert (enrolment.ID, enrolment.Status, enrolment.StatusType) == (made.id, "Pre-Reporting Withdrawal", 9)
        dates = (enrolment.StartDate, enrolment.EndDate, enrolment.DateOfEffect)
        assert dates == (made.start_date, made.end_date, made.date_of_effect)
        assert (enrolment.Qual_Code, enrolment.Qual_Name) == ("CERT2BAR", "Certificate II in Bar Tending")
        assert (enrolment.Loca_Code, enrolment.DeliveryModes) == ("MELB", ["Online"])
        assert (enrolment.EmployerIdentifier, enrolment.EmployerName) == ("BEERCO", "The Beer Company")
        assert enrolment.EmployerContactCode == "BOSS"
        assert (enrolment.EnrolmentType, enrolment.EnrolmentTypeCode) == ("Fee for service", "FFS")
        money = (enrolment.Amount, enrolment.GST, enrolment.AmountPaid, enrolment.AmountCredited)
        assert [str(amount) for amount in money] == ["110.00", "10.00", "50.50", "0.50"]
        assert (enrolment.Clie_Code, enrolment.GivenName, enrolment.Surname) == ("JSMITH", "John", "Smith")

    def test_nothing_found_is_success(self, api, token, client):
        assert ids(api.GetEnrolmentsForClient(token, client.code)) == []

    def test_an_unknown_client_is_not_found(self, api, token):
        answer = api.GetEnrolmentsForClient(token, "NOBODY")
        assert (outcome(answer), answer.ClieEnroList) == ((-4, "Client not found."), [])

    def test_clients_see_their_own_even_unpublished(self, api, world):
        private = world.client(web_publish=False)
        enrolment = world.enrolment(private, world.occurrence())
        assert ids(api.GetEnrolmentsForClient(world.token(private), private.code)) == [enrolment.id]

    def test_clients_see_nobody_elses(self, api, world, client):
        assert outcome(api.GetEnrolmentsForClient(world.token(world.client()), client.code)) == DENIED

    def test_staff_see_those_whom_they_train(self, api, world, client):
        trainer, occurrence = world.staff(), world.occurrence()
        enrolment = world.enrolment(client, occurrence)
        assert outcome(api.GetEnrolmentsForClient(world.token(trainer), client.code)) == DENIED
        world.trainer(occurrence, trainer)
        assert ids(api.GetEnrolmentsForClient(world.token(trainer), client.code)) == [enrolment.id]

    def test_an_unknown_client_is_denied_to_those_without_the_role(self, api, world):
        assert outcome(api.GetEnrolmentsForClient(world.token(world.client()), "NOBODY")) == DENIED

    @pytest.mark.parametrize("rows", [2, 200])
    def test_asks_the_database_once_for_the_list(self, api, token, runtime, client, many, rows):
        many([client] * rows)
        with statements(runtime) as seen:
            assert len(ids(api.GetEnrolmentsForClient(token, client.code))) == rows
        assert [statement for statement in seen if "FROM enrolment" in statement] == [seen[-1]]
        assert len(seen) == 3  # the token, the client, the list


class TestGetEnrolmentsForOccurrence:
    @pytest.fixture
    def occurrence(self, world):
        return world.occurrence(lms=False)

    def test_lists_clients_and_employees_of_every_status_but_no_employers(self, api, token, world, occurrence):
        above = world.enrolment(world.client(), occurrence, kind="M", employer_id=world.employer().id)
        employee = world.enrolment(world.client("B"), occurrence, kind="E", parent_id=above.id)
        active = world.enrolment(world.client("A"), occurrence)
        cancelled = world.enrolment(world.client("C"), occurrence, status="Cancelled")
        world.enrolment(world.client(), world.occurrence())
        listed = ids(api.GetEnrolmentsForOccurrence(token, occurrence.id))
        assert listed == [active.id, employee.id, cancelled.id]

    def test_comes_by_surname_given_name_and_number(self, api, token, world, occurrence):
        zoe = world.enrolment(world.client("smith", "Zoe"), occurrence)
        adam = world.enrolment(world.client("Smith", "adam"), occurrence)
        twin = world.enrolment(world.client("SMITH", "Adam"), occurrence)
        assert ids(api.GetEnrolmentsForOccurrence(token, occurrence.id)) == [adam.id, twin.id, zoe.id]

    def test_trainers_see_their_own_occurrence_without_those_who_refuse(self, api, world, occurrence):
        trainer = world.staff()
        world.trainer(occurrence, trainer)
        public = world.enrolment(world.client(), occurrence)
        world.enrolment(world.client(web_publish=False), occurrence)
        assert ids(api.GetEnrolmentsForOccurrence(world.token(trainer), occurrence.id)) == [public.id]

    def test_the_api_role_sees_those_who_refuse_too(self, api, token, world, occurrence):
        private = world.enrolment(world.client(web_publish=False), occurrence)
        assert ids(api.GetEnrolmentsForOccurrence(token, occurrence.id)) == [private.id]

    def test_others_are_denied(self, api, world, occurrence):
        student = world.client()
        world.enrolment(student, occurrence)
        assert outcome(api.GetEnrolmentsForOccurrence(world.token(student), occurrence.id)) == DENIED
        assert outcome(api.GetEnrolmentsForOccurrence(world.token(world.staff()), occurrence.id)) == DENIED

    def test_nothing_found_is_success(self, api, token, occurrence):
        assert ids(api.GetEnrolmentsForOccurrence(token, occurrence.id)) == []

    def test_an_unknown_number_is_not_found(self, api, token, world, occurrence):
        answer = api.GetEnrolmentsForOccurrence(token, 4711)
        assert (outcome(answer), answer.ClieEnroList) == ((-4, "Occurrence not found."), [])
        enrolment = world.enrolment(world.client(), occurrence)
        assert outcome(api.GetEnrolmentsForOccurrence(token, enrolment.id)) == (-4, "Occurrence not found.")

    @pytest.mark.parametrize("rows", [2, 200])
    def test_asks_the_database_once_for_the_list(self, api, token, runtime, world, occurrence, many, rows):
        same = {"surname": "Smith", "given_name": "John", "division_id": 1}
        many(world.add_all([Client(code=f"M{number:05d}", **same) for number in range(rows)]), occurrence)
        with statements(runtime) as seen:
            assert len(ids(api.GetEnrolmentsForOccurrence(token, occurrence.id))) == rows
        assert len(seen) == 3  # the token, the occurrence, the list
