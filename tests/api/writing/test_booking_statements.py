"""What each statement of a booking is for: the individual pathway, call by call, and the processing by staff.

A statement that is not told here must be justified, or go. They are known by verb and table: the first table of a
SELECT's own FROM, or nothing for one that is made of scalar subqueries alone. No call builds a part of a statement
when it is made for the second time. On SQLite, where these are counted, locks that read nothing need no statement:
other databases are asked once more, for the making of clients of this name.
"""

import re
from decimal import Decimal

import pytest

from tests.support.counting import cost
from tests.support.staff import Visitor
from tests.support.world import PASSWORD

TOKEN = ("SELECT access_token", "the token's owner")
TRAIL = ("INSERT change_log", "who changed what")
KEY = (
    ("SELECT person_key", "the key for what somebody's members had and have, unless the process knows it"),
    ("INSERT person_key", "a new one, once a month"),
)
DECISIONS = ("INSERT web_decision", "who decided what, and how it is undone")
HELD = ("SELECT web_enrolment", "the web enrolment, locked while it is pending")
MATCHED = ("SELECT client", "who has these names and this birth date")
HELD_PERSON = ("SELECT web_client", "the person, with the web enrolment, locked while that is pending")

STATEMENTS = {
    "ValidateClient": [
        ("SELECT failed_lately", "the account of the user name, and who failed to log in to it lately"),
        ("INSERT access_token", "the new token"),
    ],
    "GetWebProgrammeTypes": [TOKEN, ("SELECT programme_type", "the types")],
    "GetWebProgrammesForDates": [TOKEN, ("SELECT programme", "the programmes")],
    "GetWebOccurrencesForProgrammeAndDates": [TOKEN, ("SELECT occurrence", "the occurrences")],
    "AddClientWebEnrolment": [
        TOKEN,
        ("SELECT occurrence", "whether it is published; the occurrence, locked"),
        ("SELECT occurrence", "how many places are left, now that nobody else takes one"),
        ("INSERT web_enrolment", "the place that is taken"),
        ("INSERT web_client", "the person"),
        TRAIL,
    ],
    "UpdateWebEnrolment": [TOKEN, HELD, ("UPDATE web_enrolment", "what is told"), *KEY, TRAIL],
    "UpdateWebClient": [
        TOKEN,
        ("SELECT state", "how the states are spelled"),
        HELD_PERSON,
        ("UPDATE web_client", "what is told"),
        *KEY,
        TRAIL,
    ],
    "UpdateWebClientAVETMISS": [
        TOKEN,
        ("SELECT reference_code", "which of the codes there are"),
        HELD_PERSON,
        ("UPDATE web_client", "the statistics"),
        TRAIL,
    ],
    "AddWebPayment": [
        TOKEN,
        HELD,
        ("SELECT web_payment", "whether one has been recorded, now that nobody else records one"),
        ("INSERT web_payment", "the payment"),
        TRAIL,
    ],
}

PROCESSING = [
    HELD,
    ("SELECT occurrence", "the occurrence, locked"),
    ("SELECT web_enrolment", "the people with the payment, and whether there are relationships"),
    MATCHED,
    ("SELECT", "what new records begin with"),
    ("SELECT client", "whether the user name is taken"),
    ("INSERT client", "the client"),
    ("UPDATE client", "the code, which is made of the number"),
    ("INSERT client_statistics", "the statistics"),
    ("UPDATE web_client", "whom the person became"),
    ("SELECT", "whether the client is enrolled, and what there is to be taken over"),
    ("SELECT occurrence_unit", "the units"),
    ("INSERT enrolment_number", "a number of the space that occurrences share"),
    ("SELECT occurrence_price", "the prices"),
    ("INSERT enrolment", "the enrolment"),
    ("INSERT enrolment_price", "its prices"),
    ("INSERT enrolled_unit", "its units"),
    ("INSERT class_client", "its classes"),
    ("INSERT invoice", "the invoice"),
    ("UPDATE invoice", "the invoice's number, which is made of its own"),
    ("INSERT invoice_item", "the fee"),
    ("INSERT payment", "what was paid"),
    ("INSERT payment_share", "the item that it pays"),
    ("UPDATE enrolment", "how much of the enrolment is paid"),
    ("UPDATE web_enrolment", "that it is processed, and as what"),
    DECISIONS,
    *KEY,
    TRAIL,
]

AS_STAFF = [
    TOKEN,
    ("SELECT client", "the visitor's name"),
    ("SELECT organisation", "the name at the top of every page"),
    HELD,
    ("SELECT web_client", "the person, locked, to be compared with what the page showed"),
    ("SELECT web_employer", "an employer of its own, likewise"),
    ("SELECT web_enrolment", "who is to be invoiced, likewise"),
    ("SELECT web_client", "the person's employer, likewise"),
    ("SELECT web_payment", "the payment, likewise"),
    ("SELECT web_relationship", "the relationships, likewise"),
    ("SELECT web_class_choice", "the chosen classes, likewise"),
    ("SELECT web_unit_choice", "the chosen units, likewise"),
    ("SELECT web_price_choice", "the chosen prices, likewise"),
    ("SELECT web_employer", "the parties that the form decides about: employers"),
    ("SELECT web_client", "and people"),
    *(each for each in PROCESSING if each not in {HELD, MATCHED}),
]
"""The form is compared with what the page showed before anything is done; it says that the person is new."""

