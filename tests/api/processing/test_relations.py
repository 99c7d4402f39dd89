"""ProcessWebEnrolment, client kind: the employers and the relationships that come with a person."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import book, loose_employer, quarantined, real_rows
from vettrak_api.model.clients import Client, ClientRelationship, Employment
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebEmployer

BORN = datetime.date(1990, 5, 17)


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, seats=3)


@pytest.fixture
def refused(api, token, world):
    """Return how processing was refused; nothing may have changed then."""

    def call(number, update=False):
        before, waiting = real_rows(world), quarantined(world)
        answer = api.ProcessWebEnrolment(token, number, update)
        assert answer.ProcessedWebEnrol is None
        assert (real_rows(world), quarantined(world)) == (before, waiting)
        return outcome(answer)

    return call


def enrolee(world, made):
    """Return the client that was enrolled."""
    return world.one(select(Client).where(Client.code == made.EnroleeIdentifier))


class TestEmployersOfAClient:
    def test_a_loose_employer_becomes_the_primary_one(self, api, token, world, occurrence, process):
        number, loose = book(api, token, occurrence), loose_employer(api, token, "Hop House", "HOP1")
        assert outcome(api.UpdateWebClientEmployer(token, number, loose)) == OK
        client = enrolee(world, process(number))
        employer = world.one(select(Employer))
        assert (employer.name, employer.identifier) == ("Hop House", "HOP1")
        employment = world.one(select(Employment))
        assert (employment.client_id, employment.employer_id, employment.is_primary) == (client.id, employer.id, True)
        assert outcome(api.DeleteLooseWebEmployer(token, loose)) == (-4, "Web employer not found.")

    def test_a_loose_employer_stays_while_others_need_it(self, api, token, world, occurrence, process):
        first, second = book(api, token, occurrence), book(api, token, occurrence)
        loose = loose_employer(api, token, "Hop House")
        api.UpdateWebClientEmployer(token, first, loose)
        api.AddWebInvoice(token, second, None, loose, 0)
        process(first)
        assert world.get(WebEmployer, loose).state == "P"
        process(second)
        assert world.get(WebEmployer, loose).state == "X"
        assert len(world.all(select(Employer))) == 1

    @pytest.mark.parametrize("update", [False, True])
    def test_a_matched_person_keeps_its_employer_unless_updated(self, api, token, world, occurrence, process, update):
        client, present = world.client("Brewer", "Bea", birth_date=BORN), world.employer("Present")
        world.employment(client, present)
        employer = world.employer("Hop House")
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        api.UpdateWebClientEmployer(token, number, loose_employer(api, token, "hop  HOUSE"))
        process(number, update)
        active = world.all(select(Employment.employer_id).where(Employment.active))
        assert active == [employer.id if update else present.id]


class TestRelationships:
    FATHER = {"GivenName": "Fred", "Surname": "Brewer", "MobilePhone": "0400 1"}

    def test_are_made(self, api, token, world, occurrence, process):
        number = book(api, token, occurrence)
        sent = {"RelationshipTypeCode": "EC", "ToClient": self.FATHER, "Description": "call late"}
        assert outcome(api.AddWebClientRelationship(token, number, sent)) == OK
        client = enrolee(world, process(number))
        relationship = world.one(select(ClientRelationship))
        father = world.get(Client, relationship.to_client_id)
        assert (relationship.client_id, relationship.description) == (client.id, "call late")
        assert (father.given_name, father.username, father.mobile_phone) == ("Fred", None, "0400 1")

    def test_are_not_doubled(self, api, token, world, occurrence, process):
        father = world.client("Brewer", "Fred", code="F1")
        for occurrence_ in (occurrence, world.occurrence(web_published=True)):
            number = book(api, token, occurrence_, "Brewer", "Bea", xsdDOB=BORN)
            api.AddWebClientRelationship(
                token, number, {"RelationshipTypeCode": "EC", "ToClient": {"ClientCode": "f1"}}
            )
            process(number)
        assert world.one(select(ClientRelationship.to_client_id)) == father.id

    def test_to_somebody_who_is_gone_refuse_the_processing(self, api, token, world, occurrence, refused):
        number, father = book(api, token, occurrence), world.client(code="F1")
        api.AddWebClientRelationship(token, number, {"RelationshipTypeCode": "EC", "ToClient": {"ClientCode": "F1"}})
        world.change(father, code="F2")
        assert refused(number) == (-4, "Related client not found.")
