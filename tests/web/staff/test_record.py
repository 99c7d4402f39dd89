"""The staff page of one web record: all that its site told, and that it still is what staff looked at."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import (
    add_employee,
    book,
    book_employer,
    loose_employer,
    real_rows,
    reserve,
    wait_for,
    web_client,
    web_enrolment,
)
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.clients import ClientRelationship
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.quarantine import WaitlistEntry, WebDecision, WebWaitlist
from vettrak_api.model.reference import Relation

BORN = datetime.datetime(1990, 4, 3)
CLIENT, EMPLOYER, EMPLOYEE, CONTACT, LOOSE, WAITER = range(6)
CHANGED = (
    "Nothing was done: this record was changed since you opened it, by its web site or by a colleague. "
    "Please look at it again."
)


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, units=("BEER1",), prices=(("Full fee", "90.00"),))


@pytest.fixture
def store(api, token):
    """Store additional data, as a site does."""

    def call(kind, number, **fields):
        inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
        text = f"<AdditionalData>{inner}</AdditionalData>"
        assert outcome(api.UpdateAdditionalDataForWebRecord(token, kind, number, text)) == OK

    return call


class TestAdditionalData:
    def test_stands_beside_what_is_on_record(self, api, token, world, visitor, occurrence, store):
        on_record = {"visa_number": "V1", "passport_number": "P1", "web_publish": True}
        world.client("Brewer", "Bea", code="B1", birth_date=BORN.date(), **on_record)
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        store(CLIENT, number, visanumber="v1", PassportNumber="P2", VisaExpiryDate="2027-01-31T00:00:00",
              WebPublishFlag="n")  # fmt: skip
        page = visitor.get(f"/enrolments/{number}")
        assert page.row("Additional data from the site") == []
        assert page.row("Visa Number") == ["v1", "V1"]
        assert page.row("Passport Number") == ["P2", "P1 (differs)"]
        assert page.row("Visa Expiry Date") == ["2027-01-31", "not on record"]
        assert page.row("Web Publish Flag") == ["No", "Yes (differs)"]
        assert_accessible(page.document)

    def test_that_is_blank_changes_nothing_and_is_not_shown(self, api, token, visitor, occurrence, store):
        number = book(api, token, occurrence)
        store(CLIENT, number, VisaNumber=" ")
        assert "Additional data" not in visitor.get(f"/enrolments/{number}").text
        store(CLIENT, number, VisaNumber=" ", PassportNumber=" P1 ")
        page = visitor.get(f"/enrolments/{number}")
        assert page.row("Passport Number") == ["P1"]
        assert "Visa Number" not in page.text

    def test_of_fields_of_another_table_is_compared_too(self, api, token, world, visitor, occurrence, store):
        world.client("Brewer", "Bea", birth_date=BORN.date())
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        store(CLIENT, number, AtSchoolFlag="Y")
        assert visitor.get(f"/enrolments/{number}").row("At School Flag") == ["Yes", "Not stated (differs)"]

    def test_of_a_new_person_stands_alone(self, api, token, visitor, occurrence, store):
        number = book(api, token, occurrence)
        store(CLIENT, number, VisaNumber="V1")
        assert visitor.get(f"/enrolments/{number}").row("Visa Number") == ["V1"]

    def test_is_shown_of_every_party(self, api, token, world, visitor, occurrence, store):
        world.employer("Malt & Hops", identifier="BREW", external_code="D1")
        number = book_employer(api, token, occurrence, name="Malt & Hops", identifier="BREW")
        store(EMPLOYER, number, ExternalDebtorCode="D2")
        store(EMPLOYEE, add_employee(api, token, number, "Worker"), VisaNumber="V2")
        page = visitor.get(f"/enrolments/{number}")
        assert page.row("External Debtor Code") == ["D2", "D1 (differs)"]
        assert page.row("Visa Number") == ["V2"]
        waiting = wait_for(api, token, world.programme(takes_waitlist=True))
        store(WAITER, waiting, VisaNumber="V3")
        assert visitor.get(f"/waitlist/{waiting}").row("Visa Number") == ["V3"]
        payer = loose_employer(api, token)
        store(LOOSE, payer, ExternalDebtorCode="D3")
        paid = book(api, token, occurrence, "Employed")
        api.AddWebInvoice(token, paid, None, payer, 0)
        assert visitor.get(f"/enrolments/{paid}").row("External Debtor Code") == ["D3"]

    def test_is_shown_as_text(self, api, token, visitor, occurrence, store):
        number = book(api, token, occurrence)
        store(CLIENT, number, VisaNumber="&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;")
        page = visitor.get(f"/enrolments/{number}")
        assert "<script>alert" not in page.source
        assert page.document.xpath("//main//b") == []
        assert page.row("Visa Number") == ["<script>alert(1)</script><b>"]

    @pytest.mark.parametrize("text", ["<oops>", "<AdditionalData><Nothing>1</Nothing></AdditionalData>"])
    def test_that_is_not_understood_is_shown_as_it_is(self, api, token, world, visitor, occurrence, text):
        number = book(api, token, occurrence)
        world.change(web_client(world, number), additional_data=text)
        assert visitor.get(f"/enrolments/{number}").row("Additional data") == [text]

    def test_nothing_is_said_where_nothing_was_stored(self, api, token, visitor, occurrence):
        number = book(api, token, occurrence)
        assert "Additional data" not in visitor.get(f"/enrolments/{number}").text


class TestRelationships:
    @pytest.fixture
    def relate(self, api, token, world):
        def call(number, **sent):
            assert outcome(api.AddWebClientRelationship(token, number, sent)) == OK

        return call

    def test_are_shown_before_they_are_made(self, api, token, world, visitor, occurrence, relate):
        jane = world.client("Brewer", "Jane", code="J1")
        mother = world.one(select(Relation.id).where(Relation.name == "Mother"))
        number = book(api, token, occurrence, "Brewer", "Bea")
        relate(number, RelationshipTypeCode="G", RelationId=mother, ToClient={"ClientCode": "j1", "Email": "j@beer.au"})
        told_of = {"Surname": "Friend", "GivenName": "Fred", "MobilePhone": "0400", "HomePhone": "03"}
        relate(number, RelationshipTypeCode="EC", ToClient=told_of, Description="Call <b>him</b>")
        page = visitor.get(f"/enrolments/{number}")
        table = page.document.xpath("//table[@aria-labelledby='relationships']")[0]
        rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.iterfind("tbody/tr")]
        assert rows == [
            ["Parent or Guardian", "Mother", "Brewer, Jane J1", "j@beer.au", ""],
            ["Emergency Contact", "", "Friend, Fred", "0400, 03", "Call <b>him</b>"],
        ]
        assert page.document.xpath("//main//b") == []
        assert_accessible(page.document)
        assert visitor.send("/process").note
        made = world.all(select(ClientRelationship.to_client_id).order_by(ClientRelationship.id))
        assert (len(made), made[0]) == (2, jane.id)

    def test_of_a_reservation_are_shown_too(self, api, token, visitor, occurrence, relate):
        number = reserve(api, token, occurrence)
        relate(number, RelationshipTypeCode="EC", ToClient={"Surname": "Friend", "HomePhone": "1"})
        assert "Friend" in visitor.get(f"/enrolments/{number}").text

    def test_nothing_is_said_without_any(self, api, token, visitor, occurrence):
        number = book(api, token, occurrence)
        assert "Relationships" not in visitor.get(f"/enrolments/{number}").text


FRIEND = {"RelationshipTypeCode": "EC", "ToClient": {"Surname": "Friend", "HomePhone": "1"}}
STATISTICS = {"CountryCode": "1101"}
STORED = "<AdditionalData><VisaNumber>V1</VisaNumber></AdditionalData>"

CHANGES = {
    "details": lambda api, token, number: api.UpdateWebClient(token, number, sEmail="new@example.com"),
    "statistics": lambda api, token, number: api.UpdateWebClientAVETMISS(token, number, STATISTICS),
    "additional data": lambda api, token, number: api.UpdateAdditionalDataForWebRecord(token, CLIENT, number, STORED),
    "notes": lambda api, token, number: api.UpdateWebEnrolment(token, number, description="new"),
    "payment": lambda api, token, number: api.AddWebPayment(token, number, "A1", "R1", Decimal("10.00")),
    "invoice": lambda api, token, number: api.AddWebInvoice(token, number, "PO1", None, 0),
    "relationship": lambda api, token, number: api.AddWebClientRelationship(token, number, FRIEND),
    "classes": lambda api, token, number: api.AddClassesToWebEnrolment(token, number, []),
    "units": lambda api, token, number: api.AddUnitsToWebEnrolment(token, number, ["BEER1"]),
    "prices": lambda api, token, number: api.AddPriceTypesToWebEnrolment(token, number, []),
}
"""What a site may tell of a client's web enrolment after staff opened its page."""


