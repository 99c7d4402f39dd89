"""What contradicts itself is refused, unless it comes back as it is on record."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import add_employee, book, book_employer
from vettrak_api.model.clients import ClientDisability, ClientPriorEducation, ClientStatistics, Employment
from vettrak_api.model.quarantine import WebClient

DISABILITIES = {"DisaList": [("TDisa", {"Disa_Code": "11"})]}
EDUCATION = {"PredList": [("TPred", {"Pred_Code": "008"})]}
LISTS = [
    ("DisabilityFlag", DISABILITIES, "DisaList holds disabilities"),
    ("PriorEducationFlag", EDUCATION, "PredList holds prior education"),
]


@pytest.fixture
def client(world):
    return world.client("Ames", "Ann", code="AMES")


@pytest.mark.parametrize(("flag", "filled", "words"), LISTS)
class TestFlagsAndLists:
    @pytest.fixture
    def doors(self, api, token, world, client):
        """Calls that take statistics, and how much they have stored."""
        occurrence = world.occurrence(web_published=True)
        number = book(api, token, occurrence)
        employee = add_employee(api, token, book_employer(api, token, occurrence))

        def kept(web_client):
            return [row.statistics for row in world.all(select(WebClient).where(WebClient.id == web_client))]

        def stored():
            tables = (ClientStatistics, ClientDisability, ClientPriorEducation)
            return [len(world.all(select(table.client_id))) for table in tables]

        person = world.one(select(WebClient.id).where(WebClient.web_enrolment_id == number))
        return {
            "UpdateClientAVDetails": (lambda sent: api.UpdateClientAVDetails(token, sent), stored),
            "UpdateWebClientAVETMISS": (
                lambda sent: api.UpdateWebClientAVETMISS(token, number, sent),
                lambda: kept(person),
            ),
            "UpdateWebEmployeeAVETMISS": (
                lambda sent: api.UpdateWebEmployeeAVETMISS(token, employee, sent),
                lambda: kept(employee),
            ),
        }

    @pytest.mark.parametrize(
        "operation", ["UpdateClientAVDetails", "UpdateWebClientAVETMISS", "UpdateWebEmployeeAVETMISS"]
    )
    def test_n_and_a_list_are_refused(self, doors, operation, flag, filled, words):
        send, stored = doors[operation]
        before = stored()
        assert outcome(send({"Clie_Code": "AMES", flag: "N", **filled})) == (-1, f"{flag} is N, but {words}.")
        assert stored() == before
        for told in ({flag: "Y", **filled}, {flag: "@", **filled}, filled, {flag: "N"}):
            assert outcome(send({"Clie_Code": "AMES", **told})) == OK

    def test_what_is_on_record_may_come_back(self, api, token, world, client, flag, filled, words):
        column = {"DisabilityFlag": "disability_flag", "PriorEducationFlag": "prior_education_flag"}[flag]
        world.add(ClientStatistics(client_id=client.id, **{column: "N"}))
        world.add(ClientDisability(client_id=client.id, code="11"))
        world.add(ClientPriorEducation(client_id=client.id, code="008"))
        sent = {"Clie_Code": "AMES", flag: "N", **filled}
        assert outcome(api.UpdateClientAVDetails(token, sent)) == OK
        assert outcome(api.UpdateClientAVDetails(token, sent | {flag: "Y"})) == OK
        assert outcome(api.UpdateClientAVDetails(token, sent)) == (-1, f"{flag} is N, but {words}.")


def test_a_field_that_denies_disabilities_empties_their_list(api, token, world, client):
    other = world.client()
    for each in (client, other):
        sent = {"Clie_Code": each.code, "DisabilityFlag": "Y", **DISABILITIES, **EDUCATION}
        assert outcome(api.UpdateClientAVDetails(token, sent)) == OK
    for flag, left in (("Y", {client.id, other.id}), ("@", {client.id, other.id}), ("N", {other.id})):
        document = f"<AdditionalData><DisabilityFlag>{flag}</DisabilityFlag></AdditionalData>"
        assert outcome(api.UpdateClientAdditionalFields(token, client.code, document)) == OK
        assert set(world.all(select(ClientDisability.client_id))) == left
    assert len(world.all(select(ClientPriorEducation.client_id))) == 2


class TestEmployments:
    FIRST, LAST = datetime.date(2026, 3, 1), datetime.date(2026, 3, 2)
    REVERSED = (-1, "TerminationDate is before Clie_Commenced.")

    @pytest.fixture
    def update(self, api, token, world):
        world.employer(identifier="BREW")

        def send(commenced, terminated, **details):
            sent = {"Clie_Surname": "Ames", "Clie_Code": "AMES", "Empl_Identifier": "BREW", **details}
            dates = {"Clie_Commenced": commenced, "TerminationDate": terminated}
            return outcome(api.UpdateClientDetails(token, sent | dates))

        return send

    @pytest.fixture
    def dates(self, world):
        """Read the dates of all employments of the test's own."""
        return lambda: [
            (job.commenced, job.terminated) for job in world.all(select(Employment).order_by(Employment.id))
        ]

    def test_an_end_before_the_beginning_is_refused(self, world, client, update, dates):
        assert update(self.LAST, self.FIRST, Clie_Given="Anna") == self.REVERSED
        assert (dates(), world.fresh(client).given_name) == ([], "Ann")
        for good in ((self.FIRST, self.FIRST), (self.FIRST, self.LAST), (None, self.FIRST), (self.LAST, None)):
            assert update(*good) == OK
            assert dates() == [good]
            assert update(self.LAST, self.FIRST) == self.REVERSED
            assert dates() == [good]

    def test_reversed_dates_on_record_may_come_back(self, world, client, update, dates):
        employer = world.employer(identifier="OLD")
        world.employment(client, employer, commenced=self.LAST, terminated=self.FIRST)
        assert update(self.LAST, self.FIRST, Empl_Identifier="OLD", Clie_Given="Anna") == OK
        assert world.fresh(client).given_name == "Anna"
        assert update(datetime.date(2026, 3, 3), self.FIRST, Empl_Identifier="OLD") == self.REVERSED


