"""Area clients: a client's details, read alone and with what happens in a range of dates."""

import datetime
from decimal import Decimal

import pytest

from tests.support.counting import statements
from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.enrolments import ClassClient, Contract
from vettrak_api.model.events import Event
from vettrak_api.model.reference import Position

NOT_FOUND = (-4, "Client not found.")
FIRST, LAST = datetime.datetime(2026, 9, 1), datetime.datetime(2026, 9, 30, 23, 59, 59)
BEFORE, INSIDE, AFTER = (datetime.datetime(2026, month, 15, 9) for month in (7, 9, 11))

PERSONAL = {
    "other_name": "Quincy",
    "username": "john",
    "birth_date": datetime.date(1990, 5, 17),
    "address_type": 1,
    "email": "john@beer.example",
    "fax_phone": "01",
    "home_phone": "02",
    "work_phone": "03",
    "mobile_phone": "04",
    "emergency_name": "Jane Smith",
    "emergency_phone": "05",
    "title": "Mr",
    "gender": "M",
    "passport_number": "P1",
    "visa_number": "V1",
    "visa_type": "Student",
    "visa_expiry": datetime.date(2027, 1, 31),
    "usi": "7QRP3KV395",
    "usi_exempt": True,
}

ON_THE_WIRE = {
    "Clie_Surname": "Smith",
    "Clie_Given": "John",
    "Clie_Other": "Quincy",
    "Clie_Username": "john",
    "Clie_DOB": datetime.datetime(1990, 5, 17),
    "Clie_Address_Type": 1,
    "Clie_Email": "john@beer.example",
    "Clie_FaxPhone": "01",
    "Clie_HomePhone": "02",
    "Clie_WorkPhone": "03",
    "Clie_MobilePhone": "04",
    "Clie_EmergencyName": "Jane Smith",
    "Clie_EmergencyPhone": "05",
    "Clie_Title": "Mr",
    "Gender": "M",
    "Clie_Passport": "P1",
    "Clie_Visa": "V1",
    "Vity_Name": "Student",
    "Clie_VisaExpiry": datetime.datetime(2027, 1, 31),
    "DivisionId": 1,
    "USI": "7QRP3KV395",
    "USIExempt": True,
}

EMPLOYMENT_MEMBERS = (
    "Empl_Identifier",
    "PositionName",
    "PositionCode",
    "Clie_DateLastAssessed",
    "Clie_Commenced",
    "TerminationDate",
    "Clie_Salary",
)


def members(reply, names):
    return {name: getattr(reply, name) for name in names}


