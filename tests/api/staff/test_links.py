"""Area staff: whom staff teach and look after."""

import datetime
from itertools import product

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from vettrak_api.model.enrolments import ClassClient, Contract, ContractStaff, EnrolmentStaff
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import ClassStaff, OccurrenceStaff
from vettrak_api.model.reference import EventType

START, END = datetime.datetime(2026, 9, 1, 9), datetime.datetime(2026, 9, 27, 17)
SECOND = datetime.timedelta(seconds=1)
REVERSED = (-1, "Start date is after end date.")
KINDS = ("occurrence", "class", "enrolment", "contract", "event")
FLAGS = {
    "includeClasses": {"class"},
    "includeEnrolments": {"occurrence", "enrolment"},
    "includeContracts": {"contract"},
    "includeEvents": {"event"},
}
TYPES = {kind: number for number, kind in enumerate(KINDS)}


class Links:
    """One staff member and one client, linked in ways that a test chooses; each link runs from START to END."""

    def __init__(self, world):
        self.world = world
        self.trainer, self.student = world.staff("Trainer"), world.client("Student")
        self.employer = world.employer()
        self.made = {}

    def add(self, kind, staff=None, client=None, **values):
        """Add a link and return the number of what links."""
        return getattr(self, f"_{kind}")(staff or self.trainer, client or self.student, **values)

    def _occurrence(self, staff, client, *, status="Active", role="Trainer", primary=False, start=START, end=END):
        course = self.world.occurrence(start_date=start, end_date=end)
        self.world.enrolment(client, course, status=status, start_date=None)
        self.world.add(OccurrenceStaff(occurrence_id=course.id, client_id=staff.id, role=role, is_primary=primary))
        return course.id

    def _class(self, staff, client, *, status="Active", start=START, end=END):
        course = self.world.occurrence(start_date=None, end_date=None)
        meeting = self.world.class_session(course, start)
        self.world.change(meeting, finish=end)
        enrolment = self.world.enrolment(client, course, status=status)
        self.world.add(ClassClient(class_session_id=meeting.id, enrolment_id=enrolment.id))
        self.world.add(ClassStaff(class_session_id=meeting.id, client_id=staff.id))
        return meeting.id

    def _enrolment(self, staff, client, *, status="Active", role="Trainer", primary=False, start=START, end=END):
        enrolment = self.world.enrolment(client, status=status, start_date=start, end_date=end)
        self.world.add(EnrolmentStaff(enrolment_id=enrolment.id, client_id=staff.id, role=role, is_primary=primary))
        return enrolment.id

    def _contract(self, staff, client, *, status="Active", role="Trainer", primary=False, start=START, end=END):
        contract = self.world.add(
            Contract(
                client_id=client.id,
                employer_id=self.employer.id,
                status_id=self.world.status(status),
                start_date=start,
                end_date=end,
            )
        )
        self.world.add(ContractStaff(contract_id=contract.id, client_id=staff.id, role=role, is_primary=primary))
        return contract.id

    def _event(self, staff, client, *, start=START, end=END):
        kind = self.world.everything(select(EventType.id).order_by(EventType.id).limit(1))[0]
        visit = Event(client_id=client.id, staff_id=staff.id, event_type_id=kind, start=start, finish=end)
        return self.world.add(visit).id


@pytest.fixture
def links(world):
    return Links(world)


@pytest.fixture(params=["GetClientsForStaff", "GetStaffForClient"])
def ask(request, api, token, links):
    """Ask one of the two operations about the trainer or the student; returns people with their links."""
    return asker(api, token, request.param, links)


def asker(api, token, name, links):
    whose = {"staffClientCode": links.trainer.code} if "ForStaff" in name else {"clientCode": links.student.code}

    def call(**values):
        told = dict.fromkeys(FLAGS, True) | {"startDate": START, "endDate": END, "staffType": None, "statusTypes": None}
        answer = getattr(api, name)(token, **(whose | told | values))
        assert outcome(answer) == OK
        return [(row.Clie.Clie_Code, [vars(link) for link in row.StaffLinkList]) for row in answer.ClieStaffLinksList]

    return call


def ways(found):
    """Return the kinds and numbers of the links of the only person, or nothing."""
    if not found:
        return []
    ((_, told),) = found
    return [(KINDS[link["LinkType"]], link["LinkId"]) for link in told]


