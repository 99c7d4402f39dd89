"""Area contracts: training contracts, as trainees, employers and staff see them."""

import datetime

import pytest

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.enrolments import Contract, ContractStaff
from vettrak_api.model.reference import EnrolmentType

MARCH, APRIL = datetime.datetime(2026, 3, 2), datetime.datetime(2026, 4, 1)


@pytest.fixture
def beer(world):
    return world.employer("Beer", identifier="BEER")


@pytest.fixture
def trainee(world):
    return world.client("Adams", "Ann", code="ADAMS")


@pytest.fixture
def contract(world, trainee, beer):
    def add(client=trainee, employer=beer, start=MARCH, status="Active", **values):
        return world.add(
            Contract(
                client_id=client.id, employer_id=employer.id, start_date=start, status_id=world.status(status), **values
            )
        )

    return add


def ids(answer, member):
    assert outcome(answer) == OK
    return [one.ID for one in getattr(answer, member)]


class TestGetContractsForClient:
    def test_lists_every_status_by_start_and_number(self, api, token, world, contract, beer):
        late, early = contract(start=APRIL), contract(status="Withdrawn")
        twin, undated = contract(), contract(start=None)
        contract(world.client())
        assert ids(api.GetContractsForClient(token, "adams"), "ContList") == [undated.id, early.id, twin.id, late.id]

    def test_has_all_its_members(self, api, token, world, contract, beer):
        qualification, contact = world.qualification("BSB20115", "Certificate II in Business"), world.client(code="C1")
        kind = world.add(EnrolmentType(name="Apprentice", code="APP"))
        stored = contract(
            code="TC-1",
            end_date=APRIL,
            date_of_effect=MARCH,
            qualification_id=qualification.id,
            contract_type_id=kind.id,
            description="By hand",
            state_id=1,
            employer_contact_id=contact.id,
        )
        (found,) = api.GetContractsForClient(token, "ADAMS").ContList
        told = vars(found)
        assert told.pop("StateShortName")
        assert told == {
            "ID": stored.id,
            "Code": "TC-1",
            "StartDate": MARCH,
            "EndDate": APRIL,
            "Status": "Active",
            "DateOfEffect": MARCH,
            "Qual_Code": "BSB20115",
            "Qual_Name": "Certificate II in Business",
            "Empl_Identifier": "BEER",
            "Empl_Name": "Beer",
            "ContractType": "Apprentice",
            "ContractTypeCode": "APP",
            "OrganisationId": None,
            "Description": "By hand",
            "EmployerContactCode": "C1",
        }

    def test_of_nobody(self, api, token):
        assert outcome(api.GetContractsForClient(token, "NOBODY")) == (-4, "Client not found.")

    def test_for_an_employer_while_the_trainee_works_there(self, api, world, contract, beer, trainee):
        """The contract itself does not open it to the employer (R-SCOPE)."""
        signed = contract()
        own = world.token(employer=beer)
        assert outcome(api.GetContractsForClient(own, "ADAMS")) == DENIED
        world.employment(trainee, beer)
        assert ids(api.GetContractsForClient(own, "ADAMS"), "ContList") == [signed.id]


class TestGetContractsForEmployer:
    def test_lists_them_with_their_trainees_by_name(self, api, token, world, contract, trainee):
        baker, zoe = world.client("Baker", "Al", code="B"), world.client("adams", "Zoe", code="Z")
        first, second = contract(baker), contract(zoe, start=APRIL)
        third, fourth = contract(trainee, start=APRIL), contract(trainee, status="Cancelled")
        contract(trainee, world.employer())
        answer = api.GetContractsForEmployer(token, "beer")
        assert ids(answer, "ClieContList") == [fourth.id, third.id, second.id, first.id]
        assert [(one.Clie_Code, one.GivenName, one.Surname) for one in answer.ClieContList][1:3] == [
            ("ADAMS", "Ann", "Adams"),
            ("Z", "Zoe", "adams"),
        ]

    def test_leaves_out_who_refuses_publication(self, api, token, world, contract, trainee, beer):
        hidden = world.client("Hidden", web_publish=False)
        shown, secret = contract(), contract(hidden)
        world.contact(beer, hidden)
        assert ids(api.GetContractsForEmployer(token, "BEER"), "ClieContList") == [shown.id]
        assert ids(api.GetContractsForEmployer(world.token(hidden), "BEER"), "ClieContList") == [shown.id, secret.id]

    def test_of_nobody(self, api, token):
        assert outcome(api.GetContractsForEmployer(token, "NONE")) == (-4, "Employer not found.")


class TestGetContractsForStaff:
    @pytest.fixture
    def tess(self, world):
        return world.staff(code="TESS")

    @pytest.fixture
    def look_after(self, world, tess):
        def add(contract, role, staff=tess):
            world.add(ContractStaff(contract_id=contract.id, client_id=staff.id, role=role))

        return add

    def test_lists_each_role_on_each_contract_by_trainee(self, api, token, world, contract, look_after, trainee):
        baker = world.client("Baker", code="B")
        theirs, later, mine = contract(baker), contract(start=APRIL), contract()
        look_after(theirs, "Mentor")
        look_after(later, None)
        look_after(mine, "Assessor")
        look_after(mine, "Mentor")
        look_after(contract(), "Mentor", world.staff(code="TOM"))
        answer = api.GetContractsForStaff(token, "tess")
        assert outcome(answer) == OK
        assert [(one.Clie.Clie_Code, one.Cont.ID, one.Role) for one in answer.ContStaffList] == [
            ("ADAMS", mine.id, "Assessor"),
            ("ADAMS", mine.id, "Mentor"),
            ("ADAMS", later.id, None),
            ("B", theirs.id, "Mentor"),
        ]
        first = answer.ContStaffList[0]
        assert (first.Clie.Clie_Surname, first.Cont.Empl_Identifier, first.Cont.StartDate) == ("Adams", "BEER", MARCH)

    def test_leaves_out_who_refuses_publication(self, api, world, contract, look_after, tess):
        look_after(contract(world.client(web_publish=False)), "Mentor")
        answer = api.GetContractsForStaff(world.token(tess), "TESS")
        assert (outcome(answer), answer.ContStaffList) == (OK, [])

    def test_of_nobody_on_the_staff_and_of_a_colleague(self, api, token, world, trainee, tess):
        assert outcome(api.GetContractsForStaff(token, "ADAMS")) == (-4, "Staff member not found.")
        assert outcome(api.GetContractsForStaff(world.token(world.staff()), "TESS")) == DENIED