@pytest.mark.parametrize("identifier", ["STRAßENBAU", "ﬃﬃﬃﬃ", "İİİİİİİİİİ"])
class TestIdentifiersThatGrow:
    def test_of_web_employers_are_refused(self, api, token, world, identifier):
        occurrence = world.occurrence(web_published=True)
        refused = (-1, "employerIdentifier is not a valid code.")
        assert outcome(api.AddLooseWebEmployer(token, "Strassenbau", identifier)) == refused
        refused = (-1, "sIdentifier is not a valid code.")
        assert outcome(api.AddEmployerWebEnrolment(token, occurrence.id, "Strassenbau", identifier)) == refused
        assert outcome(api.AddEmployerWebReservation(token, occurrence.id, "Strassenbau", identifier))[0] == -1

    def test_of_employers_are_refused(self, api, token, world, identifier):
        employer = world.employer(identifier="BREW")
        document = f"<AdditionalData><EmployerIdentifier>{identifier}</EmployerIdentifier></AdditionalData>"
        refused = (-1, "Value is not valid for field EmployerIdentifier.")
        assert outcome(api.UpdateEmployerAdditionalFields(token, "BREW", document)) == refused
        assert world.fresh(employer).identifier == "BREW"

    def test_of_clients_are_refused(self, api, token, world, client, identifier):
        document = f"<AdditionalData><ClientCode>{identifier}</ClientCode></AdditionalData>"
        refused = (-1, "Value is not valid for field ClientCode.")
        assert outcome(api.UpdateClientAdditionalFields(token, "AMES", document)) == refused
        assert world.fresh(client).code == "AMES"
