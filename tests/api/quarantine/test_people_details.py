"""Areas web_enrolments and web_waitlists: the details of people, which one table of parameters per call describes."""

import pytest

from tests.support.outcomes import OK, outcome, told
from tests.support.web import add_contact, add_employee, book, book_employer, real_rows, wait_for, waiter, web_client
from vettrak_api.model.quarantine import PROCESSED, WebClient, WebEnrolment, WebWaitlist

ENROLEE = {
    "sOther": ("other_name", 50),
    "sTitle": ("title", 10),
    "sHomePhone": ("home_phone", 20),
    "sWorkPhone": ("work_phone", 20),
    "sMobilePhone": ("mobile_phone", 20),
    "sEmail": ("email", 100),
    "sEmergencyName": ("emergency_name", 100),
    "sEmergencyPhone": ("emergency_phone", 20),
    "sEmergencyMobile": ("emergency_mobile", 20),
}
CONTACT = {name: held for name, held in ENROLEE.items() if "Emergency" not in name}
WAITER = {
    "otherName": ("other_name", 50),
    "title": ("title", 10),
    "homePhone": ("home_phone", 20),
    "workPhone": ("work_phone", 20),
    "mobilePhone": ("mobile_phone", 20),
    "email": ("email", 100),
    "emergencyName": ("emergency_name", 100),
    "emergencyPhone": ("emergency_phone", 20),
    "emergencyMobile": ("emergency_mobile", 20),
}

USUAL = ("sAddr", "sCity", "sPCode", "sShortState")
POSTAL = ("postalAddr", "postalCity", "postalPCode", "postalShortState")
WAITERS_USUAL = ("residentialAddress", "residentialCity", "residentialPostcode", "residentialShortState")
WAITERS_POSTAL = ("postalAddr", "postalCity", "postalPostcode", "postalShortState")
PARTS = ("building", "unit_details", "street_number", "street_name", "city", "state", "postcode", "line")
HOME = {"UnitDetails": "Flat 2", "StreetNumber": "1", "StreetName": "Pub Street", "City": "Kew", "Postcode": "3101"}
GOOD_USI = "7QRP3KV395"
COLUMNS = [column.key for column in WebClient.__table__.columns if not column.key.startswith("modified")]


class Kind:
    """A call that updates somebody's details: its name, its parameters, and how to make somebody."""

    def __init__(self, operation, texts, usual, postal, missing, make):
        self.operation, self.texts, self.usual, self.postal = operation, texts, usual, postal
        self.missing, self.make = missing, make

    def __repr__(self):
        return self.operation


def make_client(api, token, world, occurrence):
    number = book(api, token, occurrence)
    return number, web_client(world, number).id


def make_employee(api, token, world, occurrence):
    number = add_employee(api, token, book_employer(api, token, occurrence))
    return number, number


def make_contact(api, token, world, occurrence):
    number = add_contact(api, token, book_employer(api, token, occurrence))
    return number, number


def make_waiter(api, token, world, occurrence):
    number = wait_for(api, token, world.programme(takes_waitlist=True))
    return number, waiter(world, number).id


OF_CLIENT = Kind("UpdateWebClient", ENROLEE, USUAL, POSTAL, "Web enrolment not found.", make_client)
OF_EMPLOYEE = Kind("UpdateWebEmployee", ENROLEE, USUAL, POSTAL, "Web employee not found.", make_employee)
OF_CONTACT = Kind("UpdateWebEmployerContact", CONTACT, USUAL, POSTAL, "Web employer contact not found.", make_contact)
OF_WAITER = Kind(
    "UpdateClientWebWaitlist", WAITER, WAITERS_USUAL, WAITERS_POSTAL, "Web waitlist entry not found.", make_waiter
)
KINDS = (OF_CLIENT, OF_EMPLOYEE, OF_CONTACT, OF_WAITER)
GENDERS = {OF_WAITER: "gender"}
SURVEYED = (OF_CLIENT, OF_EMPLOYEE, OF_WAITER)


@pytest.fixture(params=KINDS, ids=repr)
def kind(request):
    return request.param


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def somebody(kind, api, token, world, occurrence):
    """Return the number that names somebody in the call, and the number of the record."""
    return kind.make(api, token, world, occurrence)


@pytest.fixture
def update(kind, api, token, somebody):
    def call(number=None, **details):
        return outcome(getattr(api, kind.operation)(token, number or somebody[0], **details))

    return call


