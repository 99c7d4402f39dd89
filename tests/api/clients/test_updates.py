"""Area clients: UpdateClientDetails, which overwrites a client's details as a whole."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import DENIED, OK, outcome, told
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client, Employment
from vettrak_api.model.reference import Position

BORN = datetime.date(1990, 5, 17)
DAY, LATER = datetime.date(2020, 1, 2), datetime.date(2021, 3, 4)

EVERYTHING = {
    "Clie_Surname": "Smithe",
    "Clie_Given": "Jon",
    "Clie_Other": "Quincy",
    "Clie_DOB": BORN,
    "Clie_Address_Type": 1,
    "Clie_Email": "jon@beer.example",
    "Clie_FaxPhone": "01",
    "Clie_HomePhone": "02",
    "Clie_WorkPhone": "03",
    "Clie_MobilePhone": "04",
    "Clie_EmergencyName": "Jane Smith",
    "Clie_EmergencyPhone": "05",
    "Clie_Title": "Dr",
    "Gender": "x",
    "Clie_Passport": "P1",
    "Clie_Visa": "V1",
    "Vity_Name": "Student",
    "Clie_VisaExpiry": LATER,
    "USI": "7qrp3kv395",
    "USIExempt": False,
}

STORED = {
    "surname": "Smithe",
    "given_name": "Jon",
    "other_name": "Quincy",
    "birth_date": BORN,
    "address_type": 1,
    "email": "jon@beer.example",
    "fax_phone": "01",
    "home_phone": "02",
    "work_phone": "03",
    "mobile_phone": "04",
    "emergency_name": "Jane Smith",
    "emergency_phone": "05",
    "title": "Dr",
    "gender": "X",
    "passport_number": "P1",
    "visa_number": "V1",
    "visa_type": "Student",
    "visa_expiry": LATER,
    "usi": "7QRP3KV395",
    "usi_exempt": False,
}

LONGEST = {
    "Clie_Surname": 50,
    "Clie_Given": 50,
    "Clie_Other": 50,
    "Clie_RAddr": 170,
    "Clie_RCity": 50,
    "Clie_RPCode": 4,
    "Clie_PAddr": 170,
    "Clie_PCity": 50,
    "Clie_PPCode": 4,
    "Clie_Email": 100,
    "Clie_FaxPhone": 20,
    "Clie_HomePhone": 20,
    "Clie_WorkPhone": 20,
    "Clie_MobilePhone": 20,
    "Clie_EmergencyName": 100,
    "Clie_EmergencyPhone": 20,
    "Clie_Title": 10,
    "Clie_Passport": 50,
    "Clie_Visa": 20,
    "Vity_Name": 50,
}

LONGEST_PARTS = {
    "Building": 50,
    "UnitDetails": 30,
    "StreetNumber": 15,
    "StreetName": 70,
    "POBox": 22,
    "City": 50,
    "State": 10,
    "Postcode": 4,
}


@pytest.fixture
def client(world):
    return world.client("Smith", "John", username="john", email="john@beer.example")


@pytest.fixture
def update(api, token, client):
    """Send details of the client, who keeps nothing but the surname unless a test says so."""

    def call(as_token=token, **details):
        details = {"Clie_Surname": "Smith", "Clie_Code": client.code} | details
        return outcome(api.UpdateClientDetails(as_token, details))

    return call


@pytest.fixture
def now(world, client):
    """Read the client as it is now."""
    return lambda: world.fresh(client)


def columns(row, names):
    return {name: getattr(row, name) for name in names}


class TestPerson:
    def test_every_member_is_written(self, update, now):
        assert update(**EVERYTHING) == OK
        assert columns(now(), STORED) == STORED

    def test_an_absent_member_empties_the_value(self, update, now):
        update(**EVERYTHING)
        assert update() == OK
        emptied = dict.fromkeys(STORED) | {"surname": "Smith", "given_name": "", "address_type": 0, "usi_exempt": False}
        assert columns(now(), STORED) == emptied

    def test_the_user_name_is_read_only(self, update, now):
        assert update(Clie_Username="somebody") == OK
        assert now().username == "john"

    def test_the_code_is_found_in_any_spelling_and_stays(self, api, token, client, now):
        sent = {"Clie_Surname": "Smith", "Clie_Code": f" {client.code.lower()} "}
        assert outcome(api.UpdateClientDetails(token, sent)) == OK
        assert now().code == client.code

    def test_what_is_read_can_be_sent_back(self, api, token, client, update, now):
        update(**EVERYTHING, Clie_RAddr="Unit 3, 12 Main St", Clie_RCity="Melbourne", Stat_RShortName="vic")
        address = [column.name for column in Client.__table__.columns if column.name.startswith("usual_")]
        before = columns(now(), [*STORED, *address])
        detail = vars(api.GetClientDetails(token, client.code).ClieDetail)
        addresses = {name: vars(detail[name]) for name in ("UsualAddress", "PostalAddress")}
        assert update(**{**detail, **addresses}) == OK
        assert columns(now(), before) == before

    def test_one_change_stands_in_the_trail(self, world, client, update):
        update(**EVERYTHING, Clie_RAddr="12 Main St", Stat_RShortName="Vic")
        changes = world.all(select(Change).where(Change.table_name == "client", Change.record_id == client.id))
        assert [(change.action, change.operation) for change in changes] == [("update", "UpdateClientDetails")]


class TestEmail:
    def test_a_user_name_that_was_the_old_email_follows_the_new_one(self, world, update, now, client):
        update(Clie_Email="John@Beer.example")
        with world.session() as session:
            session.get(Client, client.id).username = "john@beer.example"
        assert update(Clie_Email="new@beer.example") == OK
        assert (now().email, now().username) == ("new@beer.example", "new@beer.example")

    def test_another_user_name_stays(self, update, now):
        update(Clie_Email="new@beer.example")
        assert now().username == "john"

    def test_an_emptied_email_leaves_the_user_name(self, world, update, now, client):
        with world.session() as session:
            session.get(Client, client.id).username = "john@beer.example"
        assert update() == OK
        assert (now().email, now().username) == (None, "john@beer.example")

    def test_an_email_that_is_the_user_name_of_another_is_refused(self, world, update, now, client):
        world.client(username="new@beer.example")
        with world.session() as session:
            session.get(Client, client.id).username = "john@beer.example"
        assert update(Clie_Email="NEW@beer.example", Clie_Given="Jon") == (-1, "Username is already in use.")
        assert (now().email, now().given_name) == ("john@beer.example", "John")


class TestEmployment:
    @pytest.fixture
    def employer(self, world):
        return world.employer()

    @pytest.fixture
    def bar(self, world):
        return world.add(Position(code="BAR", name="Bar tender"))

    @pytest.fixture
    def present(self, world, client, employer, bar):
        return world.employment(client, employer, position_id=bar.id, commenced=DAY, salary=Decimal(100))

    @pytest.fixture
    def jobs(self, world, client):
        def read():
            return world.all(select(Employment).where(Employment.client_id == client.id).order_by(Employment.id))

        return read

    def test_another_employer_is_another_employment(self, world, update, present, jobs):
        other = world.employer()
        assert update(Empl_Identifier=other.identifier.lower(), PositionCode="bar", Clie_Commenced=LATER) == OK
        old, new = jobs()
        assert (old.active, old.commenced, old.terminated) == (False, DAY, None)
        assert (new.active, new.is_primary, new.employer_id, new.commenced) == (True, True, other.id, LATER)
        assert (new.position_id, new.salary) == (present.position_id, None)

    def test_another_position_is_another_employment(self, world, update, present, employer, jobs):
        cook = world.add(Position(code="COOK", name="Cook"))
        assert update(Empl_Identifier=employer.identifier, PositionCode="COOK") == OK
        assert [(job.active, job.position_id) for job in jobs()] == [(False, present.position_id), (True, cook.id)]

    def test_dates_and_salary_are_written_to_the_present_employment(self, update, present, employer, jobs):
        assert (
            update(
                Empl_Identifier=employer.identifier,
                PositionCode="BAR",
                Clie_DateLastAssessed=LATER,
                Clie_Commenced=LATER,
                TerminationDate=LATER,
                Clie_Salary="52000.5100",
            )
            == OK
        )
        (job,) = jobs()
        assert (job.id, job.active) == (present.id, True)
        assert {job.last_assessed, job.commenced, job.terminated} == {LATER}
        assert job.salary == Decimal("52000.51")

    def test_dates_alone_make_an_employment_when_there_is_none(self, update, jobs):
        assert update(Clie_Commenced=DAY) == OK
        (job,) = jobs()
        assert (job.employer_id, job.commenced, job.active, job.is_primary) == (None, DAY, True, True)

    def test_emptied_members_end_the_employment(self, update, present, jobs):
        assert update() == OK
        assert [job.active for job in jobs()] == [False]

    def test_without_any_there_is_none(self, update, jobs):
        assert update() == OK
        assert jobs() == []

    def test_a_past_employment_is_not_touched(self, world, update, client, employer, jobs):
        world.employment(client, employer, active=False, commenced=DAY)
        assert update(Clie_Commenced=LATER) == OK
        assert [(job.active, job.commenced) for job in jobs()] == [(False, DAY), (True, LATER)]

    def test_an_unknown_employer_is_not_found(self, update, present, jobs):
        assert update(Empl_Identifier="nobody") == (-4, "Employer not found.")
        assert [job.active for job in jobs()] == [True]

    def test_an_unknown_position_is_refused(self, update):
        assert update(PositionCode="KING") == (-1, "Unknown position.")

    @pytest.mark.parametrize("salary", ["-0.01", "10000000", "79228162514264337593543950335"])
    def test_a_salary_that_can_not_be_is_refused(self, update, salary):
        assert update(Clie_Salary=salary) == (-1, "Clie_Salary is not valid.")


class TestDivision:
    def test_a_division_is_written(self, world, update, now):
        branch = world.division()
        assert update(DivisionId=branch.id) == OK
        assert now().division_id == branch.id

    def test_0_keeps_it(self, world, update, now):
        branch = world.division()
        update(DivisionId=branch.id)
        assert update() == OK
        assert now().division_id == branch.id

    def test_an_unknown_one_is_not_found(self, update):
        assert update(DivisionId=999) == (-4, "Division not found.")


class TestWithoutApiRole:
    def test_clients_change_their_own_record(self, world, client, update, now):
        assert update(world.token(client), **EVERYTHING) == OK
        assert columns(now(), STORED) == STORED

    def test_employment_and_division_keep_their_values(self, world, client, update, now):
        employer, branch = world.employer(), world.division()
        job = world.employment(client, employer, commenced=DAY)
        sent = {"Empl_Identifier": "nobody", "PositionCode": "KING", "Clie_Commenced": LATER, "DivisionId": branch.id}
        assert update(world.token(client), **sent) == OK
        assert now().division_id == 1
        assert (world.fresh(job).active, world.fresh(job).commenced) == (True, DAY)

    def test_nobody_changes_the_record_of_another(self, world, client, update, now):
        employer, contact = world.employer(), world.client()
        world.employment(client, employer)
        world.contact(employer, contact)
        for caller in (world.client(), world.staff(), contact):
            assert update(world.token(caller), Clie_Given="Jon") == DENIED
        assert now().given_name == "John"

    def test_no_details_are_nobodys(self, api, world, client):
        assert outcome(api.UpdateClientDetails(world.token(client), None)) == DENIED


class TestErrors:
    @pytest.mark.parametrize("code", ["nobody", "", None])
    def test_an_unknown_client_is_not_found(self, api, token, code):
        sent = {"Clie_Surname": "Smith", "Clie_Code": code}
        assert outcome(api.UpdateClientDetails(token, sent)) == (-4, "Client not found.")

    def test_no_details_name_no_client(self, api, token):
        assert outcome(api.UpdateClientDetails(token, None)) == (-4, "Client not found.")

    @pytest.mark.parametrize("surname", ["", "  ", None])
    def test_a_surname_is_required(self, update, surname):
        assert update(Clie_Surname=surname) == (-1, "Surname is required.")

    @pytest.mark.parametrize(("member", "longest"), LONGEST.items())
    def test_texts_have_a_longest_length(self, update, member, longest):
        assert update(**{member: told(member, "x" * longest)}) == OK
        assert update(**{member: "x" * (longest + 1)}) == (-1, f"{member} is longer than {longest} characters.")

    @pytest.mark.parametrize(("part", "longest"), LONGEST_PARTS.items())
    def test_parts_of_addresses_have_a_longest_length(self, update, part, longest):
        message = f"PostalAddress.{part} is longer than {longest} characters."
        assert update(PostalAddress={part: "x" * (longest + 1)}) == (-1, message)

    def test_the_first_member_that_breaks_a_rule_is_told(self, update):
        sent = {"Clie_Title": "x" * 11, "Clie_Other": "x" * 51, "USI": "wrong"}
        assert update(**sent) == (-1, "Clie_Other is longer than 50 characters.")

    def test_arguments_are_judged_before_records_are_looked_up(self, update):
        assert update(Clie_Code="nobody", USI="wrong") == (-1, "USI is not valid.")

    @pytest.mark.parametrize("usi", ["5U9HD88TA3", "7QRP3KV39"])
    def test_a_usi_must_be_well_formed(self, update, now, usi):
        assert update(USI=usi, Clie_Given="Jon") == (-1, "USI is not valid.")
        assert now().given_name == "John"

    @pytest.mark.parametrize("gender", ["@", "F M", "male"])
    def test_a_gender_is_m_f_x_or_blank(self, update, gender):
        assert update(Gender=gender) == (-1, "Unknown gender.")

    @pytest.mark.parametrize("value", [2, -1])
    def test_the_address_type_is_0_or_1(self, update, value):
        assert update(Clie_Address_Type=value) == (-1, "Clie_Address_Type must be 0 or 1.")

    @pytest.mark.parametrize("born", ["1899-12-30", "2026-09-11"])
    def test_a_birth_lies_between_1900_and_today(self, update, born):
        assert update(Clie_DOB=born) == (-1, "Date of birth is not valid.")

    def test_an_odd_birth_date_that_is_stored_may_be_sent_back(self, world, update, client):
        odd = datetime.date(1899, 12, 30)
        with world.session() as session:
            session.get(Client, client.id).birth_date = odd
        assert update(Clie_DOB=odd) == OK
