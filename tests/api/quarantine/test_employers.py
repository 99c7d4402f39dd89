"""Area web_enrolments: web employers, of a booking or standing alone."""

import pytest

from tests.support.outcomes import OK, outcome, told
from tests.support.web import (
    add_employee,
    book,
    book_employer,
    count_rows,
    loose_employer,
    real_rows,
    web_client,
    web_employer,
    web_enrolment,
)
from vettrak_api.model.quarantine import PENDING, PROCESSED, WebClient, WebEmployer, WebEnrolment

NOT_FOUND = (-4, "Web enrolment not found.")
EMPLOYER_NOT_FOUND = (-4, "Web employer not found.")
NOT_AN_EMPLOYERS = (-1, "Not an employer web enrolment.")

TEXTS = {
    "sLegalName": ("legal_name", 100),
    "sABN": ("abn", 11),
    "sACN": ("acn", 9),
    "sPhone": ("phone", 20),
    "sMobile": ("mobile_phone", 20),
    "sFax": ("fax_phone", 20),
    "sEmail": ("email", 100),
    "sURL": ("url", 255),
    "sEmployerSize": ("size", 10),
}
FLAT = (("sAddr", "sCity", "sPCode", "sShortState"), ("postalAddr", "postalCity", "postalPCode", "postalShortState"))
YARD = {"StreetNumber": "1", "StreetName": "Pub Street", "City": "Kew", "State": "Vic", "Postcode": "3101"}
COLUMNS = [column.key for column in WebEmployer.__table__.columns if not column.key.startswith("modified")]
ANZSIC = "121"


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def booking(api, token, occurrence):
    return book_employer(api, token, occurrence, identifier="WB1")


@pytest.fixture
def update(api, token, booking):
    return lambda number=booking, **details: outcome(api.UpdateWebEmployer(token, number, **details))


@pytest.fixture
def now(world, booking):
    return lambda: web_employer(world, booking)


@pytest.fixture
def settle(world):
    """Let a web enrolment be what processing leaves."""

    def call(number):
        with world.session() as session:
            session.get(WebEnrolment, number).state = PROCESSED

    return call


class TestUpdateWebEmployer:
    def test_every_text_is_kept_trimmed(self, update, now):
        sent = {name: told(name, str(number)) for number, name in enumerate(TEXTS)}
        assert update(**{name: f" {text} " for name, text in sent.items()}) == OK
        stored = now()
        assert {name: getattr(stored, column) for name, (column, _) in TEXTS.items()} == sent

    def test_every_text_has_a_longest_length(self, update):
        for name, (_, longest) in TEXTS.items():
            assert update(**{name: "x" * (longest + 1)}) == (-1, f"{name} is longer than {longest} characters.")
            assert update(**{name: told(name, "x" * longest)}) == OK

    def test_business_numbers_may_be_written_in_groups(self, update, now):
        assert update(sABN="51 824 753 556", sACN=" 004 085 616 ") == OK
        assert (now().abn, now().acn) == ("51824753556", "004085616")

    def test_name_and_identifier_stay_and_what_is_missing_is_emptied(self, update, now):
        fresh = {column: getattr(now(), column) for column in COLUMNS}
        everything = {name: told(name, "x") for name in TEXTS} | {"sAnzs_Code": ANZSIC, "iNumEmployees": 9}
        assert update(**everything, businessAddress=YARD, postalAddress=YARD) == OK
        assert update() == OK
        assert {column: getattr(now(), column) for column in COLUMNS} == fresh
        assert (now().name, now().identifier) == ("The Web Brewery", "WB1")

    def test_an_industry_is_kept_as_the_list_spells_it(self, update, now):
        assert update(sAnzs_Code=f" {ANZSIC} ") == OK
        assert now().anzsic_code == ANZSIC

    @pytest.mark.parametrize("code", ["0", "BEER", "121 2"])
    def test_an_unknown_industry_is_refused(self, update, code):
        assert update(sAnzs_Code=code) == (-1, "sAnzs_Code is not a valid code.")

    def test_an_unknown_state_is_told_by_its_parameter(self, update):
        assert update(sShortState="Beer") == (-1, "sShortState is not a valid code.")
        assert update(postalShortState="Beer") == (-1, "postalShortState is not a valid code.")
        assert update(businessAddress={"State": "Beer"}) == (-1, "businessAddress.State is not a valid code.")
        assert update(postalAddress={"State": "Beer"}) == (-1, "postalAddress.State is not a valid code.")

    def test_the_number_of_employees_is_an_estimate_that_is_not_negative(self, update, now):
        assert update(iNumEmployees=0) == OK
        assert now().employees == 0
        assert update(iNumEmployees=-1) == (-1, "iNumEmployees may not be negative.")

    def test_flat_addresses_are_told_apart(self, update, now):
        told_of = dict(
            zip(FLAT[0] + FLAT[1], ("1 Pub Street", "Kew", "3101", "vic", "PO Box 9", "", "", ""), strict=True)
        )
        assert update(**told_of) == OK
        stored = now()
        assert (stored.business_street_number, stored.business_street_name) == ("1", "Pub Street")
        assert (stored.business_city, stored.business_state, stored.business_postcode) == ("Kew", "Vic", "3101")
        assert (stored.postal_box, stored.postal_line) == ("PO Box 9", "PO Box 9")

    def test_structured_addresses_win(self, update, now):
        assert update(sCity="Elsewhere", businessAddress=YARD, postalAddress={"POBox": "Box 1"}) == OK
        assert (now().business_city, now().business_line, now().postal_box) == ("Kew", "1 Pub Street", "Box 1")

    def test_addresses_have_a_longest_length(self, update):
        for names in FLAT:
            for name, longest in zip(names, (170, 50, 4, 10), strict=True):
                assert update(**{name: "x" * (longest + 1)}) == (-1, f"{name} is longer than {longest} characters.")

    def test_an_unknown_booking_is_not_found(self, update):
        assert update(4711) == NOT_FOUND

    def test_arguments_are_judged_first(self, update):
        assert update(4711, sAnzs_Code="BEER") == (-1, "sAnzs_Code is not a valid code.")

    def test_one_that_was_processed_is_not_found(self, update, booking, settle):
        settle(booking)
        assert update() == NOT_FOUND

    def test_a_clients_booking_has_no_employer(self, api, token, occurrence, update):
        assert update(book(api, token, occurrence)) == NOT_AN_EMPLOYERS

    def test_leaves_real_records_alone(self, update, world):
        before = real_rows(world)
        update(sLegalName="x")
        assert real_rows(world) == before


