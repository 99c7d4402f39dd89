"""E-mail addresses are judged by one grammar wherever somebody tells one; what is stored already stays usable."""

from zlib import crc32

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import (
    add_contact,
    add_employee,
    book,
    book_employer,
    loose_employer,
    wait_for,
    waiter,
    web_client,
    web_employer,
)
from vettrak_api.catalogue.lengths import longest_texts
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.model.clients import Client, ClientRelationship
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebClient, WebEmployer, WebRelationship
from vettrak_api.model.reference import RelationshipType
from vettrak_api.settings import MAIL_ADDRESS, is_address

GOOD = [
    "a@b",
    "jo+tag@x.example",
    "o'hara@x.example",
    "first..last.@x.example",
    "!#$%&*+/=?^_`{|}~@x.example",
    "zoë@bücher.example",
    "用户@例子.example",
    "a@x-y.example",
    f"{'a' * 90}@x.example",
]
BAD = [
    "a@b\nBcc: x@y.z",
    "a@b\tc",
    "a@[1",
    "a@[127.0.0.1]",
    "a",
    "a@",
    "@b",
    "a@b@c",
    "a@b, c@d",
    "a@b;c@d",
    "Al <a@b>",
    '"a b"@c.example',
    "a(b)@c.example",
    "a:b@c.example",
    "a\\b@c.example",
    "a b@c.example",
    "a@b..c",
    "a@.b",
    "a@b.",
    "a\u200b@b.example",
    "a@b\u2028.example",
    "a\u007f@b.example",
    "a\u0085@b.example",
]
OLD = "a@b\nBcc: x@y.z"
"""An address that was stored when nobody judged any."""


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


def related(email, **members):
    return {
        "ToClient": {"Surname": "Parent", "GivenName": "Pat", "HomePhone": "1", "Email": email, **members},
        "RelationshipTypeCode": "KIN",
    }


def fields(email):
    text = email.replace("&", "&amp;").replace("<", "&lt;")
    return f"<AdditionalData><Email>{text}</Email></AdditionalData>"


class Doors:
    """Every operation that takes an e-mail address: send one, and read what is stored."""

    def __init__(self, api, token, world, occurrence):
        self.api, self.token, self.world, self.occurrence = api, token, world, occurrence
        world.add(RelationshipType(code="KIN", name="Kin"))
        self.client = world.client("Smith", code="C1")
        self.employer = world.employer(identifier="E1")
        self.enrolment = book(api, token, occurrence)
        self.booking = book_employer(api, token, occurrence)
        self.employee = add_employee(api, token, self.booking)
        self.contact = add_contact(api, token, self.booking)
        self.loose = loose_employer(api, token)
        self.waiting = wait_for(api, token, world.programme(takes_waitlist=True))

    def send(self, name, email):
        api, token = self.api, self.token
        calls = {
            "AddClient": lambda: api.AddClient(token, "New", "Nan", 0, email),
            "AddClientAfterCheck": lambda: api.AddClientAfterCheck(
                token, f"New{crc32(email.encode())}", "Nan", "1990-05-01T00:00:00", 0, email
            ),
            "UpdateClientDetails": lambda: api.UpdateClientDetails(
                token, {"Clie_Code": "C1", "Clie_Surname": "Smith", "Clie_Email": email}
            ),
            "UpdateEmployerDetails": lambda: api.UpdateEmployerDetails(
                token, {"Empl_Identifier": "E1", "Empl_Name": "Beer", "Empl_Email": email}
            ),
            "AddClientRelationship": lambda: api.AddClientRelationship(token, "C1", related(email)),
            "AddWebClientRelationship": lambda: api.AddWebClientRelationship(token, self.enrolment, related(email)),
            "UpdateWebClient": lambda: api.UpdateWebClient(token, self.enrolment, sEmail=email),
            "UpdateWebEmployee": lambda: api.UpdateWebEmployee(token, self.employee, sEmail=email),
            "UpdateWebEmployerContact": lambda: api.UpdateWebEmployerContact(token, self.contact, sEmail=email),
            "UpdateWebEmployer": lambda: api.UpdateWebEmployer(token, self.booking, sEmail=email),
            "UpdateClientWebWaitlist": lambda: api.UpdateClientWebWaitlist(token, self.waiting, email=email),
            "UpdateClientAdditionalFields": lambda: api.UpdateClientAdditionalFields(token, "C1", fields(email)),
            "UpdateEmployerAdditionalFields": lambda: api.UpdateEmployerAdditionalFields(token, "E1", fields(email)),
            **{
                f"UpdateAdditionalDataForWebRecord {kind}": lambda kind=kind, number=number: (
                    api.UpdateAdditionalDataForWebRecord(token, kind, number, fields(email))
                )
                for kind, number in enumerate(
                    (self.enrolment, self.booking, self.employee, self.contact, self.loose, self.waiting)
                )
            },
        }
        return outcome(calls[name]())

    def stored(self):
        """Return every e-mail address that is stored anywhere."""
        columns = (Client.email, Employer.email, WebClient.email, WebEmployer.email, WebRelationship.email,
                   WebClient.additional_data, WebEmployer.additional_data)  # fmt: skip
        return [email for column in columns for email in self.world.all(select(column)) if email]


