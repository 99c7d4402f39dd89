# ruff: noqa: RUF001 - characters that look like others are what this is about
"""What looks the same is the same: names, codes and user names in whatever characters somebody types them."""

import datetime

import pytest
from sqlalchemy import select, update

from tests.support.logins import assert_bad, assert_good
from tests.support.outcomes import DENIED, OK, outcome
from tests.support.web import book, book_employer, loose_employer, web_client
from tests.support.world import PASSWORD
from vettrak_api.model.clients import ClientRelationship
from vettrak_api.model.employers import Employer
from vettrak_api.model.look_alikes import LookAlike
from vettrak_api.model.quarantine import WebEmployer

BORN = datetime.date(1988, 2, 3)
NO_SURNAME = (-1, "Surname is required.")
TAKEN = (-1, "Username is already in use.")

SAME_NAMES = [
    ("O'Dwyer", "O’Dwyer"),
    ("O'Dwyer", "O´Dwyer"),
    ("O’Dwyer", "oʼDWYER"),
    ("Hall-Ng", "Hall‐Ng"),
    ("Hall-Ng", "Hall‑Ng"),
    ("Gray-Lee", "Gray–Lee"),
    ("Gray-Lee", "Gray−Lee"),
    ("Low", "Low\u200b"),
    ("Low", "\u2060L\u00ado\u200dw\ufeff"),
    ("Low", "Ｌｏｗ"),
    ("Van Low", "Van\u00a0\u3000Low"),
    ("Łukić", "Lukic"),
    ("Đỗ", "Do"),
    ("Sørensen", "Sorensen"),
    ("Kjær", "Kjaer"),
    ("Işık", "Isik"),
    ("Tịnh", "Tinh"),
    ("Zoë", "ZOE"),
    ("Straße", "Strasse"),
    ("Þórsson", "Thorsson"),
    ("O'Dwyer", "O` Dwyer"),
    ("O'Dwyer", "O ʹ Dwyer"),
    ("Gray-Lee", "Gray \u2014 Lee"),
    ("Gray-Lee", "Gray\u2e3aLee"),
    ("Gray-Lee", "Gray--Lee"),
    ("Van Low", "Van  Lo\u200bw"),
    ("Van Low", "Van\u2800Low"),
]


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


