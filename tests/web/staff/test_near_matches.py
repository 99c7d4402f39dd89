"""Who is close to somebody on record is shown, counted and left to people, never processed with many others."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import add_employee, book, book_employer, loose_employer, reserve, wait_for, web_enrolment
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.web.staff import lists

BORN = datetime.date(1990, 5, 7)
MAIL, PHONE = "nora@example.com", "0400 111 222"
USI, OTHER_USI = "BNGH7C75FN", "7QRP3KV395"

KNOWN = {"surname": "Gray", "given_name": "Robert", "birth_date": BORN, "email": MAIL}

NEAR = [
    ({"surname": "Grey"}, {}, "similar surname"),
    ({"surname": "Grya"}, {}, "similar surname"),
    ({"given_name": "Robret"}, {}, "similar given name"),
    ({"given_name": "Bob"}, {}, "similar given name"),
    ({"given_name": "R"}, {}, "similar given name"),
    ({"given_name": "Robert James"}, {}, "similar given name"),
    ({"surname": "Gray-Lee"}, {}, "similar surname"),
    ({"surname": "Lee Gray"}, {}, "similar surname"),
    ({"surname": "Married"}, {"sEmail": MAIL.upper()}, "other surname, same e-mail"),
    ({"given_name": "Kit"}, {"sEmail": MAIL}, "other given name, same e-mail"),
    ({"birth_date": datetime.date(1990, 7, 5)}, {}, "day and month of birth exchanged"),
    ({"birth_date": datetime.date(1990, 5, 17)}, {}, "other birth date"),
    ({"birth_date": datetime.date(1971, 1, 1)}, {"sEmail": MAIL}, "other birth date, same e-mail"),
    ({"surname": "Robert", "given_name": "Gray"}, {}, "names exchanged"),
    ({"surname": "Robert", "given_name": "Gray", "birth_date": None}, {}, "names exchanged"),
    ({"birth_date": None}, {}, "birth date missing"),
    (
        {"birth_date": None, "given_name": "Rob"},
        {"sEmail": MAIL},
        "similar given name, birth date missing, same e-mail",
    ),
    ({"birth_date": None, "surname": "Married"}, {"sEmail": MAIL}, "other surname, birth date missing, same e-mail"),
]
"""What the web says that the client on record does not: names and birth date, other details, and the reason shown."""

FAR = [
    ({"surname": "Black"}, {}),
    ({"given_name": "Kate"}, {}),
    ({"birth_date": datetime.date(1971, 1, 1)}, {}),
    ({"surname": "Black", "given_name": "Kate", "birth_date": datetime.date(1971, 1, 1)}, {"sEmail": MAIL}),
    ({"surname": "Grey"}, {"usi": USI}),
    ({"surname": "Grey", "given_name": "Rob", "birth_date": datetime.date(1990, 5, 17)}, {}),
]
"""Who is somebody else: a namesake, a sibling, a family's address, and whoever has another USI."""


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def told(api, token, occurrence):
    """Book somebody who is the known client but for this."""

    def call(differing, details, add=book, place=occurrence):
        person = {**KNOWN, **differing}
        number = add(api, token, place, person["surname"], person["given_name"], xsdDOB=person["birth_date"])
        if details:
            assert outcome(api.UpdateWebClient(token, number, **details)) == OK
        return number

    return call


@pytest.fixture
def known(world):
    """Somebody on record, between others."""
    world.client("Black", "Betty", birth_date=datetime.date(1980, 1, 1))
    client = world.client(**KNOWN, usi=OTHER_USI, mobile_phone=PHONE)
    world.client("White", "Wilma", birth_date=BORN)
    return client


def row_of(page, number):
    (row,) = page.document.xpath(f"//tr[.//a[contains(@href, '/enrolments/{number}')]]")
    return row


def words_of(row):
    return " ".join(row.text_content().split())


def on_record(row):
    """What a list says of whom a web record could be."""
    (cell,) = row.xpath("./td[@data-label='On record']")
    return words_of(cell)


