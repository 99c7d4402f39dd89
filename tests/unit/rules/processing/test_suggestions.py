"""Who is shown to people as the likely existing record, and why."""

import datetime

import pytest

from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.rules.processing.likeness import swapped
from vettrak_api.rules.processing.suggestions import employer_candidates, person_candidates

BORN = datetime.date(1990, 5, 7)
USI, OTHER_USI = "BNGH7C75FN", "ZZZZZZ2222"


@pytest.fixture
def people(world):
    def call(surname="Brewer", given_name="Bea", most=10, **values):
        with world.session() as session:
            return person_candidates(session, WebClient(surname=surname, given_name=given_name, **values), most)

    return call


@pytest.fixture
def employers(world):
    def call(name="Hop House", **values):
        with world.session() as session:
            return employer_candidates(session, WebEmployer(id=0, name=name, **values))

    return call


@pytest.mark.parametrize(
    ("stored", "told", "reason"),
    [
        ({"code": "B1"}, {"code_hint": "b1"}, "given code"),
        ({"usi": USI}, {"usi": USI.lower()}, "USI"),
        ({"email": "bea@example.com"}, {"email": "BEA@example.com"}, "e-mail"),
        ({"mobile_phone": "0400111222"}, {"mobile_phone": "0400 111 222"}, "mobile phone"),
        ({"surname": "BREWER", "birth_date": BORN}, {"birth_date": BORN}, "date of birth"),
        (
            {"surname": "Brewer", "birth_date": datetime.date(1990, 7, 5)},
            {"birth_date": BORN},
            "day and month of birth exchanged",
        ),
        ({"surname": "Brewer", "given_name": "Béa"}, {}, "given name"),
        ({"surname": "Brewer", "given_name": "Beatrice"}, {}, "similar given name"),
        ({"surname": "Bea", "given_name": "Brewer"}, {}, "names exchanged"),
        ({"surname": "Married", "given_name": "Bea", "birth_date": BORN}, {"birth_date": BORN}, "date of birth"),
    ],
)
def test_near_people_are_found_with_the_reason(world, people, stored, told, reason):
    world.client("Nobody", "Near")
    client = world.client(**{"surname": "Other", "given_name": "Xavier"} | stored)
    (candidate,) = people(**told)
    assert candidate.record_id == client.id
    assert reason in candidate.reasons
    assert candidate.score > 0


def test_differences_are_named_and_count_against(world, people):
    world.client("Brewer", "Bea", birth_date=datetime.date(1980, 1, 1), usi=OTHER_USI)
    alike = world.client("Brewer", "Bea")
    first, second = people(birth_date=BORN, usi=USI)
    assert first.record_id == alike.id
    assert second.differences == ("different USI", "different date of birth")


def test_whom_the_rules_match_is_first(world, people):
    near = {"email": "b@example.com", "mobile_phone": "0400", "usual_postcode": "7000"}
    world.client("Brewer", "Bea", birth_date=BORN, **near)
    matched = world.client("Married", "Other", usi=USI)
    first, second = people(usi=USI, birth_date=BORN, **near)
    assert (first.record_id, first.rule, first.name) == (matched.id, "usi", "Other Married")
    assert second.rule is None


def test_several_matches_are_all_shown(world, people):
    twins = [world.client("Brewer", "Bea", birth_date=BORN) for _ in range(2)]
    assert [candidate.record_id for candidate in people(birth_date=BORN)] == [client.id for client in twins]


def test_no_more_are_shown_than_asked(world, people):
    for _ in range(4):
        world.client("Brewer", "Bea")
    assert len(people(most=3)) == 3


def test_text_of_the_web_is_no_pattern(world, people):
    world.client("Brewer", "Anna")
    assert people("Brewer", "%%%") == []


@pytest.mark.parametrize(
    ("date", "exchanged"),
    [
        (BORN, datetime.date(1990, 7, 5)),
        (datetime.date(1990, 5, 17), None),
        (datetime.date(1990, 5, 5), None),
        (None, None),
    ],
)
def test_day_and_month_are_exchanged_where_that_is_a_day(date, exchanged):
    assert swapped(date) == exchanged


def test_employers_are_ranked(world, employers):
    similar = world.employer("Hop Garden")
    named = world.employer("HOP HOUSE")
    registered = world.employer("Another", abn="51824753556")
    identified = world.employer("Else", identifier="H1")
    world.employer("Unlike")
    found = employers(identifier="h1", abn="51 824 753 556".replace(" ", ""))
    assert [candidate.record_id for candidate in found] == [identified.id, registered.id, named.id, similar.id]
    assert [candidate.reasons for candidate in found] == [("identifier",), ("ABN",), ("name",), ("similar name",)]
    assert [candidate.rule for candidate in found] == ["identifier", None, None, None]


def test_whom_the_rules_match_is_never_crowded_out(world, people, employers, monkeypatch):
    monkeypatch.setattr("vettrak_api.rules.processing.suggestions.MOST_LOOKED_AT", 2)
    for number in range(3):
        world.employer(f"Hop {number}")
        world.client("Brewer", "Bea")
    employer = world.employer("Else", identifier="H1")
    client = world.client("Married", "Other", usi=USI)
    assert (employers(identifier="H1")[0].record_id, people(usi=USI)[0].record_id) == (employer.id, client.id)


def test_an_inactive_employer_says_so(world, employers):
    world.employer("Hop House", active=False)
    (candidate,) = employers()
    assert (candidate.active, candidate.differences, candidate.rule) == (False, ("not active",), None)