class TestNames:
    @pytest.mark.parametrize(("stored", "told"), SAME_NAMES)
    def test_a_booking_is_recognised(self, api, token, world, occurrence, stored, told):
        client = world.client(stored, "Robin", birth_date=BORN)
        number = book(api, token, occurrence, told, "Robin", xsdDOB=BORN)
        processed = api.ProcessWebEnrolment(token, number, False).ProcessedWebEnrol
        assert (processed.EnroleeIdentifier, processed.EnroleeWasCreated) == (client.code, False)
        assert web_client(world, number).surname == told.strip()

    def test_a_code_with_such_a_surname_is_recognised_whatever_the_birth_date(self, api, token, world, occurrence):
        client = world.client("O'Rourke", "Ann", birth_date=BORN)
        number = book(api, token, occurrence, "O’Rourke", "Ann", sCode=f"{client.code}\u200b")
        processed = api.ProcessWebEnrolment(token, number, False).ProcessedWebEnrol
        assert (processed.EnroleeIdentifier, processed.EnroleeWasCreated) == (client.code, False)

    @pytest.mark.parametrize("told", ["O’Hara", "o'hara\u200b", "Ｏ＇Ｈａｒａ"])
    def test_adding_after_a_check_finds_the_same_person(self, api, token, world, told):
        client = world.client("O'Hara", "Kim", birth_date=BORN)
        answer = api.AddClientAfterCheck(token, told, "Kim", BORN)
        assert (outcome(answer), answer.Clie.Clie_Code) == (OK, client.code)

    @pytest.mark.parametrize(("stored", "told"), SAME_NAMES)
    def test_every_door_knows_the_same_person(self, api, token, world, occurrence, stored, told):
        """Whoever is found by one operation is found by all."""
        client = world.client(stored, "Robin", birth_date=BORN, email="robin@x.example")
        world.client("Somebody", "Robin", birth_date=BORN, email="else@x.example")
        assert api.AddClientAfterCheck(token, told, "Robin", BORN).Clie.Clie_Code == client.code
        assert api.GetClientByName(token, told, "Robin", BORN).Clie.Clie_Code == client.code
        other = world.client("Parent", "Pat")
        person = {"GivenName": "Robin", "Surname": told, "Email": "robin@x.example"}
        related = {"RelationshipTypeCode": "EC", "ToClient": person}
        assert outcome(api.AddClientRelationship(token, other.code, related)) == OK
        assert world.one(select(ClientRelationship.to_client_id)) == client.id
        employer = world.employer(stored)
        number = book_employer(api, token, occurrence, name=told)
        processed = api.ProcessWebEnrolment(token, number, False).ProcessedWebEnrol
        assert (processed.EnroleeIdentifier, processed.EnroleeWasCreated) == (employer.identifier, False)

    @pytest.mark.parametrize("told", ["Smyth", "O Dwyer", "Dwyer", "Gray Lee", "Vanlow", "Low-"])
    def test_other_names_are_other_people(self, api, token, world, told):
        known = {
            world.client(stored, "Robin", birth_date=BORN).code
            for stored in ("Smith", "O'Dwyer", "Gray-Lee", "Van Low")
        }
        assert api.AddClientAfterCheck(token, told, "Robin", BORN).Clie.Clie_Code not in known

    @pytest.mark.parametrize("surname", ["\u200b", " \u00ad\ufeff ", "\u3164", "\u2003", "\u2800", "\u0301", "\x7f"])
    def test_a_surname_that_shows_nothing_is_none(self, api, token, world, occurrence, surname):
        client = world.client("Smith", code="C1")
        detail = {"Clie_Code": "C1", "Clie_Surname": surname}
        programme = world.programme(takes_waitlist=True)
        assert outcome(api.AddClientWebWaitlist(token, programme.id, surname, "Al")) == NO_SURNAME
        assert outcome(api.AddClientWebEnrolment(token, occurrence.id, surname, "Al")) == NO_SURNAME
        assert outcome(api.AddClient(token, surname, "Al")) == NO_SURNAME
        assert outcome(api.AddClientAfterCheck(token, surname, "Al", BORN)) == NO_SURNAME
        assert outcome(api.CreateClient(token, surname, "Al", BORN)) == NO_SURNAME
        assert outcome(api.UpdateClientDetails(token, detail)) == NO_SURNAME
        told = f"<AdditionalData><Surname>{surname}</Surname></AdditionalData>"
        expected = (-1, "Value is not valid for field Surname.")
        assert outcome(api.UpdateClientAdditionalFields(token, "C1", told)) == expected
        assert outcome(api.AddLooseWebEmployer(token, surname)) == (-1, "Employer name is required.")
        assert world.fresh(client).surname == "Smith"

    @pytest.mark.parametrize("name", ["\u200b", "\u2800 \u3164", "\u0301"])
    def test_neither_is_the_name_of_anybody_else_who_is_told(self, api, token, world, occurrence, name):
        number = book_employer(api, token, occurrence)
        employer, client = world.employer("Beer"), world.client("Smith")
        no_company = (-1, "Employer name is required.")
        assert outcome(api.AddWebEmployee(token, number, name, "Al")) == NO_SURNAME
        assert outcome(api.AddWebEmployerContact(token, number, name, "Al")) == NO_SURNAME
        assert outcome(api.AddClientWebReservation(token, occurrence.id, name, "Al")) == NO_SURNAME
        assert outcome(api.AddEmployerWebEnrolment(token, occurrence.id, name)) == no_company
        assert outcome(api.AddEmployerWebReservation(token, occurrence.id, name)) == no_company
        told = f"<AdditionalData><EmployerName>{name}</EmployerName></AdditionalData>"
        expected = (-1, "Value is not valid for field EmployerName.")
        assert outcome(api.UpdateEmployerAdditionalFields(token, employer.identifier, told)) == expected
        person = {"GivenName": "Al", "Surname": name, "Email": "al@x.example"}
        related = {"RelationshipTypeCode": "EC", "ToClient": person}
        assert outcome(api.AddClientRelationship(token, client.code, related))[0] == -1
        assert len(world.all(select(WebEmployer))) == 1
        assert world.all(select(ClientRelationship)) == []


class TestCodes:
    @pytest.mark.parametrize("identifier", ["STRAßENBAU", "ＳＴＲＡＥＴＣＨＥＳ\u200bＸ"[:12], "MÜLLER", "王"])
    def test_what_no_column_holds_is_refused_where_it_is_told(self, api, token, world, occurrence, identifier):
        expected = (-1, "employerIdentifier is not a valid code.")
        if len(identifier) > 10:
            expected = (-1, "employerIdentifier is longer than 10 characters.")
        assert outcome(api.AddLooseWebEmployer(token, "Bau", identifier)) == expected
        assert world.all(select(WebEmployer)) == []

    def test_hints_are_kept_in_their_plain_form(self, api, token, world, occurrence):
        number = loose_employer(api, token, "Acme", "ＡＣＭＥ")
        assert world.get(WebEmployer, number).identifier == "ACME"
        number = book(api, token, occurrence, sCode="\ufeff00012")
        assert web_client(world, number).code_hint == "00012"
        assert outcome(api.AddClientWebEnrolment(token, occurrence.id, "A", "B", "Ｃ\u00e9")) == (
            -1, "sCode is not a valid code.",
        )  # fmt: skip

    def test_a_client_is_found_by_a_code_in_full_width(self, api, token, world):
        world.client("Smith", code="AB1")
        assert api.GetClientByCode(token, "ａＢ１").Clie.Clie_Code == "AB1"

    @pytest.mark.from_before
    def test_an_identifier_that_was_stored_before_does_not_block_processing(self, api, token, world, occurrence):
        number = book(api, token, occurrence, "Brewer", "Bea")
        loose = loose_employer(api, token, "Bau")
        world.change(world.get(WebEmployer, loose), identifier="STRAßENBAU", name="\u200b")
        assert outcome(api.UpdateWebClientEmployer(token, number, loose)) == OK
        assert outcome(api.ProcessWebEnrolment(token, number, False)) == OK
        employer = world.one(select(Employer))
        assert (employer.identifier, employer.name_key) == (f"{employer.id:05d}", "")