class TestBothDirections:
    def test_one_link_per_way(self, ask, links):
        made = {kind: links.add(kind) for kind in KINDS}
        assert ways(ask()) == list(made.items())

    @pytest.mark.parametrize("on", list(product([False, True], repeat=4)), ids=str)
    def test_kinds_are_switched_on_one_by_one(self, ask, links, on):
        made = {kind: links.add(kind) for kind in KINDS}
        flags = dict(zip(FLAGS, on, strict=True))
        wanted = set().union(*(FLAGS[name] for name, is_on in flags.items() if is_on))
        assert ways(ask(**flags)) == [(kind, made[kind]) for kind in KINDS if kind in wanted]

    @pytest.mark.parametrize("kind", KINDS)
    def test_only_what_overlaps_the_range(self, ask, links, kind):
        number = links.add(kind)
        for start, end, is_listed in (
            (END, END, True),
            (START, START, True),
            (START - SECOND, START - SECOND, False),
            (END + SECOND, END + SECOND, False),
        ):
            assert ways(ask(startDate=start, endDate=end)) == ([(kind, number)] if is_listed else [])

    @pytest.mark.parametrize("kind", ["occurrence", "enrolment", "contract", "event"])
    def test_a_null_end_is_open(self, ask, links, kind):
        number = links.add(kind, end=None)
        late = datetime.datetime(2030, 1, 1)
        assert ways(ask(startDate=late, endDate=late)) == [(kind, number)]
        early = START - SECOND
        assert ways(ask(startDate=early, endDate=early)) == []

    def test_the_staff_type_limits_links_with_a_role(self, ask, links):
        made = {kind: links.add(kind) for kind in ("class", "event")}
        for kind in ("occurrence", "enrolment", "contract"):
            links.add(kind, role="Assessor"), links.add(kind, role=None)
            made[kind] = links.add(kind, role="Trainer")
        assert dict(ways(ask(staffType=" trainer "))) == made
        assert len(ways(ask(staffType=" trainer "))) == 5
        assert len(ways(ask(staffType=" "))) == 11

    def test_status_types_limit_enrolments_and_contracts(self, ask, links):
        made = {kind: links.add(kind) for kind in ("class", "event")}
        for kind in ("occurrence", "enrolment", "contract"):
            links.add(kind, status="Active"), links.add(kind, status="Withdrawn")
            made[kind] = links.add(kind, status="Completed")
        assert dict(ways(ask(statusTypes=[1, 4]))) == made
        assert len(ways(ask(statusTypes=[0, 1, 2]))) == 11
        assert len(ways(ask(statusTypes=[]))) == 11
        assert sorted(ways(ask(statusTypes=[99]))) == [(kind, made[kind]) for kind in ("class", "event")]

    def test_a_withdrawn_enrolment_has_no_seat_in_a_class(self, ask, links):
        links.add("class", status="Withdrawn")
        assert ask() == []

    def test_what_a_link_tells(self, ask, links):
        made = {
            kind: links.add(kind, role="Assessor", primary=True) for kind in ("occurrence", "enrolment", "contract")
        }
        made |= {kind: links.add(kind) for kind in ("class", "event")}
        ((_, told),) = ask()
        for link in told:
            has_role = KINDS[link["LinkType"]] not in {"class", "event"}
            assert link["PrimaryFlag"] == int(has_role)
            assert link.get("StaffType") == ("Assessor" if has_role else None)

    def test_two_roles_are_two_ways_and_two_enrolments_one(self, ask, links, world):
        number = links.add("enrolment", role="Assessor")
        world.add(EnrolmentStaff(enrolment_id=number, client_id=links.trainer.id, role="Trainer"))
        course = links.add("occurrence")
        world.enrolment(links.student, world.get(type(world.occurrence()), course), status="Withdrawn")
        assert ways(ask()) == [("occurrence", course), ("enrolment", number), ("enrolment", number)]

    def test_nobody_elses_links(self, ask, links, world):
        for kind in KINDS:
            links.add(kind, staff=world.staff(), client=world.client())
        assert ask() == []