class TestGetContractsOrEnrolmentsForClient:
    def test_lists_both_by_start_kind_and_number(self, api, token, world, contract, trainee):
        undated = world.enrolment(trainee, world.occurrence(), start_date=None)
        signed, later = contract(), contract(start=APRIL)
        alone = world.enrolment(trainee, world.occurrence(), start_date=MARCH)
        world.enrolment(trainee, world.occurrence(), start_date=MARCH, contract_id=signed.id)
        world.enrolment(world.client(), world.occurrence())
        contract(world.client())
        answer = api.GetContractsOrEnrolmentsForClient(token, "adams")
        assert outcome(answer) == OK
        assert [(one.Rec_Type, one.ID) for one in answer.ContEnroList] == [
            ("E", undated.id),
            ("C", signed.id),
            ("E", alone.id),
            ("C", later.id),
        ]

    def test_tells_the_members_of_either(self, api, token, world, contract, trainee):
        signed = contract(state_id=1)
        place = world.location("PLACE")
        enrolment = world.enrolment(
            trainee, world.occurrence(), start_date=APRIL, location_id=place.id, description="By day"
        )
        first, second = api.GetContractsOrEnrolmentsForClient(token, "ADAMS").ContEnroList
        assert (first.ID, first.Empl_Identifier, first.Loca_Code, first.StateShortName) == (
            signed.id, "BEER", "", first.StateShortName or "missing",
        )  # fmt: skip
        assert (second.ID, second.Loca_Code, second.Description, second.StateShortName) == (
            enrolment.id, "PLACE", "By day", None,
        )  # fmt: skip

    def test_of_nobody(self, api, token):
        assert outcome(api.GetContractsOrEnrolmentsForClient(token, "NOBODY")) == (-4, "Client not found.")


class TestGetUnitsForContract:
    def test_lists_the_units_of_its_enrolments_by_code(self, api, token, world, contract, trainee):
        signed, other = contract(), contract()
        one = world.enrolment(trainee, contract_id=signed.id, units=["UNIT2"])
        two = world.enrolment(trainee, contract_id=signed.id, units=["UNIT1", "UNIT2"])
        world.enrolment(trainee, contract_id=other.id, units=["UNIT3"])
        world.enrolment(trainee, units=["UNIT4"])
        answer = api.GetUnitsForContract(token, signed.id)
        assert outcome(answer) == OK
        assert [(unit.Unit_Code, unit.ID) for unit in answer.EnunList] == [
            ("UNIT1", two.id),
            ("UNIT2", one.id),
            ("UNIT2", two.id),
        ]

    def test_of_an_unknown_contract(self, api, token, world, trainee):
        enrolment = world.enrolment(trainee)
        assert outcome(api.GetUnitsForContract(token, enrolment.id + 100_000)) == (-4, "Contract not found.")

    def test_of_somebody_else_s_contract(self, api, world, contract, trainee):
        signed = contract()
        assert outcome(api.GetUnitsForContract(world.token(trainee), signed.id)) == OK
        assert outcome(api.GetUnitsForContract(world.token(world.client()), signed.id)) == DENIED


class TestGetEnrolmentsForEmployer:
    def test_lists_linked_ones_and_those_of_current_employees_once_each(self, api, token, world, beer, trainee):
        baker, gone = world.client("Baker", code="B"), world.client("Gone", code="G")
        world.employment(trainee, beer)
        world.employment(gone, beer, terminated=datetime.date(2026, 9, 9))
        both = world.enrolment(trainee, world.occurrence(), employer_id=beer.id, start_date=APRIL)
        early = world.enrolment(trainee, world.occurrence(), status="Withdrawn", start_date=MARCH)
        linked = world.enrolment(baker, world.occurrence(), employer_id=beer.id)
        world.enrolment(baker, world.occurrence())
        world.enrolment(gone, world.occurrence())
        world.enrolment(gone, world.occurrence(), employer_id=world.employer().id)
        world.enrolment(baker, world.occurrence(), kind="M", employer_id=beer.id)
        answer = api.GetEnrolmentsForEmployer(token, "beer")
        assert ids(answer, "ClieEnroList") == [early.id, both.id, linked.id]

    def test_leaves_out_who_refuses_publication(self, api, token, world, beer):
        hidden = world.client(web_publish=False)
        world.employment(hidden, beer)
        world.contact(beer, hidden)
        own = world.enrolment(hidden, world.occurrence())
        assert ids(api.GetEnrolmentsForEmployer(token, "BEER"), "ClieEnroList") == []
        assert ids(api.GetEnrolmentsForEmployer(world.token(hidden), "BEER"), "ClieEnroList") == [own.id]

    def test_of_nobody(self, api, token):
        assert outcome(api.GetEnrolmentsForEmployer(token, "NONE")) == (-4, "Employer not found.")
