"""Area additional_data: who may update which field. The fields of a client are told one by one, by everybody."""

import pytest
from lxml import html

from tests.support.callers import Student, callers_around
from tests.support.soap import get
from vettrak_api.catalogue.loader import load_catalogue

OWN = {
    "Title": "Dr",
    "Surname": "Jones",
    "GivenName": "Jo",
    "OtherName": "Lee",
    "Gender": "X",
    "DateOfBirth": "1990-05-01",
    "USI": "7QRP3KV395",
    "Email": "jo@jones.example",
    "HomePhone": "9",
    "WorkPhone": "2",
    "MobilePhone": "3",
    "FaxPhone": "4",
    "EmergencyName": "Al",
    "EmergencyPhone": "5",
    "EmergencyMobile": "6",
    "Citizenship": "1101",
    "UsualAddressBuilding": "A",
    "UsualAddressUnitDetails": "B",
    "UsualAddressStreetNumber": "6",
    "UsualAddressStreetName": "High St",
    "UsualAddressCity": "Hobart",
    "UsualAddressStateCode": "TAS",
    "UsualAddressPostcode": "7000",
    "UsualAddressNotSpecified": "Y",
    "PostalAddressBuilding": "A",
    "PostalAddressUnitDetails": "B",
    "PostalAddressStreetNumber": "6",
    "PostalAddressStreetName": "High St",
    "PostalAddressPOBox": "PO Box 7",
    "PostalAddressCity": "Hobart",
    "PostalAddressStateCode": "TAS",
    "PostalAddressPostcode": "7000",
    "PassportNumber": "P1",
    "VisaNumber": "V1",
    "VisaExpiryDate": "2030-01-01",
    "AboriginalFlag": "4",
    "AtSchoolFlag": "N",
    "CountryOfBirthCode": "1101",
    "LanguageCode": "1201",
    "DisabilityFlag": "N",
    "EmploymentCategoryCode": "01",
    "HighestSchoolLevelCode": "12",
    "SurveyContactStatusCode": "O",
    "WebPublishFlag": "N",
    "MarketingFlag": "N",
}
"""What clients may change of themselves, and values that are fine."""

OF_THE_RTO = {
    "ClientCode": "NEW1",
    "StaffFlag": "Y",
    "DivisionId": "1",
    "ExternalDebtorCode": "D1",
    "ActiveFlag": "Y",
}
"""What only the API role may change of a client."""

OF_EMPLOYERS = {
    "EmployerIdentifier": "NEW2",
    "EmployerName": "Beer Ltd",
    "LegalName": "Beer",
    "EmployerTypeCode": "T",
    "ANZSICCode": "011",
    "EmployerSize": "S",
    "ABN": "1",
    "ACN": "2",
    "Phone": "3",
    "FaxPhone": "4",
    "MobilePhone": "5",
    "Email": "beer@company.example",
    "URL": "https://beer.example",
    **{
        f"Business{name[5:]}": text
        for name, text in OWN.items()
        if name.startswith("UsualAddress") and "Not" not in name
    },
    **{name: text for name, text in OWN.items() if name.startswith("PostalAddress")},
    "ExternalDebtorCode": "D2",
    "ActiveFlag": "Y",
}
"""What the API role may change of an employer; nobody else may change anything."""

ENTITIES = load_catalogue().additional_data.entities
CLIENT_FIELDS = [field.name for field in ENTITIES["Client"].fields]
EMPLOYER_FIELDS = [field.name for field in ENTITIES["Employer"].fields]
DENIED = (-1, "Access denied.")
WRITTEN = (1, None)


def document(name, text):
    return f"<AdditionalData><HomePhone>9</HomePhone><{name}>{text}</{name}></AdditionalData>"


def refused(name):
    return (-1, f"Field can not be updated: {name}.")


@pytest.fixture
def student(world):
    return world.client("Student", code="S1")


@pytest.fixture
def outcome(api, world, student):
    """Let somebody update one field of the student, and tell how that ended."""

    def send(token, name, text):
        answer = api.UpdateClientAdditionalFields(token, "S1", document(name, text))
        assert (world.fresh(student).home_phone == "9") == (answer.Status == 1)
        return answer.Status, answer.StatusMessage

    return send


@pytest.fixture
def employer_outcome(api, world):
    """Let somebody update one field of an employer, and tell how that ended."""
    employer = world.employer()

    def send(token, name, text):
        told = f"<AdditionalData><{name}>{text}</{name}></AdditionalData>"
        answer = api.UpdateEmployerAdditionalFields(token, employer.identifier, told)
        return answer.Status, answer.StatusMessage

    return send


@pytest.mark.parametrize("name", CLIENT_FIELDS)
class TestFieldsOfClients:
    def test_by_the_client(self, outcome, world, student, name):
        """Personal data, statistics and consents; neither codes and division nor what the RTO's flags say."""
        expected = WRITTEN if name in OWN else refused(name)
        assert outcome(world.token(student), name, (OWN | OF_THE_RTO).get(name, "1")) == expected

    def test_by_a_staff_member_without_the_role_on_the_own_record(self, outcome, world, student, name):
        world.change(student, staff=True)
        expected = WRITTEN if name in OWN else refused(name)
        assert outcome(world.token(student), name, (OWN | OF_THE_RTO).get(name, "1")) == expected

    def test_by_the_api_role(self, outcome, token, name):
        expected = WRITTEN if name in OWN | OF_THE_RTO else refused(name)
        assert outcome(token, name, (OWN | OF_THE_RTO).get(name, "1")) == expected


@pytest.mark.parametrize("name", EMPLOYER_FIELDS)
class TestFieldsOfEmployers:
    def test_by_the_api_role(self, employer_outcome, token, name):
        expected = WRITTEN if name in OF_EMPLOYERS else refused(name)
        assert employer_outcome(token, name, OF_EMPLOYERS.get(name, "1")) == expected


def test_everybody_else_writes_no_field_of_a_client(api, world):
    student = Student(world)
    for who, token in callers_around(world, student).items():
        for name in CLIENT_FIELDS if who != "the client" else ():
            answer = api.UpdateClientAdditionalFields(token, student.client.code, document(name, "1"))
            assert (answer.Status, answer.StatusMessage) == DENIED, (who, name)
    assert world.fresh(student.client).modified_at == student.client.modified_at


def test_nobody_without_the_role_writes_a_field_of_an_employer(api, world):
    student = Student(world)
    for who, token in callers_around(world, student).items():
        for name in EMPLOYER_FIELDS:
            told = f"<AdditionalData><{name}>1</{name}></AdditionalData>"
            answer = api.UpdateEmployerAdditionalFields(token, student.employer.identifier, told)
            assert (answer.Status, answer.StatusMessage) == DENIED, (who, name)
    assert world.fresh(student.employer).modified_at == student.employer.modified_at


def test_fields_of_the_other_entities_are_nobody_s():
    others = [
        field for name, entity in ENTITIES.items() if name not in {"Client", "Employer"} for field in entity.fields
    ]
    assert others
    assert {field.writer for field in others} == {"nobody"}


def test_the_help_page_tells_who_may_update_which(site):
    _, _, page = get(site, "/docs/complete/UpdateClientAdditionalFields")
    told = " ".join(html.fromstring(page).text_content().split())
    assert f"Without the API role these fields can be updated: {', '.join(OWN)}." in told
    assert f"With the API role alone: {', '.join(OF_THE_RTO)}." in told