PATHWAY = (*STATEMENTS, "ProcessWebEnrolment")
INSIDE_BRACKETS = re.compile(r"\([^()]*\)")


def named(statement):
    """Return a statement's verb and table."""
    text = " ".join(statement.split())
    while INSIDE_BRACKETS.search(text):
        text = INSIDE_BRACKETS.sub("", text)
    found = re.search(r"^UPDATE (\w+)|\b(?:FROM|INTO) +(?:AS )?(\w+)", text)
    return f"{text.split()[0]} {next(filter(None, found.groups()))}" if found else text.split()[0]


def short(statements):
    return [named for named, _ in statements]


class Booker:
    """A site that books as the interface's documentation has it."""

    def __init__(self, api, world):
        self.api = api
        programme = world.programme("Brewing", programme_type_id=world.programme_type("Accredited").id)
        self.programme, values = programme.id, {"programme_id": programme.id, "web_published": True}
        self.occurrence = world.occurrence(units=["B1", "B2"], prices=[("Fee", "99.00")], **values)
        world.class_session(self.occurrence)
        world.staff(api_role=True, username="site", password=PASSWORD)

    def book(self, surname, call):
        """Make all calls but the last; `call` makes one of them, with its name and arguments."""
        token = call("ValidateClient", "site", PASSWORD).Token
        call("GetWebProgrammeTypes", token)
        year = ("2026-01-01", "2026-12-31")
        call("GetWebProgrammesForDates", token, *year)
        call("GetWebOccurrencesForProgrammeAndDates", token, self.programme, *year)
        names = {"sSurname": surname, "sGiven": "Bea", "xsdDOB": "1990-05-17"}
        number = call("AddClientWebEnrolment", token, self.occurrence.id, **names).ID
        call("UpdateWebEnrolment", token, number, description="From the web")
        home = {"StreetNumber": "1", "StreetName": "Hop Street", "City": "Hobart", "State": "TAS", "Postcode": "7000"}
        call("UpdateWebClient", token, number, sEmail=f"{surname}@example.com", usualAddress=home)
        statistics = {"AboriginalFlag": "4", "CountryCode": "1101", "DisabilityFlag": "N"}
        call("UpdateWebClientAVETMISS", token, number, statistics)
        call("AddWebPayment", token, number, "O1", "R1", Decimal(99))
        return token, number

    def call(self, name, *arguments, **named):
        answer = getattr(self.api, name)(*arguments, **named)
        assert (getattr(answer, "Auth", None) or answer).Status == 1, answer
        return answer


@pytest.fixture
def booker(api, world):
    return Booker(api, world)


def test_the_calls_of_a_booking(runtime, booker):
    spent = {}

    def counted(name, *arguments, **named):
        with cost(runtime) as spent[name]:
            return booker.call(name, *arguments, **named)

    for surname in ("First", "Second"):
        token, number = booker.book(surname, booker.call)
        booker.call("ProcessWebEnrolment", token, number, False)
    token, number = booker.book("Third", counted)
    counted("ProcessWebEnrolment", token, number, False)
    expected = STATEMENTS | {"ProcessWebEnrolment": [TOKEN, *PROCESSING]}
    assert {name: [named(text) for text in spent[name].executed] for name in PATHWAY} == {
        name: short(statements) for name, statements in expected.items()
    }
    assert {name: dict(spent[name].built) for name in PATHWAY} == {name: {} for name in PATHWAY}


def test_the_processing_by_staff(runtime, site, booker):
    visitor = Visitor(site)
    visitor.log_in("site", PASSWORD)
    spent = []
    for surname in ("Earlier", "Later", "Last"):
        _, number = booker.book(surname, booker.call)
        visitor.get(f"/enrolments/{number}")
        with cost(runtime) as counted:
            assert visitor.send("/process", follow=False).status == 303
        spent.append(counted)
    assert [named(text) for text in spent[-1].executed] == short(AS_STAFF)
    assert dict(spent[-1].built) == {}


class TestTheNames:
    """What statements are known by."""

    @pytest.mark.parametrize(
        ("statement", "name"),
        [
            ("SELECT a.x, (SELECT max(b.y) FROM b) AS most FROM a JOIN c ON c.id = a.id", "SELECT a"),
            ("SELECT coalesce((SELECT min(b.y) FROM b), 1) AS least", "SELECT"),
            ("SELECT f.x FROM (SELECT 1 AS x FROM b) AS f", "SELECT f"),
            ("INSERT INTO a (x, y) SELECT b.x, b.y FROM b", "INSERT a"),
            ("UPDATE a SET x=? WHERE a.id IN (SELECT b.id FROM b)", "UPDATE a"),
            ("DELETE FROM a WHERE a.x = ?", "DELETE a"),
        ],
    )
    def test_verb_and_own_table(self, statement, name):
        assert named(statement) == name
