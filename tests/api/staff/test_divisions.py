"""Area staff: the divisions that are opened to staff, and the clients in them."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from vettrak_api.model.clients import Client, StaffDivision
from vettrak_api.model.reference import Division
from vettrak_api.operations.staff import divisions

NOBODY = (-4, "User not found.")


@pytest.fixture
def member(world):
    """Return a staff member, who is not among the clients of the divisions."""
    return world.staff("Member", division_id=world.division("Office").id)


@pytest.fixture
def opened(world, member):
    """Open divisions to the staff member."""

    def add(*divisions):
        world.add_all([StaffDivision(client_id=member.id, division_id=one.id) for one in divisions])

    return add


@pytest.fixture
def branches(world):
    """Build Branch > (Annexe > Cellar, Zoo), and Beside; others reach them, too."""
    branch, beside = world.division("Branch"), world.division("Beside")
    annexe, zoo = world.division("annexe", parent_id=branch.id), world.division("Zoo", parent_id=branch.id)
    made = {"branch": branch, "beside": beside, "annexe": annexe, "zoo": zoo}
    made["cellar"] = world.division("Cellar", parent_id=annexe.id)
    other = world.staff()
    world.add_all([StaffDivision(client_id=other.id, division_id=one.id) for one in made.values()])
    return made


def names(trees):
    """Return trees of divisions as nested pairs of name and what is below."""
    return [(tree.Name, names(tree.ChildDivisions)) for tree in trees]


class TestGetAccessibleDivisionsTree:
    def test_a_tree_with_all_below_siblings_by_name(self, api, world, member, opened, branches):
        opened(branches["branch"])
        answer = api.GetAccessibleDivisionsTree(world.token(member), f" {member.code.lower()} ")
        assert outcome(answer) == OK
        assert names(answer.DivisionTreeList) == [("Branch", [("annexe", [("Cellar", [])]), ("Zoo", [])])]
        (tree,) = answer.DivisionTreeList
        assert (tree.DivisionId, tree.ParentDivisionId) == (branches["branch"].id, 1)
        assert tree.ChildDivisions[0].ParentDivisionId == tree.DivisionId

    def test_one_tree_for_each_topmost_one_by_name(self, api, token, member, opened, branches):
        opened(branches["zoo"], branches["cellar"], branches["annexe"], branches["beside"])
        listed = api.GetAccessibleDivisionsTree(token, member.code).DivisionTreeList
        assert names(listed) == [("annexe", [("Cellar", [])]), ("Beside", []), ("Zoo", [])]

    def test_the_root_holds_everything(self, api, token, world, member, branches):
        world.add(StaffDivision(client_id=member.id, division_id=1))
        (tree,) = api.GetAccessibleDivisionsTree(token, member.code).DivisionTreeList
        assert (tree.DivisionId, tree.ParentDivisionId) == (1, None)
        told = dict(names(tree.ChildDivisions))
        assert told["Branch"] == [("annexe", [("Cellar", [])]), ("Zoo", [])]

    def test_circles_are_told_once(self, api, token, world, member, opened):
        one, two = world.division("One"), world.division("Two")
        three = world.division("Three", parent_id=two.id)
        world.change(one, parent_id=two.id)
        world.change(two, parent_id=one.id)
        opened(one, two, three)
        listed = api.GetAccessibleDivisionsTree(token, member.code).DivisionTreeList
        assert names(listed) == [("One", [("Two", [("Three", [])])])]

    def test_none_and_nobody(self, api, token, world, member, branches):
        answer = api.GetAccessibleDivisionsTree(token, member.code)
        assert (outcome(answer), answer.DivisionTreeList) == (OK, [])
        for code in ("nobody", None, world.client().code):
            assert outcome(api.GetAccessibleDivisionsTree(token, code)) == NOBODY


@pytest.fixture
def people(world, branches):
    """Put a client into each division."""
    return {name: world.client(name.title(), division_id=division.id) for name, division in branches.items()}


def codes(answer):
    assert outcome(answer) == OK
    return [row.Clie_Code for row in answer.ClieList]


class TestGetAccessibleClients:
    def test_those_of_the_divisions_and_all_below(self, api, world, member, opened, people, branches):
        opened(branches["branch"])
        listed = codes(api.GetAccessibleClients(world.token(member), member.code.lower(), None))
        assert listed == [people[name].code for name in ("annexe", "branch", "cellar", "zoo")]

    def test_active_or_not_staff_or_not_published_or_not(self, api, token, world, member, opened, branches):
        home = {"division_id": branches["zoo"].id}
        opened(branches["zoo"])
        all_kinds = [
            world.client("A", active=False, **home), world.client("B", web_publish=False, **home),
            world.staff("C", **home),
        ]  # fmt: skip
        assert codes(api.GetAccessibleClients(token, member.code, None)) == [one.code for one in all_kinds]

    def test_by_surname_given_name_and_code(self, api, token, world, member, opened, branches):
        opened(branches["zoo"])
        for surname, given_name, code in (
            ("smith", "John", "B2"), ("Smith", "John", "b1"), ("Smith", "Anna", "B3"), ("Adams", "Zoe", "B4"),
        ):  # fmt: skip
            world.client(surname, given_name, code=code, division_id=branches["zoo"].id)
        assert codes(api.GetAccessibleClients(token, member.code, None)) == ["B4", "B3", "b1", "B2"]

    def test_with_overlapping_divisions_each_once(self, api, token, member, opened, people, branches):
        opened(branches["branch"], branches["annexe"], branches["cellar"])
        listed = codes(api.GetAccessibleClients(token, member.code, None))
        assert listed == [people[name].code for name in ("annexe", "branch", "cellar", "zoo")]

    def test_the_root_division_opens_everybody(self, api, token, world, member, people):
        world.add(StaffDivision(client_id=member.id, division_id=1))
        listed = codes(api.GetAccessibleClients(token, member.code, None))
        assert set(listed) == set(world.everything(select(Client.code)))
        assert len(listed) == len(set(listed))

    def test_more_divisions_than_a_statement_names(self, api, token, member, opened, people, branches, monkeypatch):
        monkeypatch.setattr(divisions, "MOST_LISTED", 2)
        opened(branches["branch"])
        listed = codes(api.GetAccessibleClients(token, member.code, None))
        assert listed == [people[name].code for name in ("annexe", "branch", "cellar", "zoo")]

    @pytest.mark.parametrize("opens", ["one", "everybody", "many"])
    def test_changed_since(self, api, token, world, member, opened, people, branches, clock, opens, monkeypatch):
        if opens == "many":
            monkeypatch.setattr(divisions, "MOST_LISTED", 2)
        opened(*([] if opens == "everybody" else [branches["branch"]]))
        if opens == "everybody":
            world.add(StaffDivision(client_id=member.id, division_id=1))
        now = clock.now()
        for name, minutes in (("annexe", 0), ("branch", -1), ("cellar", 1), ("beside", -1)):
            world.change(people[name], modified_at=now + datetime.timedelta(minutes=minutes))
        listed = codes(api.GetAccessibleClients(token, member.code, now))
        mine = [code for code in listed if code in {one.code for one in people.values()}]
        # Zoo has never been stamped, and so counts as changed.
        assert mine == [people[name].code for name in ("annexe", "cellar", "zoo")]

    def test_what_a_call_changes_is_told(self, api, token, world, member, opened, branches, clock):
        opened(branches["zoo"])
        made = world.client("Zoo", division_id=branches["zoo"].id)
        world.change(made, modified_at=clock.now() - datetime.timedelta(days=1))
        assert codes(api.GetAccessibleClients(token, member.code, clock.now())) == []
        given = "<AdditionalData><GivenName>Zora</GivenName></AdditionalData>"
        assert outcome(api.UpdateClientAdditionalFields(token, made.code, given)) == OK
        assert codes(api.GetAccessibleClients(token, member.code, clock.now())) == [made.code]

    def test_none_and_nobody(self, api, token, world, member, people):
        assert codes(api.GetAccessibleClients(token, member.code, None)) == []
        for code in ("nobody", None, world.client().code):
            assert outcome(api.GetAccessibleClients(token, code, None)) == NOBODY

    def test_a_division_without_a_parent_is_no_second_root(self, api, token, world, member, opened, people):
        loose = world.add(Division(name="Loose"))
        lonely = world.client("Lonely", division_id=loose.id)
        opened(loose)
        assert codes(api.GetAccessibleClients(token, member.code, None)) == [lonely.code]
