"""Area additional_data: extra fields of pending web records."""

import pytest

from tests.support.outcomes import OK, outcome
from tests.support.web import (
    add_contact,
    add_employee,
    book,
    book_employer,
    loose_employer,
    real_rows,
    wait_for,
    web_client,
    web_employer,
)
from vettrak_api.model.quarantine import PROCESSED, WebClient, WebEnrolment, WebWaitlist

CLIENT, EMPLOYER, EMPLOYEE, CONTACT, LOOSE, WAITER = range(6)
UNKNOWN_TYPE = (-1, "Unknown record type.")
NOT_FOUND = (-4, "Web record not found.")
NOT_XML = (-1, "Additional data is not valid XML.")


def document(**fields):
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<AdditionalData>{inner}</AdditionalData>"


FITTING = {
    CLIENT: document(OtherName="Q &amp; Q", Citizenship="1101"),
    EMPLOYER: document(ExternalDebtorCode="D1"),
    EMPLOYEE: document(OtherName="E"),
    CONTACT: document(OtherName="C"),
    LOOSE: document(ExternalDebtorCode="D2"),
    WAITER: document(OtherName="W"),
}


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def numbers(api, token, world, occurrence):
    """Return a record of each type by its number."""
    employer = book_employer(api, token, occurrence)
    return {
        CLIENT: book(api, token, occurrence),
        EMPLOYER: employer,
        EMPLOYEE: add_employee(api, token, employer),
        CONTACT: add_contact(api, token, employer),
        LOOSE: loose_employer(api, token),
        WAITER: wait_for(api, token, world.programme(takes_waitlist=True)),
    }


@pytest.fixture
def update(api, token):
    return lambda kind, number, text: outcome(api.UpdateAdditionalDataForWebRecord(token, kind, number, text))


@pytest.fixture
def read(api, token):
    def call(kind, number):
        answer = api.GetAdditionalDataForWebRecord(token, kind, number)
        assert outcome(answer) == OK
        return answer.Text

    return call


@pytest.mark.parametrize("kind", FITTING)
class TestEveryType:
    def test_keeps_the_text_as_it_came(self, update, read, numbers, kind):
        assert read(kind, numbers[kind]) == ""
        assert update(kind, numbers[kind], f"  {FITTING[kind]} ") == OK
        assert read(kind, numbers[kind]) == FITTING[kind]

    def test_a_later_text_replaces_all_of_it(self, update, read, numbers, kind):
        update(kind, numbers[kind], FITTING[kind])
        assert update(kind, numbers[kind], document()) == OK
        assert read(kind, numbers[kind]) == document()

    @pytest.mark.parametrize("blank", [None, "", " \n"])
    def test_a_blank_text_removes_it(self, update, read, numbers, kind, blank):
        update(kind, numbers[kind], FITTING[kind])
        assert update(kind, numbers[kind], blank) == OK
        assert read(kind, numbers[kind]) == ""

    def test_other_records_keep_theirs(self, update, read, numbers, kind):
        for each, text in FITTING.items():
            assert update(each, numbers[each], text) == OK
        update(kind, numbers[kind], None)
        assert [read(each, numbers[each]) for each in FITTING] == [
            "" if each == kind else FITTING[each] for each in FITTING
        ]

    def test_an_unknown_record_is_not_found(self, api, token, update, kind):
        for number in (4711, 0, -1):
            assert update(kind, number, FITTING[kind]) == NOT_FOUND
            answer = api.GetAdditionalDataForWebRecord(token, kind, number)
            assert (outcome(answer), answer.Text) == (NOT_FOUND, None)

    @pytest.mark.whole
    def test_a_record_that_was_processed_is_not_found(self, api, token, world, update, numbers, kind):
        with world.session() as session:
            for table in (WebEnrolment, WebWaitlist):
                for row in session.query(table):
                    row.state = PROCESSED
        if kind == LOOSE:
            api.DeleteLooseWebEmployer(token, numbers[kind])
        assert update(kind, numbers[kind], FITTING[kind]) == NOT_FOUND
        assert outcome(api.GetAdditionalDataForWebRecord(token, kind, numbers[kind])) == NOT_FOUND

    def test_fields_are_those_of_the_entity(self, update, read, numbers, kind):
        foreign = "OtherName" if kind in {EMPLOYER, LOOSE} else "EmployerName"
        for name in ("NoSuchField", foreign):
            assert update(kind, numbers[kind], document(**{name: "x"})) == (-1, f"Unknown field: {name}.")
        assert read(kind, numbers[kind]) == ""

    def test_real_records_are_left_alone(self, update, world, numbers, kind):
        before = real_rows(world)
        update(kind, numbers[kind], FITTING[kind])
        assert real_rows(world) == before