@pytest.fixture
def now(world, somebody):
    return lambda: world.get(WebClient, somebody[1])


def parts(row, address):
    return {part: getattr(row, f"{address}_{part}") for part in PARTS}


def gender_of(kind):
    return GENDERS.get(kind, "sGender")


class TestDetails:
    def test_every_text_is_kept_trimmed(self, kind, update, now):
        sent = {name: told(name, str(number)) for number, name in enumerate(kind.texts)}
        assert update(**{name: f" {text} " for name, text in sent.items()}) == OK
        stored = now()
        assert {name: getattr(stored, column) for name, (column, _) in kind.texts.items()} == sent

    def test_every_text_has_a_longest_length(self, kind, update, now):
        for name, (column, longest) in kind.texts.items():
            assert update(**{name: "x" * (longest + 1)}) == (-1, f"{name} is longer than {longest} characters.")
            assert getattr(now(), column) is None
            assert update(**{name: told(name, "x" * longest)}) == OK
            assert update() == OK

    def test_names_birth_date_and_code_stay(self, update, now):
        before = now()
        assert update() == OK
        after = now()
        assert (after.surname, after.given_name) == (before.surname, before.given_name) != ("", "")

    def test_what_is_missing_is_emptied(self, kind, update, now, world):
        fresh = {column: getattr(now(), column) for column in COLUMNS}
        everything = {
            **{name: told(name, "x") for name in kind.texts},
            gender_of(kind): "M",
            "divisionId": world.division().id,
            "usi": GOOD_USI,
            "usualAddress": HOME,
            "postalAddress": HOME,
        }
        if kind in SURVEYED:
            everything["surveyContactStatusCode"] = "E"
        assert update(**everything) == OK
        assert update() == OK
        assert {column: getattr(now(), column) for column in fresh} == fresh

    @pytest.mark.parametrize(("sent", "stored"), [("m", "M"), (" F ", "F"), ("X", "X"), ("", None)])
    def test_gender_is_m_f_x_or_blank(self, kind, update, now, sent, stored):
        assert update(**{gender_of(kind): sent}) == OK
        assert now().gender == stored

    @pytest.mark.parametrize("sent", ["W", "male", "@"])
    def test_another_gender_is_unknown(self, kind, update, now, sent):
        assert update(**{gender_of(kind): sent}) == (-1, "Unknown gender.")

    def test_a_division_may_be_stated(self, update, now, world):
        division = world.division()
        assert update(divisionId=division.id) == OK
        assert now().division_id == division.id
        assert update(divisionId=0) == OK
        assert now().division_id is None

    def test_an_unknown_division_is_not_found(self, update):
        assert update(divisionId=99) == (-4, "Division not found.")

    def test_a_usi_is_kept_in_capitals(self, update, now):
        assert update(usi=f" {GOOD_USI.lower()} ") == OK
        assert now().usi == GOOD_USI

    @pytest.mark.parametrize("usi", ["7QRP3KV396", "7QRP", "0QRP3KV395"])
    def test_a_usi_must_be_well_formed(self, update, usi):
        assert update(usi=usi) == (-1, "USI is not valid.")

    @pytest.mark.parametrize("kind", SURVEYED, ids=repr)
    def test_the_survey_status_is_available_unless_said(self, update, now):
        assert update(surveyContactStatusCode="e") == OK
        assert now().survey_contact_status == "E"
        assert update(surveyContactStatusCode=" ") == OK
        assert now().survey_contact_status == "A"

    @pytest.mark.parametrize("kind", SURVEYED, ids=repr)
    def test_an_unknown_survey_status_is_refused(self, update):
        assert update(surveyContactStatusCode="Z") == (-1, "surveyContactStatusCode is not a valid code.")

    @pytest.mark.parametrize("kind", SURVEYED, ids=repr)
    def test_a_survey_status_that_is_no_longer_offered_is_refused(self, update, world):
        world.retire_code("SURVEY_CONTACT_STATUS", "E")
        assert update(surveyContactStatusCode="E") == (-1, "surveyContactStatusCode is not a valid code.")


