"""Area clients: what other people are to a client."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.clients import Client, ClientRelationship
from vettrak_api.model.reference import Relation, RelationshipType

START, END = datetime.datetime(2026, 1, 1), datetime.datetime(2026, 6, 30, 12)
NOT_FOUND = (-4, "Client not found.")
REVERSED = (-1, "End date is before start date.")
UNKNOWN_TYPE = (-1, "Unknown relationship type.")
UNKNOWN_RELATION = (-1, "Unknown relation.")
RELATED_NOT_FOUND = (-4, "Related client not found.")
TOO_LITTLE = (-1, "Related client needs a surname and an e-mail, mobile or home phone.")
JANE = {"Surname": "Smith", "GivenName": "Jane", "MobilePhone": "0400 000 001"}


@pytest.fixture
def client(world):
    return world.client(division_id=world.division().id)


@pytest.fixture
def mother(world):
    """Return the relation Mother of the type G."""
    return world.one(select(Relation).where(Relation.name == "Mother"))


@pytest.fixture
def friend(world):
    """Return the relation Friend of the type EC."""
    return world.one(select(Relation).where(Relation.name == "Friend"))


@pytest.fixture
def add(api, token, client):
    """Relate the client to somebody; an emergency contact unless a test says so."""

    def call(**relationship):
        return api.AddClientRelationship(token, client.code, {"RelationshipTypeCode": "EC"} | relationship)

    return call


@pytest.fixture
def listed(api, token, client):
    def call():
        answer = api.GetClientRelationships(token, client.code)
        assert outcome(answer) == OK
        return answer.ClieRelationshipList

    return call


@pytest.fixture
def people(world):
    """Count the clients."""
    return lambda: len(world.all(select(Client.id)))


class TestGetClientRelationships:
    def test_nobody_is_an_empty_list(self, listed):
        assert listed() == []

    def test_gives_type_relation_and_the_other_person(self, world, add, listed, mother):
        jane = world.client(
            "Smith", "Jane", other_name="Q", email="jane@beer.example", mobile_phone="04", home_phone="02"
        )
        answer = add(
            RelationshipTypeCode="G",
            RelationId=mother.id,
            ToClient={"ClientCode": jane.code},
            StartDate=START,
            EndDate=END,
            Description=" Call her first ",
        )
        assert outcome(answer) == OK
        (found,) = listed()
        assert vars(found) | {"ToClient": vars(found.ToClient)} == {
            "ClieRelationshipId": answer.ID,
            "RelationshipTypeCode": "G",
            "RelationshipTypeName": "Parent or Guardian",
            "RelationId": mother.id,
            "RelationName": "Mother",
            "StartDate": START,
            "EndDate": END,
            "Description": "Call her first",
            "ToClient": {
                "ClientCode": jane.code,
                "GivenName": "Jane",
                "Surname": "Smith",
                "OtherNames": "Q",
                "Email": "jane@beer.example",
                "MobilePhone": "04",
                "HomePhone": "02",
            },
        }

    def test_comes_by_type_start_and_number_and_without_start_first(self, world, add, listed):
        def relate(code, start=None):
            return add(RelationshipTypeCode=code, StartDate=start, ToClient={"ClientCode": world.client().code}).ID

        guardian, late, early, twin, undated = (
            relate("G"),
            relate("EC", END),
            relate("EC", START),
            relate("EC", START),
            relate("EC"),
        )
        assert [found.ClieRelationshipId for found in listed()] == [undated, early, twin, late, guardian]

    def test_only_the_from_side_counts(self, api, world, token, add):
        jane = world.client("Smith", "Jane")
        add(ToClient={"ClientCode": jane.code})
        assert api.GetClientRelationships(token, jane.code).ClieRelationshipList == []

    def test_an_unknown_client_is_not_found(self, api, token):
        answer = api.GetClientRelationships(token, "nobody")
        assert outcome(answer) == NOT_FOUND
        assert answer.ClieRelationshipList == []

    def test_clients_read_their_own(self, api, world, client):
        assert outcome(api.GetClientRelationships(world.token(client), client.code)) == OK
        assert outcome(api.GetClientRelationships(world.token(world.client()), client.code)) == DENIED


class TestAddToAKnownPerson:
    @pytest.fixture
    def jane(self, world):
        return world.client("Jones", "Jane", email="jane@beer.example", mobile_phone="1", home_phone="2")

    def test_contact_values_that_are_not_blank_update_the_person(self, world, add, jane):
        sent = {"ClientCode": jane.code.lower(), "Email": "new@beer.example", "MobilePhone": " ", "HomePhone": "3"}
        assert outcome(add(ToClient=sent | {"Surname": "Other", "OtherNames": "Q"})) == OK
        now = world.fresh(jane)
        assert (now.email, now.mobile_phone, now.home_phone) == ("new@beer.example", "1", "3")
        assert (now.surname, now.other_name) == ("Jones", None)

    def test_a_user_name_that_was_the_email_follows(self, world, add):
        jane = world.client("Jones", "Jane", email="jane@beer.example", username="jane@beer.example")
        add(ToClient={"ClientCode": jane.code, "Email": "new@beer.example"})
        assert world.fresh(jane).username == "new@beer.example"

    def test_an_equal_relationship_is_not_doubled(self, add, jane, listed, friend):
        sent = {"ToClient": {"ClientCode": jane.code}}
        first = add(**sent)
        assert (outcome(add(**sent, StartDate=START)), add(**sent, RelationId=0).ID) == (OK, first.ID)
        assert add(**sent, RelationId=friend.id).ID != first.ID
        assert len(listed()) == 2

    def test_an_unknown_person_is_not_found(self, add, listed):
        answer = add(ToClient={"ClientCode": "nobody"} | JANE)
        assert (outcome(answer), answer.ID) == (RELATED_NOT_FOUND, -1)
        assert listed() == []


class TestAddToAPersonByName:
    def test_a_person_who_is_nobody_is_made_and_can_not_log_in(self, world, add, listed, client):
        answer = add(ToClient=JANE | {"OtherNames": "Q", "Email": "jane@beer.example", "HomePhone": "02"})
        assert outcome(answer) == OK
        made = world.one(select(Client).where(Client.code == listed()[0].ToClient.ClientCode))
        assert made.code == f"{made.id:05d}"
        assert (made.surname, made.given_name, made.other_name) == ("Smith", "Jane", "Q")
        assert (made.email, made.mobile_phone, made.home_phone) == ("jane@beer.example", "0400 000 001", "02")
        assert (made.username, made.password_hash, made.division_id) == (None, None, client.division_id)

    def test_a_single_name_will_do(self, add):
        assert outcome(add(ToClient={"Surname": "Madonna", "Email": "m@beer.example"})) == OK

    @pytest.mark.parametrize(
        "known", [{"mobile_phone": "0400000001"}, {"mobile_phone": "0400 000 001", "email": "other@beer.example"}]
    )
    def test_the_one_client_of_that_name_and_phone_is_used_and_updated(self, world, add, listed, people, known):
        jane = world.client("SMITH", "jane", **known)
        before = people()
        assert outcome(add(ToClient=JANE | {"HomePhone": "02"})) == OK
        assert (listed()[0].ToClient.ClientCode, people()) == (jane.code, before)
        assert (world.fresh(jane).home_phone, world.fresh(jane).mobile_phone) == ("02", "0400 000 001")

    def test_an_email_is_compared_ignoring_case(self, world, add, listed):
        jane = world.client("Smith", "Jane", email="JANE@beer.example")
        add(ToClient={"Surname": "Smith", "GivenName": "Jane", "Email": "jane@beer.example"})
        assert listed()[0].ToClient.ClientCode == jane.code

    @pytest.mark.parametrize(
        "other",
        [
            {"given_name": "Janet", "mobile_phone": "0400000001"},
            {"given_name": "Jane", "mobile_phone": "0400000002"},
            {"given_name": "Jane", "mobile_phone": "0400000001", "email": "other@beer.example"},
            {"given_name": "Jane"},
        ],
    )
    def test_another_name_or_a_contradicting_contact_is_another_person(self, world, add, people, other):
        world.client("Smith", **other)
        before = people()
        assert outcome(add(ToClient=JANE | {"Email": "jane@beer.example"})) == OK
        assert people() == before + 1

    def test_of_several_nobody_is_taken(self, world, add, people):
        for _ in range(2):
            world.client("Smith", "Jane", mobile_phone="0400000001")
        before = people()
        add(ToClient=JANE)
        assert people() == before + 1

    def test_nobody_is_their_own_contact(self, api, world, token, people):
        jane = world.client("Smith", "Jane", mobile_phone="0400000001")
        before = people()
        assert (
            outcome(api.AddClientRelationship(token, jane.code, {"RelationshipTypeCode": "EC", "ToClient": JANE})) == OK
        )
        assert people() == before + 1

    def test_a_retry_makes_neither_person_nor_relationship_again(self, add, people):
        first = add(ToClient=JANE)
        made = people()
        assert (add(ToClient=JANE).ID, people()) == (first.ID, made)

    @pytest.mark.parametrize(
        "person",
        [
            {"GivenName": "Jane", "Email": "jane@beer.example"},
            {"Surname": " ", "Email": "jane@beer.example"},
            {"Surname": "Smith", "GivenName": "Jane"},
            {"Surname": "Smith", "Email": " ", "MobilePhone": "", "HomePhone": " "},
            {},
        ],
    )
    def test_too_little_to_make_somebody(self, add, people, person):
        before = people()
        answer = add(ToClient=person)
        assert (outcome(answer), answer.ID, people()) == (TOO_LITTLE, -1, before)


class TestAddErrors:
    def test_an_unknown_client_is_not_found(self, api, token):
        answer = api.AddClientRelationship(token, "nobody", {"RelationshipTypeCode": "EC", "ToClient": JANE})
        assert (outcome(answer), answer.ID) == (NOT_FOUND, -1)

    @pytest.mark.parametrize("code", ["XX", "", None])
    def test_a_type_is_required(self, add, people, code):
        before = people()
        assert outcome(add(RelationshipTypeCode=code, ToClient=JANE)) == UNKNOWN_TYPE
        assert people() == before

    def test_a_type_is_taken_ignoring_case(self, add):
        assert outcome(add(RelationshipTypeCode=" ec", ToClient=JANE)) == OK

    def test_a_type_of_the_rto_is_taken(self, add, world):
        world.add(RelationshipType(code="B", name="Drinking companion"))
        assert outcome(add(RelationshipTypeCode="B", ToClient=JANE)) == OK

    def test_a_relation_must_be_of_the_type(self, add, mother):
        assert outcome(add(RelationId=mother.id, ToClient=JANE)) == UNKNOWN_RELATION
        assert outcome(add(RelationId=999, ToClient=JANE)) == UNKNOWN_RELATION

    def test_dates_must_not_be_reversed(self, add):
        assert outcome(add(StartDate=END, EndDate=START, ToClient=JANE)) == REVERSED
        assert outcome(add(StartDate=END, EndDate=END, ToClient=JANE)) == OK

    def test_there_must_be_another_person(self, api, token, client, add):
        assert outcome(add()) == (-1, "ToClient is required.")
        assert outcome(api.AddClientRelationship(token, client.code, None)) == (-1, "ToClient is required.")

    @pytest.mark.parametrize(
        ("member", "longest"),
        [
            ("GivenName", 50),
            ("Surname", 50),
            ("OtherNames", 50),
            ("Email", 100),
            ("MobilePhone", 20),
            ("HomePhone", 20),
        ],
    )
    def test_texts_have_a_longest_length(self, add, member, longest):
        message = f"ToClient.{member} is longer than {longest} characters."
        assert outcome(add(ToClient=JANE | {member: "x" * (longest + 1)})) == (-1, message)

    def test_is_for_the_api_role(self, api, world, client):
        sent = {"RelationshipTypeCode": "EC", "ToClient": JANE}
        assert outcome(api.AddClientRelationship(world.token(client), client.code, sent)) == DENIED


class TestUpdateClientRelationship:
    @pytest.fixture
    def jane(self, world):
        return world.client("Smith", "Jane", email="jane@beer.example", mobile_phone="1")

    @pytest.fixture
    def relationship(self, world, add, jane, friend):
        number = add(
            ToClient={"ClientCode": jane.code}, RelationId=friend.id, StartDate=START, Description="Call first"
        ).ID
        return world.get(ClientRelationship, number)

    @pytest.fixture
    def update(self, api, token, relationship):
        def call(**changes):
            return outcome(api.UpdateClientRelationship(token, {"ClieRelationshipId": relationship.id} | changes))

        return call

    @pytest.fixture
    def now(self, world, relationship):
        def read():
            row = world.fresh(relationship)
            return (row.relationship_type_id, row.relation_id, row.to_client_id, row.start_date, row.end_date), row

        return read

    def test_members_that_are_not_given_stay(self, update, now):
        before, _ = now()
        assert update(RelationshipTypeName="x", RelationName="y") == OK
        assert (now()[0], now()[1].description) == (before, "Call first")

    def test_an_end_date_ends_it(self, update, now):
        assert update(EndDate=END) == OK
        assert (now()[1].start_date, now()[1].end_date) == (START, END)

    def test_given_members_are_written(self, update, now, mother):
        assert update(RelationshipTypeCode="g", RelationId=mother.id, StartDate=END, Description="") == OK
        row = now()[1]
        assert (row.relationship_type_id, row.relation_id) == (mother.relationship_type_id, mother.id)
        assert (row.start_date, row.description) == (END, None)

    def test_a_new_type_ends_the_relation_of_the_old_one(self, update, now):
        assert update(RelationshipTypeCode="G") == OK
        assert now()[1].relation_id is None

    def test_another_code_points_to_another_person(self, world, update, now, jane, people):
        other = world.client("Jones", "Jim", mobile_phone="7")
        before = people()
        assert update(ToClient={"ClientCode": other.code, "MobilePhone": "8"}) == OK
        assert now()[1].to_client_id == other.id
        assert (world.fresh(other).mobile_phone, world.fresh(jane).mobile_phone, people()) == ("8", "1", before)

    def test_contact_values_update_the_present_person(self, world, update, now, jane, people):
        before = people()
        assert update(ToClient={"HomePhone": "2", "Email": " ", "Surname": "Other"}) == OK
        row = world.fresh(jane)
        assert (row.home_phone, row.email, row.mobile_phone, row.surname) == ("2", "jane@beer.example", "1", "Smith")
        assert (now()[1].to_client_id, people()) == (jane.id, before)

    @pytest.mark.parametrize("number", [0, 999])
    def test_an_unknown_relationship_is_not_found(self, update, number):
        assert update(ClieRelationshipId=number) == (-4, "Relationship not found.")

    def test_no_relationship_is_not_found(self, api, token):
        assert outcome(api.UpdateClientRelationship(token, None)) == (-4, "Relationship not found.")

    def test_errors_change_nothing(self, world, update, now, mother, jane):
        before, _ = now()
        assert update(RelationshipTypeCode="XX", EndDate=END) == UNKNOWN_TYPE
        assert update(RelationId=mother.id, EndDate=END) == UNKNOWN_RELATION
        assert update(RelationshipTypeCode="G", RelationId=999) == UNKNOWN_RELATION
        assert update(ToClient={"ClientCode": "nobody"}, EndDate=END) == RELATED_NOT_FOUND
        assert update(EndDate=START - datetime.timedelta(days=1), ToClient={"HomePhone": "2"}) == REVERSED
        assert update(ToClient={"Email": "x" * 101}) == (-1, "ToClient.Email is longer than 100 characters.")
        assert (now()[0], world.fresh(jane).home_phone) == (before, None)

    def test_is_for_the_api_role(self, api, world, client, relationship):
        sent = {"ClieRelationshipId": relationship.id, "EndDate": END}
        assert outcome(api.UpdateClientRelationship(world.token(client), sent)) == DENIED