class TestUserNames:
    @pytest.mark.parametrize("told", ["ｓａｍ", "s\u200bam", "SAM\u00ad", "ſam"])
    def test_one_that_looks_like_another_s_is_refused(self, api, token, world, told):
        world.client(username="sam")
        other = world.client(code="C2")
        assert outcome(api.UpdateClientUsernamePassword(token, "C2", told, PASSWORD)) == TAKEN
        assert world.fresh(other).username is None

    def test_one_that_shows_nothing_is_none(self, api, token, world):
        world.client(code="C2")
        answer = api.UpdateClientUsernamePassword(token, "C2", "\u200b", PASSWORD)
        assert outcome(answer) == (-1, "A username is required.")

    def test_logging_in_in_full_width(self, api, world):
        client = world.client(password=PASSWORD, username="sam")
        assert_good(api.ValidateClient("ＳＡＭ", PASSWORD))
        assert client.id == api.ValidateClient("ＳＡＭ", PASSWORD).ID


@pytest.fixture
def look_alike(world):
    """Give a row a text that looks like another's, as it is after the upgrade."""

    def make(row, column, text, key):
        table = type(row)
        with world.runtime.database.writing() as session:
            session.execute(update(table).where(table.id == row.id).values({column: text, f"{column}_key": key}))
        world.add(LookAlike(table_name=table.__tablename__, column_name=column, row_id=row.id))
        return world.fresh(row)

    return make


@pytest.mark.from_before
class TestThoseFromBefore:
    def test_both_log_in_by_their_own_user_names(self, api, world, look_alike):
        plain = world.client(password=PASSWORD, username="sam")
        wide = look_alike(world.client(password="another password"), "username", "ｓａｍ", "ｓａｍ")
        assert plain.id == api.ValidateClient("sam", PASSWORD).ID
        assert wide.id == api.ValidateClient("ＳＡＭ", "another password").ID
        assert plain.id == api.ValidateClient("s\u200bam", PASSWORD).ID
        assert_bad(api.ValidateClient("ＳＡＭ", PASSWORD))
        assert_bad(api.ValidateClient("sam", "another password"))

    def test_a_new_password_leaves_the_user_name_as_it_is(self, api, token, world, look_alike):
        world.client(username="sam")
        wide = look_alike(world.client(code="C2"), "username", "ｓａｍ", "ｓａｍ")
        assert outcome(api.UpdateClientUsernamePassword(token, "C2", "ｓａｍ", PASSWORD)) == OK
        assert world.fresh(wide).username_key == "ｓａｍ"
        assert outcome(api.UpdateClientUsernamePassword(token, "C2", "samuel", PASSWORD)) == OK
        assert world.fresh(wide).username_key == "samuel"

    def test_each_is_found_by_exactly_its_code(self, api, token, world, look_alike):
        world.client("Plain", code="K1")
        look_alike(world.client("Wide"), "code", "Ｋ１", "ｋ１")
        assert api.GetClientByCode(token, "k1").Clie.Clie_Surname == "Plain"
        assert api.GetClientByCode(token, "ｋ１").Clie.Clie_Surname == "Wide"
        assert api.GetClientDetails(token, "Ｋ１").ClieDetail.Clie_Surname == "Wide"
        assert api.GetClientDetails(token, "K\u200b1").ClieDetail.Clie_Surname == "Plain"

    def test_neither_reaches_the_other(self, api, world, look_alike):
        plain = world.client("Plain", code="K1")
        wide = look_alike(world.client("Wide"), "code", "Ｋ１", "ｋ１")
        told = "<AdditionalData><HomePhone>9</HomePhone></AdditionalData>"
        assert outcome(api.UpdateClientAdditionalFields(world.token(wide), "K1", told)) == DENIED
        assert outcome(api.UpdateClientAdditionalFields(world.token(plain), "Ｋ１", told)) == DENIED
        assert outcome(api.UpdateClientAdditionalFields(world.token(wide), "Ｋ１", told)) == OK
        assert (world.fresh(plain).home_phone, world.fresh(wide).home_phone) == (None, "9")

    def test_an_employer_is_matched_by_exactly_its_identifier(self, api, token, world, look_alike):
        world.employer("Plain", identifier="ACME")
        wide = look_alike(world.employer("Wide"), "identifier", "ＡＣＭＥ", "ａｃｍｅ")
        told = "<AdditionalData><Phone>9</Phone></AdditionalData>"
        assert outcome(api.UpdateEmployerAdditionalFields(token, "ａｃｍｅ", told)) == OK
        assert world.fresh(wide).phone == "9"