class TestWhichRecord:
    def test_a_booking_of_the_other_kind_is_none(self, update, numbers):
        assert update(CLIENT, numbers[EMPLOYER], FITTING[CLIENT]) == NOT_FOUND
        assert update(EMPLOYER, numbers[CLIENT], FITTING[EMPLOYER]) == NOT_FOUND

    def test_employees_and_contacts_are_told_apart(self, update, numbers):
        assert update(EMPLOYEE, numbers[CONTACT], FITTING[EMPLOYEE]) == NOT_FOUND
        assert update(CONTACT, numbers[EMPLOYEE], FITTING[CONTACT]) == NOT_FOUND

    def test_the_employer_of_a_booking_is_not_loose(self, update, world, numbers):
        number = web_employer(world, numbers[EMPLOYER]).id
        assert update(LOOSE, number, FITTING[LOOSE]) == NOT_FOUND

    def test_people_of_client_bookings_and_waiters_are_no_employees(self, update, world, numbers):
        number = web_client(world, numbers[CLIENT]).id
        assert update(EMPLOYEE, number, FITTING[EMPLOYEE]) == NOT_FOUND

    @pytest.mark.parametrize("kind", [-1, 6, 99])
    def test_other_types_are_unknown(self, api, token, update, kind):
        assert update(kind, 1, FITTING[CLIENT]) == UNKNOWN_TYPE
        answer = api.GetAdditionalDataForWebRecord(token, kind, 1)
        assert (outcome(answer), answer.Text) == (UNKNOWN_TYPE, None)


class TestTheText:
    @pytest.mark.parametrize(
        "text",
        [
            "plain",
            "<AdditionalData>",
            "<Other/>",
            "<!DOCTYPE AdditionalData><AdditionalData/>",
            "<AdditionalData><OtherName><b/></OtherName></AdditionalData>",
            document(OtherName="x" * 200_001),
            document(OtherName="x" * 60_001),
        ],
    )
    def test_must_be_a_document(self, update, read, numbers, text):
        assert update(CLIENT, numbers[CLIENT], text) == NOT_XML
        assert read(CLIENT, numbers[CLIENT]) == ""

    @pytest.mark.parametrize(("field", "value"), [("CreatedDate", "2026-01-01"), ("StaffFlag", "Y")])
    def test_a_field_that_the_web_does_not_write_is_refused(self, update, numbers, field, value):
        refused = (-1, f"Field can not be updated: {field}.")
        assert update(CLIENT, numbers[CLIENT], document(**{field: value})) == refused

    @pytest.mark.parametrize(
        ("field", "value"), [("Gender", "W"), ("DateOfBirth", "soon"), ("USI", "bad"), ("Citizenship", "zz")]
    )
    def test_a_value_must_fit_its_field(self, update, numbers, field, value):
        refused = (-1, f"Value is not valid for field {field}.")
        assert update(CLIENT, numbers[CLIENT], document(**{field: value})) == refused

    def test_a_longer_text_is_kept_and_cut_when_applied(self, update, read, numbers):
        text = document(OtherName="x" * 60)
        assert update(CLIENT, numbers[CLIENT], text) == OK
        assert read(CLIENT, numbers[CLIENT]) == text

    def test_a_failed_update_keeps_what_was(self, update, read, numbers):
        update(CLIENT, numbers[CLIENT], FITTING[CLIENT])
        assert update(CLIENT, numbers[CLIENT], "plain") == NOT_XML
        assert read(CLIENT, numbers[CLIENT]) == FITTING[CLIENT]

    def test_is_judged_before_records(self, update):
        assert update(CLIENT, 4711, "plain") == NOT_XML
        assert update(9, 4711, "plain") == UNKNOWN_TYPE

    def test_letters_of_all_languages_survive(self, update, read, numbers):
        text = document(OtherName="Zoë 李")
        assert update(CLIENT, numbers[CLIENT], text) == OK
        assert read(CLIENT, numbers[CLIENT]) == text


def test_details_do_not_touch_it(api, token, world, update, read, numbers):
    update(CLIENT, numbers[CLIENT], FITTING[CLIENT])
    assert outcome(api.UpdateWebClient(token, numbers[CLIENT], sOther="Other")) == OK
    assert read(CLIENT, numbers[CLIENT]) == FITTING[CLIENT]
    assert world.get(WebClient, web_client(world, numbers[CLIENT]).id).other_name == "Other"
