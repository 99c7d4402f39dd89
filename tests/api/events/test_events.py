"""Area events: what happens to clients and employers, listed, added and overwritten."""

import datetime

import pytest
from sqlalchemy import func, select

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.enrolments import Contract
from vettrak_api.model.events import Event
from vettrak_api.model.reference import EventType

MONDAY = datetime.datetime(2026, 9, 7, 9)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def visit(world):
    return world.add(EventType(name="Site Visit"))


@pytest.fixture
def retired(world):
    return world.add(EventType(name="Telegram", for_clients=False, for_employers=False))


@pytest.fixture
def school(world):
    """Two clients, two employers and two staff members, so that the wrong one can be met."""
    return School(world)


class School:
    def __init__(self, world):
        self.client, self.other = world.client("Adams", code="ADAMS"), world.client("Baker", code="BAKER")
        self.employer, self.rival = world.employer("Beer", identifier="BEER"), world.employer("Wine", identifier="WINE")
        self.trainer, self.colleague = world.staff(code="TESS"), world.staff("Trainer", "Tom", code="TOM")


@pytest.fixture
def event(world, visit):
    def add(of, start=MONDAY, **values):
        owner = {"client_id": of.id} if hasattr(of, "surname") else {"employer_id": of.id}
        return world.add(Event(**owner, event_type_id=visit.id, start=start, **values))

    return add


def ids(answer):
    assert outcome(answer) == OK
    return [event.EventID for event in answer.EvenList]


class TestGetEventTypes:
    def test_lists_those_in_use_by_name(self, api, world, visit, retired):
        world.add_all([EventType(name="apple tasting", for_clients=False), EventType(name="Zoo", for_employers=False)])
        answer = api.GetEventTypes(world.token(world.client()))
        assert outcome(answer) == OK
        names = [kind.Name for kind in answer.EventTypeList]
        assert {"apple tasting", "Site Visit", "Zoo"} <= set(names)
        assert "Telegram" not in names
        assert names == sorted(names, key=str.lower)


class TestEventsOfOne:
    @pytest.mark.parametrize(
        ("operation", "owner", "another", "kind"),
        [("GetEventsForClient", "client", "other", 0), ("GetEventsForEmployer", "employer", "rival", 1)],
    )
    def test_come_by_start_and_number_open_and_completed(
        self, api, token, school, event, operation, owner, another, kind
    ):
        mine = getattr(school, owner)
        late = event(mine, MONDAY + DAY, complete=True)
        early, twin = event(mine), event(mine)
        event(getattr(school, another))
        event(school.employer if owner == "client" else school.client)
        code = getattr(mine, "code", None) or mine.identifier
        answer = getattr(api, operation)(token, code.lower())
        assert ids(answer) == [early.id, twin.id, late.id]
        assert {(one.EventType, one.Identifier) for one in answer.EvenList} == {(kind, code)}
        assert [one.Complete for one in answer.EvenList] == [0, 0, 1]

    def test_have_all_their_members(self, api, token, world, school, event):
        enrolment = world.enrolment(school.client)
        stored = event(
            school.client,
            finish=MONDAY + HOUR,
            description="First visit",
            staff_id=school.trainer.id,
            document_reference="visits/1.pdf",
            enrolment_id=enrolment.id,
        )
        (found,) = api.GetEventsForClient(token, "ADAMS").EvenList
        assert vars(found) == {
            "EventID": stored.id,
            "EventType": 0,
            "Identifier": "ADAMS",
            "EventName": "Site Visit",
            "EventStart": MONDAY,
            "EventFinish": MONDAY + HOUR,
            "Complete": 0,
            "Description": "First visit",
            "StaffCode": "TESS",
            "DocumentReference": "visits/1.pdf",
            "EnrolmentId": enrolment.id,
            "ContractId": None,
        }

    def test_are_none_for_who_has_none(self, api, token, school, event):
        event(school.other), event(school.rival)
        assert ids(api.GetEventsForClient(token, "ADAMS")) == []
        assert ids(api.GetEventsForEmployer(token, "BEER")) == []

    def test_of_nobody(self, api, token, school):
        assert outcome(api.GetEventsForClient(token, "BEER")) == (-4, "Client not found.")
        assert outcome(api.GetEventsForEmployer(token, "ADAMS")) == (-4, "Employer not found.")
        assert outcome(api.GetEventsForClient(token, None)) == (-4, "Client not found.")


