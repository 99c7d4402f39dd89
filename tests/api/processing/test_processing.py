"""ProcessWebEnrolment, client kind: who the enrolee is, and what is written to whom."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.inhabitants import CALLER
from tests.support.outcomes import OK, outcome
from tests.support.web import book, book_employer, quarantined, real_rows, reserve, web_enrolment
from vettrak_api.model.clients import (
    Client,
    ClientDisability,
    ClientPriorEducation,
    ClientStatistics,
)
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.quarantine import PROCESSED, WebDecision

NOT_FOUND = (-4, "Web enrolment not found.")
SEVERAL = (-1, "More than one existing client matches.")
ENROLLED = (-1, "Client is already enrolled in this occurrence.")
NAME_TAKEN = (-1, "Username is already in use.")
BORN = datetime.date(1990, 5, 17)
OTHER_DAY = datetime.date(1990, 5, 18)
USI, OTHER_USI = "BNGH7C75FN", "ZZZZZZ2222"


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, seats=3)


@pytest.fixture
def refused(api, token, world):
    """Return how processing was refused; nothing may have changed then."""

    def call(number, update=False):
        before, waiting = real_rows(world), quarantined(world)
        answer = api.ProcessWebEnrolment(token, number, update)
        assert answer.ProcessedWebEnrol is None
        assert (real_rows(world), quarantined(world)) == (before, waiting)
        return outcome(answer)

    return call


def enrolee(world, made):
    """Return the client that was enrolled."""
    return world.one(select(Client).where(Client.code == made.EnroleeIdentifier))


def decisions(world, number):
    """Return action and rule of what was decided about a web enrolment."""
    rows = world.all(select(WebDecision).where(WebDecision.web_enrolment_id == number).order_by(WebDecision.id))
    return [(row.action, row.rule) for row in rows]


class TestSomebodyNew:
    def test_becomes_a_client_and_is_enrolled(self, api, token, world, occurrence, process):
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        made = process(number)
        client = enrolee(world, made)
        assert (client.surname, client.given_name, client.birth_date) == ("Brewer", "Bea", BORN)
        assert (made.WebEnrolmentId, made.OccurrenceId, made.EnroleeType) == (number, occurrence.id, 0)
        assert (made.EnroleeWasCreated, made.EnroleeName) == (True, "Bea Brewer")
        assert (made.InvoiceId, made.InvoiceNumber, made.InvoiceDate, made.PaymentId) == (None, None, None, None)
        assert (made.InvoiceItemIds, made.ProcessedEmployeeList, made.AutoLMSTransfer) == ([], [], None)
        enrolment = world.get(Enrolment, made.EnrolmentId)
        assert (enrolment.client_id, enrolment.occurrence_id, enrolment.kind) == (client.id, occurrence.id, "C")

    def test_gets_everything_that_the_web_told(self, api, token, world, occurrence, process):
        division = world.division()
        number = book(api, token, occurrence)
        told_ = {
            "sOther": "Maria",
            "sTitle": "Ms",
            "sGender": "F",
            "sHomePhone": "03 1",
            "sWorkPhone": "03 2",
            "sMobilePhone": "0400 3",
            "sEmail": "bea@example.com",
            "sEmergencyName": "Ben",
            "sEmergencyMobile": "0400 4",
            "divisionId": division.id,
            "usi": USI,
            "usualAddress": {
                "StreetNumber": "1",
                "StreetName": "Hop Street",
                "City": "Hobart",
                "State": "Tas",
                "Postcode": "7000",
            },
            "postalAddress": {"POBox": "PO Box 7", "City": "Hobart", "State": "Tas", "Postcode": "7001"},
            "surveyContactStatusCode": "E",
        }
        assert outcome(api.UpdateWebClient(token, number, **told_)) == OK
        client = enrolee(world, process(number))
        assert (client.other_name, client.title, client.gender, client.usi) == ("Maria", "Ms", "F", USI)
        assert (client.home_phone, client.work_phone, client.mobile_phone) == ("03 1", "03 2", "0400 3")
        assert (client.email, client.emergency_name, client.emergency_phone) == ("bea@example.com", "Ben", "0400 4")
        assert (client.division_id, client.usual_line, client.usual_city) == (division.id, "1 Hop Street", "Hobart")
        assert (client.postal_box, client.postal_postcode) == ("PO Box 7", "7001")
        assert world.one(select(ClientStatistics.survey_contact_status)) == "E"

    def test_gets_a_user_name_and_no_password(self, api, token, world, occurrence, process):
        client = enrolee(world, process(book(api, token, occurrence, "Brewer", "Bea")))
        assert (client.username, client.password_hash, client.division_id) == ("bea.brewer", None, 1)

    @pytest.mark.settings(email_as_username=True)
    def test_logs_in_with_its_email_where_that_is_the_rule(self, api, token, world, occurrence, process):
        number = book(api, token, occurrence)
        api.UpdateWebClient(token, number, sEmail="Bea@example.com")
        assert enrolee(world, process(number)).username == "Bea@example.com"
        assert enrolee(world, process(book(api, token, occurrence))).username is None

    @pytest.mark.settings(email_as_username=True)
    def test_is_refused_when_the_user_name_is_taken(self, api, token, world, occurrence, refused):
        world.client("Other", username="BEA@example.com")
        number = book(api, token, occurrence)
        api.UpdateWebClient(token, number, sEmail="bea@example.com")
        assert refused(number) == NAME_TAKEN

    def test_gets_its_statistics_and_additional_data(self, api, token, world, occurrence, process):
        number = book(api, token, occurrence)
        sent = {
            "AboriginalFlag": "4",
            "CountryCode": "1101",
            "DisabilityFlag": "Y",
            "DisaList": [("TDisa", {"Disa_Code": "11"})],
            "PriorEducationFlag": "Y",
            "PredList": [("TPred", {"Pred_Code": "514", "RecognitionCode": "A"})],
        }
        assert outcome(api.UpdateWebClientAVETMISS(token, number, sent)) == OK
        data = "<AdditionalData><PassportNumber>P123</PassportNumber></AdditionalData>"
        assert outcome(api.UpdateAdditionalDataForWebRecord(token, 0, number, data)) == OK
        client = enrolee(world, process(number))
        statistics = world.one(select(ClientStatistics).where(ClientStatistics.client_id == client.id))
        assert (statistics.aboriginal_flag, statistics.disability_flag, statistics.language) == ("4", "Y", None)
        assert world.one(select(ClientDisability.code)) == "11"
        assert world.one(select(ClientPriorEducation.recognition)) == "A"
        assert client.passport_number == "P123"


class TestAKnownPerson:
    @pytest.mark.parametrize(("surname", "given_name"), [("Müller", "Zoë"), ("MULLER", "zoe"), ("muller", "  Zoe ")])
    def test_is_found_by_names_and_birth_date(self, api, token, world, occurrence, process, surname, given_name):
        client = world.client("Müller", "Zoë", birth_date=BORN)
        number = book(api, token, occurrence, surname, given_name, xsdDOB=datetime.datetime(1990, 5, 17, 8, 30))
        made = process(number)
        assert (made.EnroleeIdentifier, made.EnroleeWasCreated) == (client.code, False)
        assert decisions(world, number) == [("match", "name"), ("process", None)]

    def test_is_found_with_double_blanks(self, api, token, world, occurrence, process):
        client = world.client("van  der Berg", "Jan", birth_date=BORN)
        assert (
            process(book(api, token, occurrence, "Van Der  Berg", "Jan", xsdDOB=BORN)).EnroleeIdentifier == client.code
        )

    def test_is_not_found_without_a_birth_date(self, api, token, world, occurrence, process):
        world.client("Brewer", "Bea", birth_date=BORN)
        world.client("Brewer", "Bert")
        assert process(book(api, token, occurrence, "Brewer", "Bea")).EnroleeWasCreated
        assert process(book(api, token, occurrence, "Brewer", "Bert", xsdDOB=BORN)).EnroleeWasCreated
        assert process(book(api, token, occurrence, "Brewer", "Bea", xsdDOB=OTHER_DAY)).EnroleeWasCreated

    def test_is_found_by_its_usi_first(self, api, token, world, occurrence, process):
        world.client("Brewer", "Bea", birth_date=BORN)
        married = world.client("Baker", "Bea", usi=USI)
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        api.UpdateWebClient(token, number, usi=USI.lower())
        assert process(number).EnroleeIdentifier == married.code
        assert decisions(world, number)[0] == ("match", "usi")

    def test_is_found_by_the_given_code_before_all_else(self, api, token, world, occurrence, process):
        world.client("Brewer", "Bea", usi=USI)
        named = world.client("BREWER", "Other", code="B1")
        number = book(api, token, occurrence, "Brewer", "Bea", sCode="b1")
        api.UpdateWebClient(token, number, usi=USI)
        assert process(number).EnroleeIdentifier == named.code
        assert decisions(world, number)[0] == ("match", "code")

    @pytest.mark.parametrize("code", ["B1", "UNKNOWN"])
    def test_is_not_found_by_the_code_of_somebody_else(self, api, token, world, occurrence, process, code):
        world.client("Baker", "Bea", code="B1")
        made = process(book(api, token, occurrence, "Brewer", "Bea", sCode=code))
        assert made.EnroleeWasCreated
        assert made.EnroleeIdentifier != code

    def test_is_refused_when_there_are_two_of_that_name(self, api, token, world, occurrence, refused):
        for _ in range(2):
            world.client("Brewer", "Bea", birth_date=BORN)
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        assert refused(number) == SEVERAL
        assert api.GetWebClientsForWebEnrolment(token, number).Auth.Status == 1

    def test_is_refused_when_there_are_two_of_that_usi(self, api, token, world, occurrence, refused):
        for _ in range(2):
            world.client(usi=USI)
        number = book(api, token, occurrence)
        api.UpdateWebClient(token, number, usi=USI)
        assert refused(number) == SEVERAL

    def test_is_refused_when_enrolled_already(self, api, token, world, occurrence, refused):
        world.enrolment(world.client("Brewer", "Bea", birth_date=BORN), occurrence)
        assert refused(book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)) == ENROLLED

    @pytest.mark.parametrize("status", ["Withdrawn", "Cancelled", "Pre-Reporting Withdrawal"])
    def test_is_enrolled_again_after_it_left(self, api, token, world, occurrence, process, status):
        client = world.client("Brewer", "Bea", birth_date=BORN)
        world.enrolment(client, occurrence, status=status)
        assert process(book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)).EnroleeIdentifier == client.code


class TestUpdating:
    @pytest.fixture
    def client(self, world):
        return world.client(
            "Brewer",
            "Bea",
            birth_date=BORN,
            email="old@example.com",
            username="OLD@example.com",
            home_phone="03 1",
            usual_building="The Old Brewery",
            usual_city="Hobart",
        )

    @pytest.fixture
    def number(self, api, token, world, occurrence, client):
        number = book(api, token, occurrence, "BREWER", "bea", xsdDOB=BORN)
        address = {"StreetNumber": "1", "StreetName": "Hop Street", "City": "Perth", "State": "WA", "Postcode": "6000"}
        api.UpdateWebClient(
            token, number, sOther="M", sTitle="Dr", sEmail="new@example.com", usualAddress=address, usi=USI
        )
        api.UpdateWebClientAVETMISS(token, number, {"AboriginalFlag": "@", "AtSchoolFlag": "N", "DisabilityFlag": "N"})
        data = "<AdditionalData><PassportNumber>P123</PassportNumber></AdditionalData>"
        api.UpdateAdditionalDataForWebRecord(token, 0, number, data)
        return number

    def test_is_not_done_unless_asked(self, world, client, number, process):
        assert process(number).EnroleeIdentifier == client.code
        left = world.fresh(client)
        assert (left.email, left.title, left.usi, left.usual_city, left.passport_number) == (
            "old@example.com",
            None,
            None,
            "Hobart",
            None,
        )
        assert world.all(select(ClientStatistics)) == []
        assert left.modified_at == client.modified_at

    def test_writes_what_is_not_blank(self, world, client, number, process):
        world.add(ClientStatistics(client_id=client.id, aboriginal_flag="1", survey_contact_status="E"))
        world.add(ClientDisability(client_id=client.id, code="11"))
        process(number, update=True)
        left = world.fresh(client)
        assert (left.surname, left.given_name, left.other_name) == ("Brewer", "Bea", "M")
        assert (left.title, left.usi, left.home_phone, left.passport_number) == ("Dr", USI, "03 1", "P123")
        assert (left.usual_building, left.usual_line, left.usual_city) == (None, "1 Hop Street", "Perth")
        statistics = world.one(select(ClientStatistics))
        assert (statistics.aboriginal_flag, statistics.at_school_flag, statistics.survey_contact_status) == (
            "1",
            "N",
            "E",
        )
        assert world.all(select(ClientDisability)) == []

    def test_corrects_the_recognition_of_a_known_achievement(self, api, token, client, number, process):
        def told(recognition):
            return {"PredList": [("TPred", {"Pred_Code": "420", "RecognitionCode": recognition})]}

        assert outcome(api.UpdateClientAVDetails(token, {"Clie_Code": client.code} | told("A"))) == OK
        assert outcome(api.UpdateWebClientAVETMISS(token, number, told("E"))) == OK
        process(number, update=True)
        (known,) = api.GetClientAVDetails(token, client.code).ClieAVETMISS.PredList
        assert (known.Pred_Code, known.RecognitionCode) == ("420", "E")

    def test_leaves_what_additional_data_does_not_tell(self, api, token, world, client, number, process):
        data = "<AdditionalData><HomePhone/><DivisionId> </DivisionId><Title>Dr</Title></AdditionalData>"
        assert outcome(api.UpdateAdditionalDataForWebRecord(token, 0, number, data)) == OK
        world.change(client, division_id=world.division().id)
        division = world.fresh(client).division_id
        process(number, update=True)
        left = world.fresh(client)
        assert (left.home_phone, left.division_id, left.title) == ("03 1", division, "Dr")

    def test_moves_a_user_name_that_was_the_email(self, world, client, number, process):
        process(number, update=True)
        assert (world.fresh(client).email, world.fresh(client).username) == ("new@example.com", "new@example.com")

    def test_is_refused_when_another_has_the_user_name(self, world, client, number, refused):
        world.client("Other", username="NEW@example.com")
        assert refused(number, update=True) == NAME_TAKEN

    def test_keeps_what_it_replaced_for_the_audit(self, world, client, number, process, token):
        process(number, update=True)
        decision = world.one(select(WebDecision).where(WebDecision.action == "match"))
        assert (decision.client_id, decision.updated, decision.rule) == (client.id, True, "name")
        replaced = {table: columns for table, _, columns in decision.before["replaced"]}
        assert replaced["client"]["email"] == ["old@example.com", "new@example.com"]
        assert decision.by == CALLER


class TestARecord:
    def test_is_processed_once(self, api, token, world, occurrence, process, refused):
        number = book(api, token, occurrence)
        made = process(number)
        assert refused(number) == NOT_FOUND
        closed = web_enrolment(world, number)
        assert (closed.state, closed.enrolment_id) == (PROCESSED, made.EnrolmentId)
        assert closed.closed_at == datetime.datetime(2026, 9, 10, 12)

    def test_disappears_from_the_web(self, api, token, occurrence, process):
        number = book(api, token, occurrence)
        process(number)
        assert api.GetWebEnrolmentsSince(token, datetime.datetime(2020, 1, 1)).WebeList == []
        assert outcome(api.DeleteWebEnrolment(token, number)) == NOT_FOUND
        assert outcome(api.UpdateWebClient(token, number)) == NOT_FOUND

    def test_keeps_its_place(self, api, token, world, process):
        occurrence = world.occurrence(web_published=True, seats=1)
        process(book(api, token, occurrence))
        assert (
            api.AddClientWebEnrolment(token, occurrence.id, "Late").Auth.StatusMessage == "Occurrence has no vacancies."
        )

    @pytest.mark.parametrize("number", [0, -1, 4711])
    def test_must_exist(self, refused, number):
        assert refused(number) == NOT_FOUND

    def test_must_not_be_a_reservation(self, api, token, occurrence, refused):
        assert refused(reserve(api, token, occurrence)) == (-1, "Reservation must be completed first.")

    def test_is_for_the_api_role(self, api, world, token, occurrence):
        number = book(api, token, occurrence)
        assert outcome(api.ProcessWebEnrolment(world.token(world.client()), number, False)) == (-1, "Access denied.")

    @pytest.mark.settings(separate_web_sites=True)
    def test_of_another_site_is_not_found(self, api, world, token, occurrence, refused):
        number = book(api, world.token(), occurrence)
        assert refused(number) == NOT_FOUND
        assert outcome(api.CompleteWebReservation(token, number)) == NOT_FOUND

    def test_is_written_down_with_who_decided_what(self, api, token, world, occurrence, process):
        number = book_employer(api, token, occurrence, "One", "Two")
        process(number)
        assert decisions(world, number) == [("create", "none")] * 3 + [("process", None)]
