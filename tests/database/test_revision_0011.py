"""What revision 0011 does to rows: bookings of employers cost the whole amount, one result gets its code."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.soap import Api
from tests.support.web import book, book_employer
from tests.support.world import World
from vettrak_api.app import Site
from vettrak_api.database import migrations
from vettrak_api.model.occurrences import OccurrencePrice
from vettrak_api.model.quarantine import WebEnrolment
from vettrak_api.model.reference import PriceItem, ResultType
from vettrak_api.rules.reference.loading import load_reference_data

BEFORE, AFTER = "0010", "0011"


@pytest.fixture
def amounts(empty):
    """Read what web enrolments cost, by number, past the model of later revisions."""
    columns = WebEnrolment.__table__.c

    def read():
        with empty.database.connection() as connection:
            return {row.id: row.amount for row in connection.execute(select(columns.id, columns.amount))}

    return read


def test_not_yet_started_gets_its_national_code_and_no_other_result_does(empty):
    migrations.upgrade(empty.database)
    with empty.database.writing() as session:
        load_reference_data(session)

    def codes():
        with empty.database.connection() as connection:
            return {row.name: row.code for row in connection.execute(select(ResultType.name, ResultType.code))}

    after = codes()
    migrations.downgrade(empty.database, BEFORE)
    assert codes() == after | {"Not Yet Started": None}
    migrations.upgrade(empty.database, AFTER)
    assert codes() == after
    assert after["Not Yet Started"] == "85"


def test_amounts_go_up_and_down_with_the_revision(empty, amounts):
    migrations.upgrade(empty.database)
    with empty.database.writing() as session:
        load_reference_data(session)
    world, api = World(empty), Api(Site(empty))
    token = world.token()
    course = world.occurrence(web_published=True)
    sent = []
    for name, amount, kind in (("Fee", "110.00", 0), ("Room", "55.00", 5)):
        item = world.add(PriceItem(name=name, kind=kind))
        money = {"amount": Decimal(amount), "gst": Decimal(amount) / 11}
        price = world.add(OccurrencePrice(occurrence_id=course.id, price_item_id=item.id, **money))
        sent.append(("TPric", {"Enpr_ID": price.id}))
    three, nobody = book_employer(api, token, course, "A", "B", "C"), book_employer(api, token, course)
    person, unpriced = book(api, token, course), book_employer(api, token, course, "D", "E")
    for number in (three, nobody, person):
        assert outcome(api.AddPriceTypesToWebEnrolment(token, number, sent)) == OK
    one, whole = Decimal("165.00"), Decimal("385.00")
    assert amounts() == {three: whole, nobody: one, person: one, unpriced: 0}
    migrations.downgrade(empty.database, BEFORE)
    assert amounts() == {three: one, nobody: one, person: one, unpriced: 0}
    migrations.upgrade(empty.database, AFTER)
    assert amounts() == {three: whole, nobody: one, person: one, unpriced: 0}