class TestGetEventsForStaff:
    @pytest.fixture
    def within(self, api, token):
        def call(start, end, code="TESS", token=token):
            return api.GetEventsForStaff(token, code, start, end)

        return call

    def test_lists_client_and_employer_events_that_start_in_the_range(self, within, school, event):
        mine = {"staff_id": school.trainer.id}
        first, last = event(school.client, MONDAY, **mine), event(school.employer, MONDAY + DAY, **mine)
        event(school.client, MONDAY - DAY, finish=MONDAY + HOUR, **mine)
        event(school.client, MONDAY + DAY + datetime.timedelta(seconds=1), **mine)
        event(school.client, MONDAY, staff_id=school.colleague.id)
        event(school.client, MONDAY)
        assert ids(within(MONDAY, MONDAY + DAY)) == [first.id, last.id]

    def test_a_range_reversed(self, within, school):
        assert outcome(within(MONDAY, MONDAY - DAY)) == (-1, "Start date is after end date.")
        assert ids(within(MONDAY, MONDAY)) == []

    def test_of_nobody_on_the_staff(self, within, school):
        assert outcome(within(MONDAY, MONDAY, "ADAMS")) == (-4, "Staff member not found.")
        assert outcome(within(MONDAY, MONDAY, "NOBODY")) == (-4, "Staff member not found.")

    def test_the_own_list_alone_without_the_role(self, within, world, school, event):
        mine = event(school.client, staff_id=school.trainer.id)
        assert ids(within(MONDAY, MONDAY, token=world.token(school.trainer))) == [mine.id]
        assert outcome(within(MONDAY, MONDAY, token=world.token(school.colleague))) == DENIED


def sent(**members):
    return {"EventType": 0, "EventName": "site visit ", "EventStart": MONDAY, "Complete": 0} | members


BAD = {
    "Unknown event type.": {"EventName": "Party"},
    "Unknown event type. ": {"EventName": None},
    "Event start is required.": {"EventStart": "0001-01-01T00:00:00"},
    "Event finish is before its start.": {"EventFinish": MONDAY - HOUR},
    "Complete must be 0 or 1.": {"Complete": 2},
    "Unknown staff member.": {"StaffCode": "ADAMS"},
    "StaffCode is longer than 10 characters.": {"StaffCode": "x" * 11},
    "Description is longer than 2000 characters.": {"Description": "x" * 2001},
    "DocumentReference is longer than 255 characters.": {"DocumentReference": "x" * 256},
}
"""What is refused of both kinds, by message."""

KINDS = {
    "client": ("AddClientEvent", "UpdateClientEvent", "ADAMS", 0),
    "employer": ("AddEmployerEvent", "UpdateEmployerEvent", "BEER", 1),
}


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


@pytest.fixture
def add(api, token, kind):
    return lambda **members: getattr(api, kind[0])(token, sent(**{"Identifier": kind[2]} | members))


@pytest.fixture
def stored(world):
    return lambda number: world.get(Event, number)


class TestAdding:
    def test_stores_what_was_sent_and_tells_the_number(self, add, kind, school, visit, stored):
        answer = add(
            EventID=4711,
            EventFinish=MONDAY + HOUR,
            Complete=1,
            Description=" Tea ",
            StaffCode="tess",
            DocumentReference="a.pdf",
        )
        assert outcome(answer) == OK
        event = stored(answer.ID)
        assert answer.ID != 4711
        assert (event.client_id, event.employer_id) == (
            (school.client.id, None) if kind[3] == 0 else (None, school.employer.id)
        )
        assert (event.event_type_id, event.start, event.finish) == (visit.id, MONDAY, MONDAY + HOUR)
        assert (event.complete, event.description, event.staff_id) == (True, "Tea", school.trainer.id)
        assert event.document_reference == "a.pdf"
        assert event.created_by

    def test_needs_no_more_than_a_type_and_a_start(self, add, school, visit, stored):
        event = stored(add().ID)
        assert (event.finish, event.complete, event.description, event.staff_id) == (None, False, None, None)
        assert (event.enrolment_id, event.contract_id, event.document_reference) == (None, None, None)

    def test_ignores_the_kind_that_was_sent(self, add, api, token, school, visit, kind):
        answer = add(EventType=1 - kind[3])
        listed = api.GetEventsForClient(token, "ADAMS") if kind[3] == 0 else api.GetEventsForEmployer(token, "BEER")
        assert [(one.EventID, one.EventType) for one in listed.EvenList] == [(answer.ID, kind[3])]

    @pytest.mark.parametrize(("message", "members"), BAD.items())
    def test_refuses(self, add, world, school, visit, message, members):
        answer = add(**members)
        assert outcome(answer) == (-1, message.strip())
        assert answer.ID == -1
        assert world.one(select(func.count()).select_from(Event).where(Event.start == MONDAY)) == 0

    def test_refuses_a_type_out_of_use_and_one_of_the_other_kind(self, add, world, school, retired, kind):
        world.add(EventType(name="Theirs", for_clients=kind[3] == 1, for_employers=kind[3] == 0))
        for name in ("Telegram", "Theirs"):
            assert outcome(add(EventName=name)) == (-1, "Unknown event type.")

    def test_refuses_nobody(self, add, kind, school, visit):
        missing = (-4, "Client not found." if kind[3] == 0 else "Employer not found.")
        for identifier in ("NOBODY", None, "BEER" if kind[3] == 0 else "ADAMS"):
            assert outcome(add(Identifier=identifier)) == missing

    def test_without_an_event(self, api, token, kind):
        missing = (-4, "Client not found." if kind[3] == 0 else "Employer not found.")
        assert outcome(getattr(api, kind[0])(token, None)) == missing