class TestGetWebEmployerForWebEnrolment:
    def test_tells_all(self, api, token, booking, update):
        update(
            sLegalName="Brewery Pty Ltd",
            sABN="51824753556",
            sACN="004085616",
            sPhone="1",
            sMobile="2",
            sFax="3",
            sEmail="beer@beer.example",
            sURL="https://beer.example",
            sAnzs_Code=ANZSIC,
            sEmployerSize="S",
            iNumEmployees=9,
            businessAddress=YARD,
            postalAddress={"POBox": "Box 1"},
        )
        found = api.GetWebEmployerForWebEnrolment(token, booking).Weco
        addresses = {"BusinessAddress": vars(found.BusinessAddress), "PostalAddress": vars(found.PostalAddress)}
        assert vars(found) | addresses == {
            "Weco_ID": found.Weco_ID,
            "Webe_ID": booking,
            "Weco_Name": "The Web Brewery",
            "Weco_Identifier": "WB1",
            "Weco_LegalName": "Brewery Pty Ltd",
            "Weco_ABN": "51824753556",
            "Weco_ACN": "004085616",
            "Anzs_Code": ANZSIC,
            "Weco_EmployerSize": "S",
            "NumEmployees": 9,
            "Weco_Phone": "1",
            "Weco_Mobile": "2",
            "Weco_Fax": "3",
            "Weco_Email": "beer@beer.example",
            "URL": "https://beer.example",
            "BusinessAddress": YARD,
            "PostalAddress": {"POBox": "Box 1"},
        }

    def test_an_unknown_booking_is_not_found(self, api, token):
        answer = api.GetWebEmployerForWebEnrolment(token, 4711)
        assert (outcome(answer), answer.Weco) == (NOT_FOUND, None)

    def test_one_that_was_processed_is_not_found(self, api, token, booking, settle):
        settle(booking)
        assert outcome(api.GetWebEmployerForWebEnrolment(token, booking)) == NOT_FOUND

    def test_a_clients_booking_has_no_employer(self, api, token, occurrence):
        answer = api.GetWebEmployerForWebEnrolment(token, book(api, token, occurrence))
        assert (outcome(answer), answer.Weco) == (NOT_AN_EMPLOYERS, None)