BY_NAME = {
    "AddClient": "email",
    "AddClientAfterCheck": "email",
    "UpdateClientDetails": "Clie_Email",
    "UpdateEmployerDetails": "Empl_Email",
    "AddClientRelationship": "ToClient.Email",
    "AddWebClientRelationship": "ToClient.Email",
    "UpdateWebClient": "sEmail",
    "UpdateWebEmployee": "sEmail",
    "UpdateWebEmployerContact": "sEmail",
    "UpdateWebEmployer": "sEmail",
    "UpdateClientWebWaitlist": "email",
}
"""What each operation calls the address."""

BY_FIELD = [
    "UpdateClientAdditionalFields",
    "UpdateEmployerAdditionalFields",
    *(f"UpdateAdditionalDataForWebRecord {kind}" for kind in range(6)),
]
"""Those that have it as a field of the additional data, which is one line."""


@pytest.fixture
def doors(api, token, world, occurrence):
    return Doors(api, token, world, occurrence)


@pytest.mark.parametrize("name", BY_NAME)
def test_a_bad_address_is_refused_by_name_and_nothing_is_stored(doors, name):
    for email in BAD:
        assert doors.send(name, email) == (-1, f"{BY_NAME[name]} is not a valid e-mail address."), email
    assert doors.stored() == []


@pytest.mark.parametrize("name", BY_FIELD)
def test_and_as_a_field_too(doors, name):
    for email in [*BAD, f"{'a' * 90}@xy.example"]:
        assert doors.send(name, email) == (-1, "Value is not valid for field Email."), email
    assert doors.stored() == []


@pytest.mark.parametrize("name", [*BY_NAME, *BY_FIELD])
def test_a_good_address_is_stored_as_it_is(doors, name):
    for email in GOOD:
        assert doors.send(name, email) == OK
        assert any(email in text or fields(email) == text for text in doors.stored()), email


def test_every_operation_that_takes_an_address_is_tried_here():
    catalogue = load_catalogue()
    takers = {
        operation.name
        for operation in catalogue.operations.values()
        if any("email" in name.lower() for name in longest_texts(operation, catalogue)) and operation.writes
    }
    assert takers - set(BY_NAME) == {"UpdateClientRelationship"}


class TestWhatIsStoredAlready:
    def test_may_come_back_unchanged(self, doors, world, api, token):
        world.change(doors.client, email=OLD)
        world.change(doors.employer, email="a@[1")
        world.change(web_client(world, doors.enrolment), email="a@[1")
        world.change(web_employer(world, doors.booking), email="a@[1")
        world.change(waiter(world, doors.waiting), email="a@[1")
        assert doors.send("UpdateClientDetails", OLD) == OK
        assert doors.send("UpdateClientAdditionalFields", OLD) == OK
        assert doors.send("UpdateEmployerAdditionalFields", "a@[1") == OK
        assert doors.send("UpdateWebClient", "A@[1 ") == OK
        assert doors.send("UpdateWebEmployer", "a@[1") == OK
        assert doors.send("UpdateClientWebWaitlist", "a@[1") == OK
        assert world.fresh(doors.client).email == OLD
        assert web_client(world, doors.enrolment).email == "a@[1"
        assert doors.send("UpdateClientDetails", "a@[2")[0] == -1

    def test_does_not_block_another_update(self, doors, world, api, token):
        world.change(doors.client, email=OLD)
        told = "<AdditionalData><HomePhone>9</HomePhone></AdditionalData>"
        assert outcome(api.UpdateClientAdditionalFields(token, "C1", told)) == OK
        assert doors.send("UpdateClientDetails", "") == OK
        assert world.fresh(doors.client).email is None

    def test_of_a_related_person(self, doors, world, api, token):
        parent = world.client("Parent", "Pat", home_phone="1", email=OLD)
        assert doors.send("AddClientRelationship", OLD) == OK
        assert world.one(select(ClientRelationship)).to_client_id == parent.id
        number = world.one(select(ClientRelationship)).id
        told = {"ClieRelationshipId": number, "ToClient": {"Email": OLD}}
        assert outcome(api.UpdateClientRelationship(token, told)) == OK
        told = {"ClieRelationshipId": number, "ToClient": {"Email": "a@[1"}}
        expected = (-1, "ToClient.Email is not a valid e-mail address.")
        assert outcome(api.UpdateClientRelationship(token, told)) == expected
        assert world.fresh(parent).email == OLD

    def test_does_not_block_processing(self, doors, world, api, token):
        assert doors.send("AddWebClientRelationship", "pat@x.example") == OK
        world.change(world.one(select(WebRelationship)), email=OLD)
        world.change(web_client(world, doors.enrolment), email=OLD, additional_data=fields("b@[1"))
        world.change(web_employer(world, doors.booking), email="a@[1")
        processed = api.ProcessWebEnrolment(token, doors.enrolment, False)
        assert outcome(processed) == OK
        made = world.one(select(Client).where(Client.code == processed.ProcessedWebEnrol.EnroleeIdentifier))
        assert made.email == "b@[1"
        assert world.one(select(Client).where(Client.surname == "Parent")).email == OLD
        assert outcome(api.ProcessWebEnrolment(token, doors.booking, False)) == OK
        assert world.one(select(Employer).where(Employer.identifier != "E1")).email == "a@[1"


@pytest.mark.parametrize("text", ["a@" + "b." * 500_000, "a" * 1_000_000, "@" * 1_000_000, "a@b" * 300_000])
def test_the_grammar_does_not_go_back_and_forth(text):
    """A pattern that does would need hours for these."""
    assert not is_address(text)
    assert MAIL_ADDRESS.fullmatch(text) is None