class TestAddresses:
    def test_flat_values_are_told_apart(self, kind, update, now):
        assert update(**dict(zip(kind.usual, ("Flat 2, 1 Pub Street", "Kew", "3101", "vic"), strict=True))) == OK
        assert parts(now(), "usual") == {
            "building": None,
            "unit_details": "Flat 2",
            "street_number": "1",
            "street_name": "Pub Street",
            "city": "Kew",
            "state": "Vic",
            "postcode": "3101",
            "line": "Flat 2, 1 Pub Street",
        }

    def test_postal_ones_may_be_a_box(self, kind, update, now):
        assert update(**dict(zip(kind.postal, ("PO Box 9", "Kew", "3101", "Vic"), strict=True))) == OK
        assert (now().postal_box, now().postal_line, now().postal_state) == ("PO Box 9", "PO Box 9", "Vic")

    def test_structured_values_win(self, kind, update, now):
        flat = dict.fromkeys((*kind.usual[:2], *kind.postal[:2]), "Elsewhere")
        assert update(**flat, usualAddress=HOME | {"State": "NSW"}, postalAddress={"POBox": "Box 1"}) == OK
        stored = now()
        assert (stored.usual_street_name, stored.usual_city, stored.usual_state) == ("Pub Street", "Kew", "NSW")
        assert stored.usual_line == "Flat 2, 1 Pub Street"
        assert (stored.postal_box, stored.postal_city) == ("Box 1", None)

    def test_empty_structured_ones_do_not(self, kind, update, now):
        assert update(**{kind.usual[1]: "Kew"}, usualAddress={"City": " "}) == OK
        assert now().usual_city == "Kew"

    def test_an_unknown_state_is_refused(self, kind, update):
        unknown = (-1, "Unknown state.")
        assert update(**{kind.usual[3]: "Beerland"}) == unknown
        assert update(**{kind.postal[3]: "Beerland"}) == unknown
        assert update(usualAddress={"State": "Beerland"}) == unknown
        assert update(postalAddress={"State": "Beerland"}) == unknown

    def test_flat_values_have_a_longest_length(self, kind, update):
        for names in (kind.usual, kind.postal):
            for name, longest in zip(names, (170, 50, 4, 10), strict=True):
                assert update(**{name: "x" * (longest + 1)}) == (-1, f"{name} is longer than {longest} characters.")

    def test_structured_values_have_a_longest_length(self, update):
        too_long = (-1, "usualAddress.StreetName is longer than 70 characters.")
        assert update(usualAddress={"StreetName": "x" * 71}) == too_long


class TestRefusals:
    def test_an_unknown_number_is_not_found(self, kind, update):
        assert update(4711) == (-4, kind.missing)
        assert update(-1) == (-4, kind.missing)

    def test_arguments_are_judged_first(self, kind, update):
        assert update(4711, usi="bad") == (-1, "USI is not valid.")

    @pytest.mark.whole
    def test_somebody_who_was_processed_is_not_found(self, kind, update, world):
        table = WebWaitlist if kind is OF_WAITER else WebEnrolment
        with world.session() as session:
            for row in session.query(table):
                row.state = PROCESSED
        assert update() == (-4, kind.missing)

    def test_a_failed_update_changes_nothing(self, kind, update, now):
        first = next(iter(kind.texts))
        assert update(**{first: "kept"}) == OK
        assert update(**{first: "lost"}, usi="bad") == (-1, "USI is not valid.")
        assert getattr(now(), kind.texts[first][0]) == "kept"

    def test_real_records_are_left_alone(self, kind, update, world):
        before = real_rows(world)
        assert update(usi=GOOD_USI) == OK
        assert real_rows(world) == before


class TestWhoIsWho:
    """A number of one kind of person is not found by the call for another."""

    @pytest.fixture
    def numbers(self, api, token, world, occurrence):
        return {kind: kind.make(api, token, world, occurrence) for kind in KINDS}

    @pytest.mark.parametrize("other", [OF_CLIENT, OF_CONTACT, OF_WAITER], ids=repr)
    def test_employees(self, api, token, numbers, other):
        assert outcome(api.UpdateWebEmployee(token, numbers[other][1])) == (-4, "Web employee not found.")

    @pytest.mark.parametrize("other", [OF_CLIENT, OF_EMPLOYEE, OF_WAITER], ids=repr)
    def test_contacts(self, api, token, numbers, other):
        assert outcome(api.UpdateWebEmployerContact(token, numbers[other][1])) == (
            -4,
            "Web employer contact not found.",
        )

    def test_an_employers_booking_has_no_one_client(self, api, token, occurrence):
        number = book_employer(api, token, occurrence, "Worker")
        assert outcome(api.UpdateWebClient(token, number)) == (-1, "Not a client web enrolment.")
