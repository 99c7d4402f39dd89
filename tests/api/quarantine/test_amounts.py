"""TWebe.Amount: what a web enrolment costs, as processing will invoice it."""

from decimal import Decimal

import pytest

from tests.support.outcomes import OK, outcome
from tests.support.web import add_contact, add_employee, book, book_employer
from vettrak_api.model.occurrences import OccurrencePrice
from vettrak_api.model.reference import PriceItem


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, seats=50)


@pytest.fixture
def wanted(world, occurrence):
    """Two prices for each, and one for all together, as the calls name them."""
    kinds = (("Fee", "110.00", 0), ("Books", "22.00", 0), ("Room", "55.00", 5))
    items = [(world.add(PriceItem(name=name, kind=kind)), Decimal(amount)) for name, amount, kind in kinds]
    prices = [
        world.add(OccurrencePrice(occurrence_id=occurrence.id, price_item_id=item.id, amount=amount, gst=amount / 11))
        for item, amount in items
    ]
    return [("TPric", {"Enpr_ID": price.id}) for price in prices]


@pytest.fixture
def amount(api, token):
    """Read what the list of web enrolments says that one costs."""

    def read(number):
        listed = api.GetWebEnrolmentsSince(token, "2000-01-01").WebeList
        return next(each.Amount for each in listed if each.Webe_ID == number)

    return read


@pytest.fixture
def choose(api, token, wanted):
    def send(number, prices=None):
        sent = wanted if prices is None else prices
        assert outcome(api.AddPriceTypesToWebEnrolment(token, number, sent)) == OK

    return send


@pytest.mark.parametrize("people", [0, 1, 3])
@pytest.mark.parametrize("first", ["people", "prices"])
def test_an_employer_pays_for_everybody_and_once_for_all(
    api, token, occurrence, choose, amount, process, people, first
):
    number = book_employer(api, token, occurrence)
    if first == "prices":
        choose(number)
    for each in range(people):
        add_employee(api, token, number, f"Worker{each}")
    add_contact(api, token, number)
    if first == "people":
        choose(number)
    told = amount(number)
    assert told == max(people, 1) * Decimal("132.00") + 55
    if people:
        assert outcome(api.AddWebInvoice(token, number, None, None, 0)) == OK
        assert process(number).AmountInvoiced == told


def test_a_client_pays_once(api, token, occurrence, choose, amount):
    number = book(api, token, occurrence)
    choose(number)
    assert amount(number) == Decimal("187.00")


def test_until_employees_are_named_the_expected_number_counts(api, token, occurrence, choose, amount):
    number, other = book_employer(api, token, occurrence), book_employer(api, token, occurrence)
    choose(number)
    choose(other)
    for expected, people in ((3, 3), (4, 4), (None, 1), (0, 1), (2_000, 1), (2, 2)):
        assert outcome(api.UpdateWebEmployer(token, number, iNumEmployees=expected)) == OK
        assert amount(number) == people * Decimal("132.00") + 55
    for people in (1, 2, 3):
        add_employee(api, token, number, f"Worker{people}")
        assert amount(number) == people * Decimal("132.00") + 55
    assert outcome(api.UpdateWebEmployer(token, number, iNumEmployees=7)) == OK
    assert amount(number) == 3 * Decimal("132.00") + 55
    assert amount(other) == Decimal("187.00")


def test_without_a_choice_there_is_no_amount(api, token, occurrence, choose, amount):
    number = book_employer(api, token, occurrence, "One", "Two")
    assert outcome(api.UpdateWebEmployer(token, number, iNumEmployees=7)) == OK
    assert amount(number) == 0
    choose(number)
    choose(number, [])
    add_employee(api, token, number, "Three")
    assert amount(number) == 0


def test_the_largest_amounts_are_told(api, token, world, amount, choose):
    course = world.occurrence(web_published=True)
    item = world.add(PriceItem(name="Jet"))
    money = {"amount": Decimal("9999999.99"), "gst": Decimal(0)}
    price = world.add(OccurrencePrice(occurrence_id=course.id, price_item_id=item.id, **money))
    number = book_employer(api, token, course)
    assert outcome(api.UpdateWebEmployer(token, number, iNumEmployees=999)) == OK
    choose(number, [("TPric", {"Enpr_ID": price.id})])
    assert amount(number) == 999 * money["amount"]