@pytest.mark.parametrize(("differing", "details", "reason"), NEAR)
class TestSomebodyClose:
    def test_is_shown_with_whom_and_why(self, visitor, known, told, differing, details, reason):
        number = told(differing, details)
        row = row_of(visitor.get(), number)
        assert on_record(row) == f"new? like {known.code} Robert Gray ({reason})"

    def test_is_left_out_of_many(self, visitor, world, known, told, differing, details, reason):
        number = told(differing, details)
        page = visitor.get()
        assert page.document.xpath(f"//input[@name='number'][@value='{number}']") == []
        ours = web_enrolment(world, number)
        before = len(world.all(select(Client)))
        form = page.form("/process") if page.has_form("/process") else {}
        shown = visitor.get(f"/enrolments/{number}").form("/process")[f"shown-{number}"]
        progress = visitor.post("/process", {"csrf": form["csrf"], "number": str(number), f"shown-{number}": shown})
        assert f"Looks like {known.code} Robert Gray ({reason}). Open it and choose." in progress.text
        assert len(world.all(select(Client))) == before
        assert web_enrolment(world, number).state == ours.state == "P"

    def test_is_a_new_client_for_calls(self, api, token, world, known, told, differing, details, reason):
        processed = api.ProcessWebEnrolment(token, told(differing, details), False).ProcessedWebEnrol
        assert (processed.EnroleeWasCreated, processed.EnroleeIdentifier != known.code) == (True, True)

    def test_stands_among_the_candidates_of_the_record(self, visitor, known, told, differing, details, reason):
        number = told(differing, details)
        page = visitor.get(f"/enrolments/{number}")
        (choice,) = page.document.xpath(f"//input[@type='radio'][@value='{known.id}']")
        assert choice.get("checked") is None


@pytest.mark.parametrize(("differing", "details"), FAR)
def test_somebody_else_is_new(visitor, world, known, told, differing, details):
    number = told(differing, details)
    page = visitor.get()
    assert on_record(row_of(page, number)) == "new client"
    assert "finished" in visitor.send("/process", number=str(number)).text.lower()
    assert web_enrolment(world, number).state == "D"


def test_somebody_found_is_named(visitor, known, told):
    number = told({"surname": "GRAY"}, {})
    row = on_record(row_of(visitor.get(), number))
    assert row == f"{known.code} Robert Gray, by name and birth date"


def test_several_who_match_are_for_people_too(visitor, world, known, told):
    double = world.client(**KNOWN)
    number = told({}, {})
    page = visitor.get()
    assert on_record(row_of(page, number)) == f"several match: choose ({known.code}, {double.code})"
    assert page.document.xpath(f"//input[@name='number'][@value='{number}']") == []


def test_a_usi_of_somebody_quite_different_too(visitor, known, told):
    other = {"surname": "Black", "given_name": "Kate", "birth_date": datetime.date(1971, 1, 1)}
    number = told(other, {"usi": OTHER_USI})
    row = on_record(row_of(visitor.get(), number))
    assert row == f"new? like {known.code} Robert Gray (same USI, other surname and birth date)"


def test_a_code_with_another_surname_too(api, token, visitor, known, occurrence):
    number = book(api, token, occurrence, "Married", "Kate", sCode=known.code)
    row = on_record(row_of(visitor.get(), number))
    assert row == f"new? like {known.code} Robert Gray (told code, other surname)"


def test_one_of_two_bookings_processed_together_is_left(visitor, world, told):
    """The first makes a client, to whom the second is close: nobody could see that beforehand."""
    first, second = told({}, {}), told({"given_name": "Bob"}, {}, place=world.occurrence(web_published=True))
    page = visitor.get()
    fields = [("csrf", page.form("/process")["csrf"])]
    for number in (first, second):
        fields += [("number", str(number)), (f"shown-{number}", page.form("/process")[f"shown-{number}"])]
    progress = visitor.post("/process", dict_of(fields))
    assert [web_enrolment(world, number).state for number in (first, second)] == ["D", "P"]
    assert "Looks like" in progress.text
    assert len(world.all(select(Client).where(Client.surname == "Gray"))) == 1


def dict_of(pairs):
    fields = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


@pytest.mark.parametrize(("given_name", "state"), [("Bob", "P"), ("Robert", "D"), ("Kate", "D")])
def test_a_reservation_that_would_be_processed_at_once_waits_for_people(
    api, token, visitor, world, known, told, given_name, state
):
    place = world.occurrence(web_published=True, auto_process_reservations=True)
    number = told({"given_name": given_name}, {}, add=reserve, place=place)
    visitor.get(f"/enrolments/{number}")
    assert visitor.send("/complete").note.startswith("Done")
    stored = web_enrolment(world, number)
    assert (stored.state, stored.is_reservation) == (state, False)
    other = told({"given_name": "Bobby"}, {}, add=reserve, place=place)
    assert outcome(api.CompleteWebReservation(token, other)) == OK
    assert web_enrolment(world, other).state == "D"


