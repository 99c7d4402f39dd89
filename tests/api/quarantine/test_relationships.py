"""Area web_enrolments: what other people are to the person of a booking."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import book, book_employer, count_rows, real_rows
from vettrak_api.model.quarantine import PROCESSED, WebEnrolment, WebRelationship
from vettrak_api.model.reference import Relation

NOT_FOUND = (-4, "Web enrolment not found.")
TOO_LITTLE = (-1, "Related client needs a surname and an e-mail, mobile or home phone.")
JANE = {"Surname": "Brewer", "GivenName": "Jane", "MobilePhone": "0400 000 001"}
PARENT = {"RelationshipTypeCode": "G", "ToClient": JANE}


@pytest.fixture
def booking(api, token, world):
    return book(api, token, world.occurrence(web_published=True))


@pytest.fixture
def mother(world):
    return world.one(select(Relation.id).where(Relation.name == "Mother"))


@pytest.fixture
def refused(api, token, world, booking):
    """Return how a relationship was refused; nothing may be stored then."""

    def call(relationship, number=booking):
        answer = api.AddWebClientRelationship(token, number, relationship)
        assert (answer.ID, count_rows(world, WebRelationship)) == (-1, [0])
        return outcome(answer)

    return call


def test_is_kept_for_processing(api, token, world, booking, mother):
    details = {"OtherNames": " Q ", "Email": "jane@beer.example", "HomePhone": "1"}
    sent = {"RelationshipTypeCode": "g", "RelationId": mother, "ToClient": JANE | details, "Description": " Call her "}
    answer = api.AddWebClientRelationship(token, booking, sent)
    stored = world.get(WebRelationship, answer.ID)
    assert (outcome(answer), stored.web_enrolment_id, stored.relation_id) == (OK, booking, mother)
    assert (stored.surname, stored.given_name, stored.other_name) == ("Brewer", "Jane", "Q")
    assert (stored.email, stored.mobile_phone, stored.home_phone) == ("jane@beer.example", "0400 000 001", "1")
    assert (stored.description, stored.to_code) == ("Call her", None)


def test_a_known_person_is_named_by_code_and_not_changed(api, token, world, booking):
    jane = world.client("Brewer", "Jane", mobile_phone="1")
    before = real_rows(world)
    sent = {"RelationshipTypeCode": "EC", "ToClient": {"ClientCode": f" {jane.code.lower()} ", "MobilePhone": "2"}}
    answer = api.AddWebClientRelationship(token, booking, sent)
    assert outcome(answer) == OK
    assert world.get(WebRelationship, answer.ID).to_code == jane.code
    assert (world.fresh(jane).mobile_phone, real_rows(world)) == ("1", before)


def test_nobody_is_looked_for_or_made_now(api, token, world, booking):
    world.client("Brewer", "Jane", mobile_phone="0400 000 001")
    before = real_rows(world)
    assert outcome(api.AddWebClientRelationship(token, booking, PARENT)) == OK
    assert real_rows(world) == before


def test_dates_and_names_are_ignored(api, token, booking):
    early, late = datetime.datetime(2020, 1, 1), datetime.datetime(2026, 1, 1)
    ignored = {"StartDate": late, "EndDate": early, "RelationshipTypeName": "x", "ClieRelationshipId": 9}
    assert outcome(api.AddWebClientRelationship(token, booking, PARENT | ignored)) == OK


def test_relation_0_is_none(api, token, world, booking):
    answer = api.AddWebClientRelationship(token, booking, PARENT | {"RelationId": 0})
    assert world.get(WebRelationship, answer.ID).relation_id is None


def test_an_unknown_type_is_refused(refused):
    assert refused(PARENT | {"RelationshipTypeCode": "ZZ"}) == (-1, "Unknown relationship type.")
    assert refused({"ToClient": JANE}) == (-1, "Unknown relationship type.")


def test_an_unknown_relation_is_refused(refused, mother):
    assert refused(PARENT | {"RelationId": 4711}) == (-1, "Unknown relation.")
    assert refused(PARENT | {"RelationshipTypeCode": "EC", "RelationId": mother}) == (-1, "Unknown relation.")


def test_the_other_person_is_required(refused):
    assert refused({"RelationshipTypeCode": "EC"}) == (-1, "ToClient is required.")
    assert refused(None) == (-1, "ToClient is required.")


@pytest.mark.parametrize("person", [{"Surname": "Brewer"}, {"MobilePhone": "1"}, {"ClientCode": " "}])
def test_enough_must_be_known_of_the_person(refused, person):
    assert refused(PARENT | {"ToClient": person}) == TOO_LITTLE


def test_an_unknown_code_is_not_found(refused):
    assert refused(PARENT | {"ToClient": {"ClientCode": "NOBODY"}}) == (-4, "Related client not found.")


def test_texts_have_a_longest_length(refused):
    too_long = (-1, "Description is longer than 2000 characters.")
    assert refused(PARENT | {"Description": "x" * 2001}) == too_long
    too_long = (-1, "ToClient.GivenName is longer than 50 characters.")
    assert refused(PARENT | {"ToClient": JANE | {"GivenName": "x" * 51}}) == too_long


def test_an_unknown_booking_is_not_found(refused):
    assert refused(PARENT, 4711) == NOT_FOUND


def test_one_that_was_processed_is_not_found(refused, world, booking):
    with world.session() as session:
        session.get(WebEnrolment, booking).state = PROCESSED
    assert refused(PARENT) == NOT_FOUND


def test_an_employers_booking_has_none(refused, api, token, world):
    number = book_employer(api, token, world.occurrence(web_published=True))
    assert refused(PARENT, number) == (-1, "Not a client web enrolment.")