class TestGetClientDetails:
    def test_gives_every_member(self, api, world, token):
        client = world.client(**PERSONAL)
        answer = api.GetClientDetails(token, client.code.lower())
        assert outcome(answer) == OK
        assert answer.ClieDetail.Clie_Code == client.code
        assert members(answer.ClieDetail, ON_THE_WIRE) == ON_THE_WIRE

    def test_what_is_not_known_is_absent_and_the_addresses_are_empty(self, api, world, token):
        detail = api.GetClientDetails(token, world.client(given_name="").code).ClieDetail
        known = {"Clie_Surname", "Clie_Given", "Clie_Code", "Clie_Address_Type", "DivisionId", "USIExempt"}
        addresses = {"UsualAddress", "PostalAddress"}
        assert {name for name, value in vars(detail).items() if value is not None} == known | addresses
        assert (vars(detail.UsualAddress), vars(detail.PostalAddress)) == ({}, {})
        assert detail.Clie_Given == ""

    def test_members_of_the_client_come_first(self, api, world, token):
        detail = api.GetClientDetails(token, world.client(**PERSONAL).code).ClieDetail
        assert list(vars(detail))[:4] == ["Clie_Surname", "Clie_Given", "Clie_Code", "Clie_Other"]

    def test_both_forms_of_both_addresses(self, api, world, token):
        client = world.client(
            usual_building="Beer House",
            usual_unit_details="Unit 3",
            usual_street_number="12",
            usual_street_name="Main St",
            usual_city="Melbourne",
            usual_state="Vic",
            usual_postcode="3000",
            postal_box="PO Box 7",
            postal_city="Perth",
            postal_state="WA",
            postal_postcode="6000",
        )
        detail = api.GetClientDetails(token, client.code).ClieDetail
        assert vars(detail.UsualAddress) == {
            "Building": "Beer House",
            "UnitDetails": "Unit 3",
            "StreetNumber": "12",
            "StreetName": "Main St",
            "City": "Melbourne",
            "State": "Vic",
            "Postcode": "3000",
        }
        assert vars(detail.PostalAddress) == {
            "POBox": "PO Box 7",
            "City": "Perth",
            "State": "WA",
            "Postcode": "6000",
        }
        usual = (detail.Clie_RAddr, detail.Clie_RCity, detail.Clie_RPCode, detail.Stat_RShortName)
        assert usual == ("Beer House, Unit 3, 12 Main St", "Melbourne", "3000", "Vic")
        postal = (detail.Clie_PAddr, detail.Clie_PCity, detail.Clie_PPCode, detail.Stat_PShortName)
        assert postal == ("PO Box 7", "Perth", "6000", "WA")

    def test_employment_members_describe_the_primary_employment(self, api, world, token):
        client, employer = world.client(), world.employer()
        position = world.add(Position(code="BAR", name="Bar tender"))
        day = datetime.date(2020, 1, 2)
        world.employment(client, world.employer(), is_primary=False)
        world.employment(client, world.employer(), active=False)
        world.employment(
            client,
            employer,
            position_id=position.id,
            commenced=day,
            terminated=day,
            last_assessed=day,
            salary=Decimal("52000.5"),
        )
        detail = api.GetClientDetails(token, client.code).ClieDetail
        moment = datetime.datetime(2020, 1, 2)
        assert members(detail, EMPLOYMENT_MEMBERS) == {
            "Empl_Identifier": employer.identifier,
            "PositionName": "Bar tender",
            "PositionCode": "BAR",
            "Clie_DateLastAssessed": moment,
            "Clie_Commenced": moment,
            "TerminationDate": moment,
            "Clie_Salary": Decimal("52000.50"),
        }

    def test_without_primary_employment_its_members_are_absent(self, api, world, token):
        client = world.client()
        world.employment(client, world.employer(), active=False)
        detail = api.GetClientDetails(token, client.code).ClieDetail
        assert set(members(detail, EMPLOYMENT_MEMBERS).values()) == {None}

    def test_is_one_query(self, api, world, token, runtime):
        client = world.client(**PERSONAL)
        api.GetClientDetails(token, client.code)
        with statements(runtime) as seen:
            api.GetClientDetails(token, client.code)
        assert len([statement for statement in seen if "usual_building" in statement]) == 1
        assert len(seen) == 2  # the token is the other

    @pytest.mark.parametrize("code", ["nobody", "", None])
    def test_an_unknown_code_answers_with_empty_names(self, api, token, code):
        answer = api.GetClientDetails(token, code)
        assert outcome(answer) == NOT_FOUND
        assert members(answer.ClieDetail, ("Clie_Surname", "Clie_Given", "Clie_Code")) == {
            "Clie_Surname": "",
            "Clie_Given": "",
            "Clie_Code": "",
        }

    def test_clients_read_their_own(self, api, world):
        client, other = world.client(web_publish=False), world.client()
        assert outcome(api.GetClientDetails(world.token(client), client.code)) == OK
        answer = api.GetClientDetails(world.token(client), other.code)
        assert outcome(answer) == DENIED
        assert answer.ClieDetail.Clie_Code == ""