class TestTheList:
    @pytest.fixture
    def three(self, known, told):
        return told({"given_name": "Bob"}, {}), told({}, {}), told({"surname": "Black"}, {})

    def rows(self, page):
        return [
            words_of(row).split(" ")[0] + words_of(row).split(" ")[1] for row in page.document.iterfind(".//tbody/tr")
        ]

    @pytest.mark.bare
    def test_counts_those_who_are_close(self, visitor, three):
        page = visitor.get()
        (lead,) = page.document.find_class("lead")
        assert words_of(lead) == "3 wait. Of them 1 is close to somebody on record and needs your eye."
        page = visitor.get(lead.find(".//a").get("href").removeprefix("/staff"))
        assert self.rows(page) == ["Gray,Bob"]

    @pytest.mark.bare
    @pytest.mark.parametrize(
        ("match", "names"), [("near", ["Gray,Bob"]), ("found", ["Gray,Robert"]), ("new", ["Black,Robert"])]
    )
    def test_can_be_filtered(self, visitor, three, match, names):
        assert self.rows(visitor.search(match=match)) == names
        assert self.rows(visitor.search(match=match, search="robert, gray")) == [
            name for name in names if name == "Gray,Robert"
        ]
        assert visitor.search(match=match, kind="employer").rows == []

    def test_says_when_it_did_not_look_at_all(self, visitor, three, monkeypatch):
        monkeypatch.setattr(lists, "MOST_JUDGED", 2)
        page = visitor.get()
        assert "More than 2 wait. Of the first 2" in page.text
        assert on_record(row_of(page, three[2])) == "new client"

    def test_of_reservations_and_waiters_say_it_too(self, api, token, world, visitor, known, told):
        number = told({"given_name": "Bob"}, {}, add=reserve)
        row = words_of(row_of(visitor.get("/reservations"), number))
        assert f"new? like {known.code} Robert Gray (similar given name)" in row
        programme = world.programme(takes_waitlist=True)
        wait_for(api, token, programme, "Gray", "Bob", dateOfBirth=BORN)
        assert f"new? like {known.code} Robert Gray (similar given name)" in visitor.get("/waitlist").text


class TestEmployers:
    @pytest.mark.parametrize(
        ("stored", "reason"),
        [
            ({"name": "Web Brewery Pty Ltd"}, "similar name"),
            ({"name": "The Web Brewry"}, "similar name"),
            ({"name": "The Web-Brewery", "active": False}, "similar name"),
            ({"name": "The Web Brewery", "active": False}, "same name, not active"),
            ({"name": "Another", "abn": "51824753556"}, "same ABN, other name"),
        ],
    )
    def test_that_are_close_are_left_too(self, api, token, world, visitor, occurrence, stored, reason):
        world.employer("The Wine Company")
        employer = world.employer(**stored)
        number = book_employer(api, token, occurrence, "Worker")
        api.UpdateWebEmployer(token, number, sABN="51 824 753 556")
        page = visitor.get()
        assert on_record(row_of(page, number)) == f"new? like {employer.identifier} {employer.name} ({reason})"
        assert page.document.xpath(f"//input[@name='number'][@value='{number}']") == []
        processed = api.ProcessWebEnrolment(token, number, False).ProcessedWebEnrol
        assert processed.EnroleeWasCreated is True

    def test_of_two_with_one_name_either_may_be_meant(self, api, token, world, visitor, occurrence):
        for _ in range(2):
            world.employer("The Web Brewery")
        number = book_employer(api, token, occurrence)
        assert "several have this name" in words_of(row_of(visitor.get(), number))

    def test_say_when_one_of_their_people_is_close(self, api, token, world, visitor, known, occurrence):
        world.employer("The Web Brewery", identifier="BREW")
        number = book_employer(api, token, occurrence)
        add_employee(api, token, number, "Gray", "Bob", xsdDOB=BORN)
        add_employee(api, token, number, "Worker", "Will", xsdDOB=BORN)
        page = visitor.get()
        row = on_record(row_of(page, number))
        assert row == "BREW The Web Brewery, by name; 1 of its people is close to somebody"
        assert page.document.xpath(f"//input[@name='number'][@value='{number}']") == []

    def test_that_pay_are_left_too(self, api, token, world, visitor, occurrence):
        employer = world.employer("Paying Company Pty Ltd")
        number = book(api, token, occurrence, "Black", "Kate")
        api.UpdateWebClientEmployer(token, number, loose_employer(api, token))
        visitor.get()
        progress = visitor.send("/process", number=str(number))
        assert f"Looks like {employer.identifier}" in progress.text
        assert len(world.all(select(Employer))) == 1
