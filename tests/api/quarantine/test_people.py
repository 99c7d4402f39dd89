"""Area web_enrolments: employees and contacts of web employers, and the list of a booking's people."""

import datetime

import pytest

from tests.support.outcomes import OK, outcome
from tests.support.web import (
    add_contact,
    add_employee,
    book,
    book_employer,
    count_rows,
    loose_employer,
    real_rows,
    reserve_employer,
    vacancies,
    web_employer,
    web_enrolment,
)
from vettrak_api.model.quarantine import CONTACT, PROCESSED, STUDENT, WebClient, WebEnrolment

FULL = (-1, "Occurrence has no vacancies.")
NOT_FOUND = (-4, "Web enrolment not found.")
NOT_AN_EMPLOYERS = (-1, "Not an employer web enrolment.")
BORN = datetime.datetime(1990, 5, 17)
CALLS = ("AddWebEmployee", "AddWebEmployerContact")


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, seats=3)


@pytest.fixture
def booking(api, token, occurrence):
    return book_employer(api, token, occurrence)


class TestAddWebEmployee:
    def test_keeps_what_the_site_tells(self, api, token, world, booking):
        number = add_employee(api, token, booking, " Worker ", " Will ", sCode=" w1 ", xsdDOB=BORN)
        stored = world.get(WebClient, number)
        assert (stored.surname, stored.given_name, stored.code_hint) == ("Worker", "Will", "w1")
        assert (stored.birth_date, stored.kind) == (BORN.date(), STUDENT)
        assert (stored.web_enrolment_id, stored.web_employer_id) == (booking, web_employer(world, booking).id)

    def test_the_first_has_a_place_already(self, api, token, occurrence, booking):
        for _ in range(2):
            book(api, token, occurrence)
        assert vacancies(api, token, occurrence) == 0
        add_employee(api, token, booking)
        assert outcome(api.AddWebEmployee(token, booking, "Late")) == FULL

    def test_each_further_one_takes_one_place_more(self, api, token, world, occurrence, booking):
        for places in (1, 2, 3):
            add_employee(api, token, booking)
            assert web_enrolment(world, booking).places == places
        assert vacancies(api, token, occurrence) == 0

    def test_when_there_is_no_place_left_nobody_is_added(self, api, token, world, booking):
        for _ in range(3):
            add_employee(api, token, booking)
        answer = api.AddWebEmployee(token, booking, "Late")
        assert (outcome(answer), answer.ID) == (FULL, -1)
        assert (count_rows(world, WebClient), web_enrolment(world, booking).places) == ([3], 3)

    def test_may_be_added_when_the_occurrence_is_not_published_any_more(self, api, token, world, occurrence, booking):
        with world.session() as session:
            session.get(type(occurrence), occurrence.id).web_published = False
        add_employee(api, token, booking)


class TestAddWebEmployerContact:
    def test_keeps_what_the_site_tells(self, api, token, world, booking):
        number = add_contact(api, token, booking, " Boss ", " Bob ", sCode=" b1 ", xsdDOB=BORN)
        stored = world.get(WebClient, number)
        assert (stored.surname, stored.given_name, stored.code_hint) == ("Boss", "Bob", "b1")
        assert (stored.birth_date, stored.kind) == (BORN.date(), CONTACT)
        assert (stored.web_enrolment_id, stored.web_employer_id) == (booking, web_employer(world, booking).id)

    def test_takes_no_place(self, api, token, occurrence, booking):
        for _ in range(4):
            add_contact(api, token, booking)
        assert vacancies(api, token, occurrence) == 2
        add_employee(api, token, booking)
        assert vacancies(api, token, occurrence) == 2


class TestRefusals:
    """Both calls have them."""

    @pytest.fixture(params=CALLS)
    def refused(self, request, api, token, world):
        """Return how a call was refused; nobody may be in quarantine then who was not before."""

        def call(*arguments, **named):
            before = count_rows(world, WebClient), real_rows(world)
            answer = getattr(api, request.param)(token, *arguments, **named)
            assert (answer.ID, count_rows(world, WebClient), real_rows(world)) == (-1, *before)
            return outcome(answer)

        return call

    def test_an_unknown_booking_is_not_found(self, refused):
        assert refused(4711, "Worker") == NOT_FOUND

    def test_one_that_was_processed_is_not_found(self, refused, world, booking):
        with world.session() as session:
            session.get(WebEnrolment, booking).state = PROCESSED
        assert refused(booking, "Worker") == NOT_FOUND

    def test_a_clients_booking_has_neither(self, refused, api, token, occurrence):
        assert refused(book(api, token, occurrence), "Worker") == NOT_AN_EMPLOYERS

    @pytest.mark.parametrize("surname", [None, "", " "])
    def test_a_surname_is_required(self, refused, booking, surname):
        assert refused(booking, surname, "Will") == (-1, "Surname is required.")
        assert refused(4711, surname) == (-1, "Surname is required.")

    @pytest.mark.parametrize(("named", "longest"), [("sSurname", 50), ("sGiven", 50), ("sCode", 10)])
    def test_texts_have_a_longest_length(self, refused, booking, named, longest):
        texts = {"sSurname": "Worker"} | {named: "x" * (longest + 1)}
        assert refused(booking, **texts) == (-1, f"{named} is longer than {longest} characters.")

    def test_nobody_is_born_in_the_future(self, refused, booking):
        born = datetime.datetime(2026, 9, 11)
        assert refused(booking, "Worker", xsdDOB=born) == (-1, "Date of birth is not valid.")