class TestGetClientExtendedDetails:
    @pytest.fixture
    def client(self, world):
        return world.client()

    @pytest.fixture
    def extended(self, api, token, client):
        def call(start=FIRST, end=LAST):
            answer = api.GetClientExtendedDetails(token, client.code, start, end)
            assert outcome(answer) == OK
            return answer.ClieExtended

        return call

    def test_a_quiet_time_has_details_and_empty_lists(self, extended, client):
        answer = extended()
        assert answer.ClientDetail.Clie_Code == client.code
        assert (answer.Classes, answer.Enrolments, answer.Contracts, answer.Events) == ([], [], [], [])

    def test_classes_of_the_clients_enrolments_that_overlap(self, world, client, extended):
        location = world.location()
        occurrence = world.occurrence()
        inside = world.class_session(
            occurrence, INSIDE, code="C1", room_code="R1", location_id=location.id, description="Tasting"
        )
        early = world.class_session(occurrence, FIRST - datetime.timedelta(hours=1))
        self.attend(world, world.enrolment(client, occurrence), inside, early, world.class_session(occurrence, AFTER))
        self.attend(world, world.enrolment(client, occurrence), inside)
        self.attend(world, world.enrolment(world.client(), occurrence), world.class_session(occurrence, INSIDE))
        first, second = extended().Classes
        assert first.Inst_ID == early.id
        assert vars(second) == {
            "Inst_ID": inside.id,
            "Inst_Start": INSIDE,
            "Inst_Finish": INSIDE + datetime.timedelta(hours=3),
            "Room_Code": "R1",
            "Inst_Code": "C1",
            "Prog_Name": "Beer Appreciation",
            "Inst_Desc": "Tasting",
            "Loca_Code": location.code,
            "OccurrenceId": occurrence.id,
        }

    def test_a_withdrawn_enrolment_takes_no_seat(self, world, client, extended):
        occurrence = world.occurrence()
        session = world.class_session(occurrence, INSIDE)
        self.attend(world, world.enrolment(client, occurrence, status="Withdrawn"), session)
        assert extended().Classes == []

    @staticmethod
    def attend(world, enrolment, *sessions):
        for session in sessions:
            world.add(ClassClient(class_session_id=session.id, enrolment_id=enrolment.id))

    def test_enrolments_of_every_status_that_overlap_by_start(self, world, client, extended):
        def enrol(start, end, **values):
            return world.enrolment(client, start_date=start, end_date=end, **values).id

        late = enrol(LAST, AFTER, status="Withdrawn")
        early = enrol(BEFORE, FIRST)
        open_ended = enrol(FIRST, None)
        undated = enrol(None, None)
        enrol(BEFORE, FIRST - datetime.timedelta(seconds=1))
        enrol(LAST + datetime.timedelta(seconds=1), None)
        world.enrolment(world.client(), start_date=FIRST, end_date=LAST)
        found = extended().Enrolments
        assert [enrolment.ID for enrolment in found] == [undated, early, open_ended, late]
        assert {enrolment.Clie_Code for enrolment in found} == {client.code}

    def test_contracts_that_overlap(self, world, client, extended):
        employer, contact = world.employer(), world.client()
        qualification = world.qualification()

        def contract(of, start, end, **values):
            status = world.status("Active")
            return world.add(
                Contract(
                    client_id=of.id, employer_id=employer.id, status_id=status, start_date=start, end_date=end, **values
                )
            )

        known = contract(
            client,
            BEFORE,
            None,
            code="T1",
            date_of_effect=BEFORE,
            qualification_id=qualification.id,
            employer_contact_id=contact.id,
            organisation_id=1,
            state_id=2,
            description="Apprentice",
        )
        contract(client, BEFORE, BEFORE)
        contract(contact, BEFORE, AFTER)
        (found,) = extended().Contracts
        assert {name: value for name, value in vars(found).items() if value is not None} == {
            "ID": known.id,
            "Code": "T1",
            "StartDate": BEFORE,
            "Status": "Active",
            "DateOfEffect": BEFORE,
            "Qual_Code": qualification.code,
            "Qual_Name": qualification.name,
            "Empl_Identifier": employer.identifier,
            "Empl_Name": employer.name,
            "OrganisationId": 1,
            "Description": "Apprentice",
            "StateShortName": "Vic",
            "EmployerContactCode": contact.code,
        }

    def test_events_that_overlap(self, world, client, extended):
        staff = world.staff()

        def event(start, finish, **values):
            values = {"client_id": client.id, **values}
            return world.add(Event(event_type_id=1, start=start, finish=finish, **values))

        enrolment = world.enrolment(client, start_date=AFTER, end_date=AFTER)
        known = event(
            INSIDE,
            INSIDE,
            complete=True,
            description="Came by",
            staff_id=staff.id,
            document_reference="visit.pdf",
            enrolment_id=enrolment.id,
        )
        going_on = event(BEFORE, None)
        event(BEFORE, BEFORE)
        event(INSIDE, INSIDE, client_id=staff.id)
        event(INSIDE, INSIDE, client_id=None, employer_id=world.employer().id)
        first, second = extended().Events
        assert first.EventID == going_on.id
        assert {name: value for name, value in vars(second).items() if value is not None} == {
            "EventID": known.id,
            "EventType": 0,
            "Identifier": client.code,
            "EventName": "Workplace Visit",
            "EventStart": INSIDE,
            "EventFinish": INSIDE,
            "Complete": 1,
            "Description": "Came by",
            "StaffCode": staff.code,
            "DocumentReference": "visit.pdf",
            "EnrolmentId": enrolment.id,
        }

    def test_takes_few_queries_however_much_there_is(self, world, client, extended, runtime):
        for _ in range(5):
            world.enrolment(client, world.occurrence())
        extended()
        with statements(runtime) as seen:
            extended()
        assert len(seen) <= 7

    def test_an_unknown_code_has_no_details(self, api, token):
        answer = api.GetClientExtendedDetails(token, "nobody", FIRST, LAST)
        assert outcome(answer) == NOT_FOUND
        assert answer.ClieExtended is None

    def test_a_reversed_range_is_refused_before_the_client_is_looked_up(self, api, token, client):
        for code in (client.code, "nobody"):
            answer = api.GetClientExtendedDetails(token, code, LAST, FIRST)
            assert outcome(answer) == (-1, "Start date is after end date.")
            assert answer.ClieExtended is None

    def test_a_moment_is_a_range(self, extended, world, client):
        world.enrolment(client, start_date=FIRST, end_date=FIRST)
        assert len(extended(FIRST, FIRST).Enrolments) == 1

    def test_clients_read_their_own(self, api, world, client):
        assert outcome(api.GetClientExtendedDetails(world.token(client), client.code, FIRST, LAST)) == OK
        answer = api.GetClientExtendedDetails(world.token(world.client()), client.code, FIRST, LAST)
        assert outcome(answer) == DENIED
        assert answer.ClieExtended is None