class TestAddLooseWebEmployer:
    def test_stands_alone(self, api, token, world):
        stored = world.get(WebEmployer, loose_employer(api, token, " Payer ", " p1 ", " Pays late "))
        assert (stored.name, stored.identifier, stored.description) == ("Payer", "p1", "Pays late")
        assert (stored.web_enrolment_id, stored.state) == (None, PENDING)

    def test_is_a_new_one_with_every_call(self, api, token, world):
        assert loose_employer(api, token) != loose_employer(api, token)
        assert loose_employer(api, token, "Payer", " ") > 0

    def test_touches_no_real_employer(self, api, token, world):
        world.employer("Payer", identifier="P1")
        before = real_rows(world)
        loose_employer(api, token, "Payer", "P1")
        assert real_rows(world) == before

    @pytest.mark.parametrize("name", [None, "", " "])
    def test_a_name_is_required(self, api, token, world, name):
        answer = api.AddLooseWebEmployer(token, name)
        assert (outcome(answer), answer.ID) == ((-1, "Employer name is required."), -1)
        assert count_rows(world, WebEmployer) == [0]

    @pytest.mark.parametrize(
        ("named", "longest"), [("employerName", 100), ("employerIdentifier", 10), ("description", 2000)]
    )
    def test_texts_have_a_longest_length(self, api, token, named, longest):
        texts = {"employerName": "Payer"} | {named: "x" * (longest + 1)}
        assert outcome(api.AddLooseWebEmployer(token, **texts)) == (-1, f"{named} is longer than {longest} characters.")


class TestDeleteLooseWebEmployer:
    def test_removes_it(self, api, token, world):
        assert outcome(api.DeleteLooseWebEmployer(token, loose_employer(api, token))) == OK
        assert count_rows(world, WebEmployer) == [0]

    def test_clears_what_refers_to_it(self, api, token, world, occurrence):
        invoiced, employed = book(api, token, occurrence), book(api, token, occurrence)
        payer = loose_employer(api, token)
        api.AddWebInvoice(token, invoiced, "PO1", payer, 1)
        api.UpdateWebClientEmployer(token, employed, payer)
        assert outcome(api.DeleteLooseWebEmployer(token, payer)) == OK
        assert web_enrolment(world, invoiced).invoicee_id is None
        assert web_enrolment(world, invoiced).make_invoice
        assert web_client(world, employed).web_employer_id is None

    def test_does_not_take_the_employer_of_a_booking(self, api, token, world, booking):
        number = web_employer(world, booking).id
        assert outcome(api.DeleteLooseWebEmployer(token, number)) == EMPLOYER_NOT_FOUND

    def test_an_unknown_one_is_not_found(self, api, token):
        assert outcome(api.DeleteLooseWebEmployer(token, 4711)) == EMPLOYER_NOT_FOUND
        number = loose_employer(api, token)
        api.DeleteLooseWebEmployer(token, number)
        assert outcome(api.DeleteLooseWebEmployer(token, number)) == EMPLOYER_NOT_FOUND


class TestUpdateWebClientEmployer:
    @pytest.fixture
    def number(self, api, token, occurrence):
        return book(api, token, occurrence)

    def test_makes_a_loose_employer_the_persons(self, api, token, world, number):
        boss = loose_employer(api, token)
        assert outcome(api.UpdateWebClientEmployer(token, number, boss)) == OK
        assert web_client(world, number).web_employer_id == boss

    @pytest.mark.parametrize("nobody", [None, 0])
    def test_null_and_0_remove_it(self, api, token, world, number, nobody):
        api.UpdateWebClientEmployer(token, number, loose_employer(api, token))
        assert outcome(api.UpdateWebClientEmployer(token, number, nobody)) == OK
        assert web_client(world, number).web_employer_id is None

    def test_one_may_serve_many(self, api, token, world, occurrence, number):
        boss, other = loose_employer(api, token), book(api, token, occurrence)
        for each in (number, other):
            assert outcome(api.UpdateWebClientEmployer(token, each, boss)) == OK

    def test_an_unknown_booking_is_not_found(self, api, token):
        assert outcome(api.UpdateWebClientEmployer(token, 4711, None)) == NOT_FOUND

    def test_an_employers_booking_has_no_one_client(self, api, token, world, booking):
        worker = add_employee(api, token, booking)
        assert outcome(api.UpdateWebClientEmployer(token, booking, None)) == (-1, "Not a client web enrolment.")
        assert world.get(WebClient, worker).web_employer_id == web_employer(world, booking).id

    def test_only_loose_employers_are_found(self, api, token, world, number, booking):
        for employer in (4711, -1, web_employer(world, booking).id):
            assert outcome(api.UpdateWebClientEmployer(token, number, employer)) == EMPLOYER_NOT_FOUND
        assert web_client(world, number).web_employer_id is None