class TestOverwriting:
    @pytest.fixture
    def mine(self, school, kind, event):
        owner = school.client if kind[3] == 0 else school.employer
        return event(owner, finish=MONDAY + HOUR, description="Old", staff_id=school.trainer.id, complete=True)

    @pytest.fixture
    def overwrite(self, api, token, kind, mine):
        def call(**members):
            told = {"EventID": mine.id, "EventType": kind[3]} | members
            return getattr(api, kind[1])(token, sent(**told))

        return call

    def test_replaces_all_of_it(self, overwrite, mine, world):
        answer = overwrite(EventStart=MONDAY + DAY, Identifier="BAKER")
        assert outcome(answer) == OK
        event = world.fresh(mine)
        assert (event.start, event.finish, event.complete) == (MONDAY + DAY, None, False)
        assert (event.description, event.staff_id) == (None, None)
        assert (event.client_id, event.employer_id) == (mine.client_id, mine.employer_id)

    def test_leaves_the_others(self, overwrite, mine, school, event, world):
        other = event(school.client, description="Another")
        overwrite(Description="New")
        assert world.fresh(other).description == "Another"

    @pytest.mark.parametrize(("message", "members"), BAD.items())
    def test_refuses(self, overwrite, mine, world, message, members):
        assert outcome(overwrite(**members)) == (-1, message.strip())
        assert world.fresh(mine).description == "Old"

    def test_keeps_the_type_that_it_has_though_it_is_out_of_use(self, overwrite, mine, world, visit, retired):
        world.change(visit, for_clients=False, for_employers=False)
        assert outcome(overwrite(EventName="SITE VISIT")) == OK
        assert outcome(overwrite(EventName="Telegram")) == (-1, "Unknown event type.")

    def test_refuses_an_event_of_the_other_kind(self, overwrite, school, event, kind):
        theirs = event(school.employer if kind[3] == 0 else school.client, description="Theirs")
        wrong = "Event is not a client event." if kind[3] == 0 else "Event is not an employer event."
        assert outcome(overwrite(EventID=theirs.id, EventType=1 - kind[3])) == (-1, wrong)
        assert outcome(overwrite(EventID=theirs.id)) == (-4, "Event not found.")
        assert outcome(overwrite(EventID=4711)) == (-4, "Event not found.")

    def test_without_an_event(self, api, token, kind):
        assert outcome(getattr(api, kind[1])(token, None)) == (-4, "Event not found.")


class TestLinksOfClientEvents:
    @pytest.fixture
    def contract(self, world, school):
        def add(client):
            active = world.status("Active")
            return world.add(Contract(client_id=client.id, employer_id=school.employer.id, status_id=active)).id

        return add

    @pytest.fixture(params=["adding", "overwriting"])
    def write(self, request, api, token, school, event):
        if request.param == "adding":
            return lambda **links: api.AddClientEvent(token, sent(Identifier="ADAMS", **links))
        mine = event(school.client)
        return lambda **links: api.UpdateClientEvent(token, sent(EventID=mine.id, **links))

    def test_may_be_an_enrolment_or_a_contract_of_the_client(self, write, api, token, world, school, contract, visit):
        enrolment = world.enrolment(school.client).id
        agreed = contract(school.client)
        for links in ({"EnrolmentId": enrolment, "ContractId": 0}, {"EnrolmentId": 0, "ContractId": agreed}):
            assert outcome(write(**links)) == OK
            last = api.GetEventsForClient(token, "ADAMS").EvenList[-1]
            assert (last.EnrolmentId or 0, last.ContractId or 0) == (links["EnrolmentId"], links["ContractId"])

    def test_may_not_be_both(self, write, world, school, contract, visit):
        both = {"EnrolmentId": world.enrolment(school.client).id, "ContractId": contract(school.client)}
        assert outcome(write(**both)) == (-1, "Give an enrolment or a contract, not both.")

    def test_may_not_be_somebody_else_s(self, write, world, school, contract, visit):
        foreign = (-1, "Enrolment or contract belongs to another client.")
        assert outcome(write(EnrolmentId=world.enrolment(school.other).id)) == foreign
        assert outcome(write(ContractId=contract(school.other))) == foreign
        assert outcome(write(EnrolmentId=4711)) == foreign

    def test_are_ignored_for_employers(self, api, token, world, school, contract, visit):
        answer = api.AddEmployerEvent(token, sent(Identifier="BEER", EnrolmentId=4711, ContractId=4711))
        assert outcome(answer) == OK
        event = world.get(Event, answer.ID)
        assert (event.enrolment_id, event.contract_id) == (None, None)


def test_an_update_that_changes_nothing_leaves_no_stamp(api, token, world, school, event):
    mine = event(school.client)
    assert outcome(api.UpdateClientEvent(token, sent(EventID=mine.id))) == OK
    assert world.fresh(mine).modified_at == mine.modified_at
