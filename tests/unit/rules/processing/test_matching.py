"""The matching rules for people and employers of the web."""

import datetime

import pytest

from vettrak_api.errors import Conflict
from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.rules.processing.matching import Match, match_employer, match_person

BORN = datetime.date(1990, 5, 17)
USI = "BNGH7C75FN"
NOBODY = Match(None, "none")


@pytest.fixture
def match(world):
    def call(surname="Brewer", given_name="Bea", **values):
        with world.session() as session:
            return match_person(session, WebClient(surname=surname, given_name=given_name, **values))

    return call


@pytest.fixture
def employer(world):
    def call(name="Hop House", identifier=None):
        with world.session() as session:
            return match_employer(session, WebEmployer(id=0, name=name, identifier=identifier))

    return call


def test_code_and_surname_win_over_usi_and_name(world, match):
    named = world.client("Brewer", "Somebody", code="B1")
    world.client("Brewer", "Bea", usi=USI)
    world.client("Brewer", "Bea", birth_date=BORN)
    assert match(code_hint=" b1", usi=USI, birth_date=BORN) == Match(named.id, "code")


def test_usi_wins_over_name(world, match):
    world.client("Brewer", "Bea", birth_date=BORN)
    other = world.client("Married", "Bea", usi=USI)
    assert match(usi=USI.lower(), birth_date=BORN) == Match(other.id, "usi")


@pytest.mark.parametrize("surname", ["Brewer", "BREWER", "  brewer ", "Bréwer"])
def test_names_are_compared_without_case_accents_and_blanks(world, match, surname):
    client = world.client("Brewer", "Bea", birth_date=BORN)
    assert match(surname, "BEA", birth_date=BORN) == Match(client.id, "name")


def test_a_code_of_another_surname_and_an_unknown_usi_lead_to_the_next_rule(world, match):
    world.client("Other", code="B1")
    client = world.client("Brewer", "Bea", birth_date=BORN)
    assert match(code_hint="B1", usi=USI, birth_date=BORN) == Match(client.id, "name")


@pytest.mark.parametrize("told", [{}, {"birth_date": datetime.date(1990, 5, 18)}])
def test_names_alone_match_nobody(world, match, told):
    world.client("Brewer", "Bea", birth_date=BORN)
    world.client("Brewer", "Bea")
    assert match(**told) == NOBODY


def test_a_single_name_matches_a_single_name_only(world, match):
    single = world.client("Prince", "", birth_date=BORN)
    assert match("Prince", "", birth_date=BORN) == Match(single.id, "name")
    assert match("Prince", "Roger", birth_date=BORN) == NOBODY


@pytest.mark.parametrize("told", [{"usi": USI}, {"birth_date": BORN}])
def test_several_are_for_people_to_decide(world, match, told):
    for _ in range(2):
        world.client("Brewer", "Bea", usi=USI, birth_date=BORN)
    with pytest.raises(Conflict, match=r"More than one existing client matches\."):
        match(**told)


def test_inactive_and_unpublished_clients_match_too(world, match):
    client = world.client("Brewer", "Bea", birth_date=BORN, active=False, web_publish=False)
    assert match(birth_date=BORN) == Match(client.id, "name")


def test_an_identifier_wins_over_a_name(world, employer):
    named = world.employer("Somebody", identifier="HOP1", active=False)
    world.employer("Hop House")
    assert employer(identifier="hop1 ") == Match(named.id, "identifier")


def test_a_name_matches_the_only_active_employer(world, employer):
    world.employer("Hop House", active=False)
    active = world.employer("HOP  house")
    assert employer("Höp House", "UNKNOWN") == Match(active.id, "name")
    world.employer("Hop House")
    assert employer() == NOBODY