class TestARecordThatChangesWhileStaffLook:
    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
    def test_is_not_processed_but_shown_again(self, api, token, world, visitor, occurrence, change):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        before = real_rows(world)
        assert outcome(change(api, token, number)) == OK
        page = visitor.send("/process")
        assert (page.status, page.problem) == (409, CHANGED)
        assert (web_enrolment(world, number).state, world.all(select(WebDecision))) == ("P", [])
        assert real_rows(world) == before
        assert visitor.send("/process").note == "Done: the web enrolment is an enrolment now."
        assert len(world.all(select(Enrolment))) == 1

    def test_shows_what_is_new_and_forgets_what_was_chosen_for_the_old(self, api, token, world, visitor, occurrence):
        known = world.client("Brewer", "Bea", code="B1", birth_date=BORN.date())
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        field = f"person-{web_client(world, number).id}"
        visitor.get(f"/enrolments/{number}")
        api.UpdateWebClient(token, number, sEmail="new@example.com")
        page = visitor.send("/process", **{field: "new", f"update-{field}": "1"})
        assert page.problem == CHANGED
        assert page.row("E-mail") == ["new@example.com", "not on record"]
        fields = page.form("/process")
        assert (fields[field], f"update-{field}" in fields) == (str(known.id), False)

    def test_is_not_found_changed_when_its_site_says_the_same_again(self, api, token, visitor, occurrence):
        number = book(api, token, occurrence)
        api.UpdateWebClient(token, number, sEmail="same@example.com")
        visitor.get(f"/enrolments/{number}")
        api.UpdateWebClient(token, number, sEmail="same@example.com")
        assert visitor.send("/process").note

    def test_is_changed_by_what_its_employer_or_people_tell(self, api, token, world, visitor, occurrence):
        number = book_employer(api, token, occurrence, "Worker")
        for change in (
            lambda: api.UpdateWebEmployer(token, number, sPhone="03"),
            lambda: add_employee(api, token, number, "Helper"),
        ):
            visitor.get(f"/enrolments/{number}")
            change()
            assert visitor.send("/process").problem == CHANGED
        assert visitor.send("/process").note

    def test_is_changed_by_a_web_employer_that_stands_alone(self, api, token, world, visitor, occurrence, store):
        payer, employer = loose_employer(api, token), loose_employer(api, token, "The Working Company")
        number = book(api, token, occurrence)
        api.AddWebInvoice(token, number, None, payer, 0)
        api.UpdateWebClientEmployer(token, number, employer)
        for loose in (payer, employer):
            visitor.get(f"/enrolments/{number}")
            store(LOOSE, loose, ExternalDebtorCode="D1")
            assert visitor.send("/process").problem == CHANGED
        assert visitor.send("/process").note

    def test_is_not_changed_by_other_records(self, api, token, visitor, occurrence):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        api.UpdateWebClient(token, book(api, token, occurrence, "Other"), sEmail="new@example.com")
        assert visitor.send("/process").note

    def test_is_not_rejected(self, api, token, world, visitor, occurrence):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        api.AddWebPayment(token, number, "A1", "R1", Decimal("10.00"))
        page = visitor.send("/reject", reason="spam")
        assert (page.status, page.problem, web_enrolment(world, number).state) == (409, CHANGED, "P")
        assert visitor.send("/reject", reason="spam").note
        assert web_enrolment(world, number).state == "R"

    @pytest.mark.parametrize("from_the_list", [True, False])
    def test_is_not_completed(self, api, token, world, visitor, occurrence, from_the_list):
        number = reserve(api, token, occurrence)
        visitor.get("/reservations" if from_the_list else f"/enrolments/{number}")
        api.UpdateWebClient(token, number, sEmail="new@example.com")
        assert visitor.send("/complete").problem == CHANGED
        assert web_enrolment(world, number).is_reservation
        assert visitor.send("/complete").note

    @pytest.mark.parametrize("deed", ["/process", "/reject"])
    def test_may_be_a_waitlist_entry(self, api, token, world, visitor, deed):
        number = wait_for(api, token, world.programme(takes_waitlist=True))
        visitor.get(f"/waitlist/{number}")
        api.UpdateClientWebWaitlist(token, number, email="new@example.com")
        page = visitor.send(deed)
        assert (page.status, page.problem, page.row("E-mail")) == (409, CHANGED, ["new@example.com"])
        assert (world.get(WebWaitlist, number).state, world.all(select(WaitlistEntry))) == ("P", [])
        assert visitor.send(deed).note

    def test_stays_behind_when_many_are_processed(self, api, token, world, visitor, occurrence):
        changed, same = (book(api, token, occurrence, surname) for surname in ("Changed", "Same"))
        visitor.get()
        api.UpdateWebClient(token, changed, sEmail="new@example.com")
        page = visitor.send("/process", number=[str(changed), str(same)])
        steps = [" ".join(step.text_content().split()) for step in page.document.iterfind(".//ol/li")]
        assert steps == [f"Changed, Bea: {CHANGED} (1 of 2)", "Same, Bea: done (2 of 2)"]
        assert [web_enrolment(world, number).state for number in (changed, same)] == ["P", "D"]
        visitor.get()
        assert "Changed, Bea: done" in visitor.send("/process", number=[str(changed)]).text

    def test_counts_as_changed_when_the_form_does_not_say_what_it_showed(self, api, token, visitor, occurrence):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        assert visitor.send("/process", **{f"shown-{number}": None}).problem == CHANGED
        assert visitor.send("/process").note

    def test_is_known_by_a_digest_that_tells_nothing(self, api, token, visitor, occurrence):
        number = book(api, token, occurrence)
        digest = visitor.get(f"/enrolments/{number}").form("/process")[f"shown-{number}"]
        assert len(bytes.fromhex(digest)) == 32