class TestGetClientsForStaff:
    @pytest.mark.parametrize("kind", KINDS)
    def test_people_by_name_and_code(self, api, token, world, links, kind):
        people = [
            world.client(*name, code=code)
            for *name, code in (("smith", "Jo", "B2"), ("Smith", "Jo", "b1"), ("Smith", "Al", "B3"), ("Ad", "Zo", "B4"))
        ]
        for person in people:
            links.add(kind, client=person)
        found = asker(api, token, "GetClientsForStaff", links)()
        assert [code for code, _ in found] == ["B4", "B3", "b1", "B2"]

    @pytest.mark.parametrize("kind", KINDS)
    def test_who_refuses_publication_is_left_out(self, api, token, world, links, kind):
        hidden = world.client(web_publish=False)
        links.add(kind, client=hidden)
        links.add(kind)
        assert [code for code, _ in asker(api, token, "GetClientsForStaff", links)()] == [links.student.code]

    def test_errors(self, api, token, world, links):
        told = dict.fromkeys(FLAGS, True) | {"startDate": START, "endDate": END}
        for code in ("nobody", None, links.student.code):
            answer = api.GetClientsForStaff(token, staffClientCode=code, **told)
            assert outcome(answer) == (-4, "Staff member not found.")
        backwards = told | {"startDate": END, "endDate": START}
        assert outcome(api.GetClientsForStaff(token, staffClientCode=links.trainer.code, **backwards)) == REVERSED


class TestGetStaffForClient:
    @pytest.mark.parametrize("kind", KINDS)
    def test_people_by_name_and_code_published_or_not(self, api, world, links, kind):
        people = [
            world.staff(*name, code=code, web_publish=False)
            for *name, code in (("smith", "Jo", "B2"), ("Smith", "Jo", "b1"), ("Smith", "Al", "B3"), ("Ad", "Zo", "B4"))
        ]
        for person in people:
            links.add(kind, staff=person)
        found = asker(api, world.token(links.student), "GetStaffForClient", links)()
        assert [code for code, _ in found] == ["B4", "B3", "b1", "B2"]

    def test_errors(self, api, token, world, links):
        told = dict.fromkeys(FLAGS, True) | {"startDate": START, "endDate": END}
        assert outcome(api.GetStaffForClient(token, clientCode="nobody", **told)) == (-4, "Client not found.")
        backwards = told | {"startDate": END, "endDate": START}
        assert outcome(api.GetStaffForClient(token, clientCode=links.student.code, **backwards)) == REVERSED


class TestGetEnrolmentsForStaff:
    def listed(self, api, token, links, start=START, end=END):
        answer = api.GetEnrolmentsForStaff(token, links.trainer.code.lower(), start, end)
        assert outcome(answer) == OK
        return answer.EnroStaffList

    def test_what_starts_in_the_range_by_start_surname_and_number(self, api, token, world, links):
        late = links.add("enrolment", start=START + SECOND)
        zoe = links.add("enrolment", client=world.client("Zoe"))
        first, second = links.add("enrolment"), links.add("enrolment")
        links.add("enrolment", start=START - SECOND), links.add("enrolment", start=START + 2 * SECOND)
        links.add("enrolment", start=None)
        rows = self.listed(api, token, links, end=START + SECOND)
        assert [row.Enro.ID for row in rows] == [first, second, zoe, late]

    def test_one_row_per_role(self, api, token, world, links):
        number = links.add("enrolment", role="Trainer")
        for role in ("Assessor", "trainer"):
            world.add(EnrolmentStaff(enrolment_id=number, client_id=links.trainer.id, role=role))
        rows = self.listed(api, token, links)
        assert [(row.Enro.ID, row.Role) for row in rows] == [(number, "Trainer"), (number, "Assessor")]

    def test_tells_client_and_enrolment(self, api, world, links):
        number = links.add("enrolment", role=None)
        (row,) = self.listed(api, world.token(links.trainer), links)
        assert (row.Clie.Clie_Surname, row.Clie.Clie_Code) == ("Student", links.student.code)
        assert (row.Enro.ID, row.Enro.Status, row.Enro.StartDate, row.Enro.EndDate) == (number, "Active", START, END)
        assert row.Role is None

    def test_roles_on_occurrences_and_others_do_not_count(self, api, token, world, links):
        for kind in ("occurrence", "class", "contract", "event"):
            links.add(kind)
        links.add("enrolment", staff=world.staff())
        assert self.listed(api, token, links) == []

    def test_who_refuses_publication_is_left_out(self, api, token, world, links):
        links.add("enrolment", client=world.client(web_publish=False))
        kept = links.add("enrolment")
        assert [row.Enro.ID for row in self.listed(api, token, links)] == [kept]

    def test_errors(self, api, token, world, links):
        for code in ("nobody", None, links.student.code):
            answer = api.GetEnrolmentsForStaff(token, code, START, END)
            assert outcome(answer) == (-4, "Staff member not found.")
        assert outcome(api.GetEnrolmentsForStaff(token, links.trainer.code, END, START)) == REVERSED