class TestGetWebClientsForWebEnrolment:
    @pytest.fixture
    def people(self, api, token):
        def call(number):
            answer = api.GetWebClientsForWebEnrolment(token, number)
            assert outcome(answer) == OK
            return answer.WeclList

        return call

    def test_tells_all_of_a_clients_booking(self, api, token, world, occurrence, people):
        number = book(api, token, occurrence, sCode="C1", xsdDOB=BORN)
        boss = loose_employer(api, token)
        api.UpdateWebClientEmployer(token, number, boss)
        division = world.division()
        home = {"StreetNumber": "1", "StreetName": "Pub Street", "City": "Kew", "State": "vic", "Postcode": "3101"}
        api.UpdateWebClient(
            token,
            number,
            sOther="Q",
            sTitle="Ms",
            sGender="f",
            sHomePhone="1",
            sWorkPhone="2",
            sMobilePhone="3",
            sEmail="bea@beer.example",
            sEmergencyName="Bob",
            sEmergencyPhone="4",
            sEmergencyMobile="5",
            divisionId=division.id,
            usi="7qrp3kv395",
            usualAddress=home,
            postalAddress={"POBox": "PO Box 9"},
            surveyContactStatusCode="E",
        )
        (found,) = people(number)
        told_of = vars(found) | {
            "UsualAddress": vars(found.UsualAddress),
            "PostalAddress": vars(found.PostalAddress),
        }
        assert told_of == {
            "Wecl_ID": found.Wecl_ID,
            "Webe_ID": number,
            "Weco_ID": boss,
            "Wecl_Type": 0,
            "Wecl_Surname": "Brewer",
            "Wecl_Given": "Bea",
            "Wecl_Other": "Q",
            "Wecl_Code": "C1",
            "Wecl_DOB": BORN,
            "Wecl_Title": "Ms",
            "Gender": "F",
            "Wecl_Email": "bea@beer.example",
            "Wecl_HomePhone": "1",
            "Wecl_WorkPhone": "2",
            "Wecl_MobilePhone": "3",
            "Wecl_EmergencyName": "Bob",
            "Wecl_EmergencyPhone": "4",
            "Wecl_EmergencyMobile": "5",
            "DivisionId": division.id,
            "USI": "7QRP3KV395",
            "UsualAddress": home | {"State": "Vic"},
            "PostalAddress": {"POBox": "PO Box 9"},
            "SurveyContactStatusCode": "E",
        }

    def test_a_fresh_person_has_little_to_tell(self, api, token, occurrence, people):
        (found,) = people(book(api, token, occurrence))
        assert (found.Weco_ID, found.Wecl_DOB, found.DivisionId, found.Gender) == (None, None, None, None)
        assert found.SurveyContactStatusCode == "A"

    def test_employees_come_before_contacts_each_by_surname_and_number(self, api, token, world, booking, people):
        contacts = [add_contact(api, token, booking, surname) for surname in ("Aalto", "aalto")]
        employees = [add_employee(api, token, booking, surname) for surname in ("zorn", "Éclair", "Eck")]
        found = people(booking)
        assert [person.Wecl_ID for person in found] == [*reversed(employees), *contacts]
        assert [person.Wecl_Type for person in found] == [0, 0, 0, 1, 1]
        employer = web_employer(world, booking).id
        assert {(person.Webe_ID, person.Weco_ID) for person in found} == {(None, employer)}

    def test_a_booking_without_people_has_an_empty_list(self, api, token, occurrence, people):
        assert people(reserve_employer(api, token, occurrence)) == []

    def test_only_the_bookings_own_people_are_listed(self, api, token, occurrence, people, booking):
        add_employee(api, token, booking)
        book(api, token, occurrence)
        assert len(people(booking)) == 1

    def test_an_unknown_booking_is_not_found(self, api, token):
        answer = api.GetWebClientsForWebEnrolment(token, 4711)
        assert (outcome(answer), answer.WeclList) == (NOT_FOUND, [])
