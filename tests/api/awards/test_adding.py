"""AddAward: what people receive for an enrolment, and the numbers on their parchments."""

import datetime

import pytest
from sqlalchemy import func, select

from tests.support.outcomes import OK, outcome
from vettrak_api.model.enrolments import Contract
from vettrak_api.model.events import Award, ParchmentCounter
from vettrak_api.model.programmes import QualificationState
from vettrak_api.model.reference import Organisation, State

NOW = datetime.datetime(2026, 9, 10, 12)
"""Where the tests' clock stands."""

TODAY = datetime.datetime(2026, 9, 10)
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
LAST_WEEK = TODAY - 7 * DAY

PASSED = "Competency Achieved"


class School:
    """Two people, each enrolled in a reportable course at a place in Victoria."""

    def __init__(self, world):
        self.world = world
        self.campus = world.location("MELB", state_id=self.state("Vic"))
        self.qualification = world.qualification("BAR20")
        self.organisation = world.add(Organisation(name="College"))
        self.course = world.occurrence()
        self.adams, self.baker = (world.client(name, code=name.upper()) for name in ("Adams", "Baker"))
        self.enrolment, self.other = self.enrolled(self.adams), self.enrolled(self.baker)

    def state(self, name):
        return self.world.one(select(State.id).where(State.short_name == name))

    def expires(self, months, state="Vic"):
        figures = {"qualification_id": self.qualification.id, "state_id": self.state(state)}
        return self.world.add(QualificationState(expiry_months=months, **figures))

    def enrolled(self, person, course=None, **values):
        placed = {
            "qualification_id": self.qualification.id,
            "location_id": self.campus.id,
            "organisation_id": self.organisation.id,
        }
        return self.world.enrolment(person, course or self.course, **(placed | values))


@pytest.fixture
def school(world):
    return School(world)


@pytest.fixture
def add(api, token, school):
    """Call AddAward for the first enrolment, with what a test says otherwise."""

    def call(**told):
        usual = {"enrolmentId": school.enrolment.id, "awardTypeName": "Certificate", "dateCompleted": LAST_WEEK}
        return api.AddAward(token, **(usual | told))

    return call


@pytest.fixture
def awards(api, token):
    def listed(code="ADAMS"):
        answer = api.GetAwardsForClient(token, code)
        assert outcome(answer) == OK
        return answer.QuclList

    return listed


class TestWhatIsStored:
    def test_all_that_is_told(self, add, awards, school, api, world):
        told = {
            "awardTypeName": " statement of ATTAINMENT ",
            "parchmentNumber": " SOA-1 ",
            "recordedDate": TODAY - DAY + HOUR,
            "dateCompleted": LAST_WEEK + HOUR,
            "expiryDate": TODAY + 100 * DAY,
            "issued": True,
            "licenceNumber": "LIC-1",
            "description": "With honours",
            "referenceLink": "https://files.example/1",
            "issuedDate": TODAY - 2 * DAY,
            "completionStatement": True,
        }
        answer = add(**told)
        assert outcome(answer) == OK
        assert (answer.ParchmentNumber, answer.ExpiryDate) == ("SOA-1", told["expiryDate"])
        (award,) = awards()
        assert awards("BAKER") == []
        assert (award.Clie_Code, award.EnrolmentId) == ("ADAMS", school.enrolment.id)
        assert (award.Qual_Code, award.Qual_Name) == ("BAR20", "Certificate II in Bar Tending")
        assert (award.Loca_Code, award.OrganisationId) == ("MELB", school.organisation.id)
        assert (award.Qucl_Cert, award.Qucl_Recorded) == ("SOA-1", told["recordedDate"])
        assert (award.Awty_Type, award.AwardTypeName, award.AwardTypeCode) == ("S", "Statement of Attainment", "SOA")
        assert (award.Expiry, award.DateCompleted) == (told["expiryDate"], told["dateCompleted"])
        assert (award.Issued, award.IssuedDate) == (True, told["issuedDate"])
        assert (award.LicenceNumber, award.Description) == ("LIC-1", "With honours")
        assert (award.DocumentReference, award.CompletionStatement) == ("https://files.example/1", True)

    def test_who_recorded_it(self, api, world, school, awards):
        clerk = world.staff("Clerk", code="CLERK", api_role=True)
        world.staff("Other", code="OTHER", api_role=True)
        assert outcome(api.AddAward(world.token(clerk), school.enrolment.id, "Certificate", dateCompleted=TODAY)) == OK
        assert [award.Staf_Code for award in awards()] == ["CLERK"]

    def test_what_is_not_told(self, add, awards):
        answer = add(dateCompleted=None, awardTypeName="Certificate of Attendance")
        assert (outcome(answer), answer.ExpiryDate) == (OK, None)
        (award,) = awards()
        assert (award.Qucl_Recorded, award.DateCompleted, award.Expiry) == (TODAY, None, None)
        assert (award.Issued, award.IssuedDate, award.CompletionStatement) == (False, None, False)
        assert (award.LicenceNumber, award.Description, award.DocumentReference) == (None, None, None)

    @pytest.mark.parametrize(
        ("kind", "stored"),
        [("Statement of Attainment", True), ("Certificate", False), ("Certificate of Attendance", False)],
    )
    def test_only_statements_tell_of_full_completion(self, add, awards, kind, stored):
        assert outcome(add(awardTypeName=kind, completionStatement=True)) == OK
        assert [award.CompletionStatement for award in awards()] == [stored]

    def test_the_units_with_a_successful_result_whatever_becomes_of_them(self, add, awards, school, world, api, token):
        for code, result in (("ZYM1", PASSED), ("BEER2", PASSED), ("BEER3", "Not Yet Started")):
            world.enrolled_unit(school.enrolment, code, result)
        world.enrolled_unit(school.other, "BEER3", PASSED)
        assert outcome(add()) == OK
        assert outcome(api.ResetUnitResult(token, school.enrolment.id, "ZYM1")) == OK
        (award,) = awards()
        told = [(unit.Unit_Code, unit.Unit_Name, unit.Unit_Type, unit.Unit_Optional) for unit in award.UnitList]
        assert told == [("BEER2", "How to serve beer", 0, 0), ("ZYM1", "How to serve beer", 0, 0)]


class TestDays:
    @pytest.mark.parametrize(
        ("completed", "issued"), [(LAST_WEEK, TODAY), (TODAY + DAY, TODAY + DAY), (None, TODAY), (NOW, NOW)]
    )
    def test_issued_without_a_date_is_today_or_at_the_completion(self, add, awards, completed, issued):
        told = {"awardTypeName": "Statement of Attainment", "dateCompleted": completed, "recordedDate": TODAY + DAY}
        assert outcome(add(issued=True, **told)) == OK
        assert [award.IssuedDate for award in awards()] == [issued]

    @pytest.mark.parametrize(
        ("completed", "recorded", "expiry"),
        [
            (datetime.datetime(2026, 8, 31, 9), TODAY, datetime.datetime(2027, 2, 28, 9)),
            (None, datetime.datetime(2026, 7, 1), datetime.datetime(2027, 1, 1)),
        ],
    )
    def test_an_award_expires_as_the_qualification_does_in_the_state(self, add, school, completed, recorded, expiry):
        school.expires(6)
        school.expires(24, "NSW")
        kind = "Statement of Attainment"
        answer = add(awardTypeName=kind, dateCompleted=completed, recordedDate=recorded)
        assert (outcome(answer), answer.ExpiryDate) == (OK, expiry)

    def test_the_state_of_a_contract_goes_before_that_of_the_place(self, add, school, world):
        school.expires(6)
        school.expires(24, "NSW")
        person = {"client_id": school.adams.id, "employer_id": world.employer().id}
        contract = world.add(Contract(status_id=world.status("Active"), state_id=school.state("NSW"), **person))
        world.change(school.enrolment, contract_id=contract.id)
        assert add(dateCompleted=TODAY).ExpiryDate == datetime.datetime(2028, 9, 10)

    @pytest.mark.parametrize("months", [0, None])
    def test_an_award_without_months_never_expires(self, add, school, months):
        if months is not None:
            school.expires(months)
        assert add().ExpiryDate is None

    @pytest.mark.parametrize("completed", [NOW, TODAY + 23 * HOUR, datetime.datetime(2016, 9, 10), LAST_WEEK])
    def test_completions_of_ten_years_are_taken(self, add, completed):
        assert outcome(add(dateCompleted=completed)) == OK

    @pytest.mark.parametrize(
        ("completed", "recorded"),
        [(TODAY + DAY, None), (LAST_WEEK, LAST_WEEK - DAY), (datetime.datetime(2016, 9, 9, 23), None)],
    )
    def test_others_are_refused(self, add, awards, completed, recorded):
        answer = add(dateCompleted=completed, recordedDate=recorded)
        assert outcome(answer) == (-1, "Completion date is out of range.")
        assert (answer.ParchmentNumber, awards()) == (None, [])

    @pytest.mark.parametrize(("issued", "is_taken"), [(LAST_WEEK, True), (LAST_WEEK - HOUR, False)])
    def test_nothing_is_issued_before_the_completion(self, add, issued, is_taken):
        answer = outcome(add(dateCompleted=LAST_WEEK + HOUR, issuedDate=issued))
        assert answer == (OK if is_taken else (-1, "Issue date is before completion date."))

    @pytest.mark.parametrize(
        ("kind", "reportable", "is_taken"),
        [
            ("Certificate", 0, False),
            ("Certificate", 1, True),
            ("Certificate", 2, False),
            ("Certificate", None, False),
            ("Statement of Attainment", 2, True),
            ("Certificate of Attendance", 2, True),
        ],
    )
    def test_a_certificate_on_a_reportable_enrolment_needs_a_completion(
        self, add, school, world, kind, reportable, is_taken
    ):
        if reportable is None:
            enrolment = world.enrolment(school.adams)
        else:
            enrolment = school.enrolled(school.adams, world.occurrence(reportable=reportable))
        answer = outcome(add(enrolmentId=enrolment.id, awardTypeName=kind, dateCompleted=None))
        assert answer == (OK if is_taken else (-1, "Completion date is required."))


class TestWhatIsRefused:
    @pytest.mark.parametrize("which", ["unknown", "an occurrence", "an employer's"])
    def test_no_client_enrolment(self, add, school, world, which):
        numbers = {
            "unknown": lambda: 0,
            "an occurrence": lambda: school.course.id,
            "an employer's": lambda: world.enrolment(None, kind="M", employer_id=world.employer().id).id,
        }
        assert outcome(add(enrolmentId=numbers[which]())) == (-4, "Enrolment not found.")

    @pytest.mark.parametrize("name", [None, " ", "Degree"])
    def test_an_unknown_type(self, add, awards, name):
        assert outcome(add(awardTypeName=name)) == (-1, "Unknown award type.")
        assert awards() == []

    def test_a_number_that_another_award_has(self, add, awards, school):
        assert outcome(add(enrolmentId=school.other.id, parchmentNumber="P-1")) == OK
        answer = add(parchmentNumber=" P-1")
        assert outcome(answer) == (-1, "Parchment number is already in use.")
        assert (answer.ParchmentNumber, awards()) == (None, [])

    def test_a_number_that_no_code_can_be(self, add, awards):
        assert outcome(add(parchmentNumber="N\u00ba 1")) == (
            -1,
            "parchmentNumber holds a character that can not be stored.",
        )
        assert awards() == []

    def test_a_number_in_other_letters_is_another(self, add):
        assert [add(parchmentNumber=number).ParchmentNumber for number in ("P-1", "p-1")] == ["P-1", "p-1"]

    def test_arguments_are_judged_before_records(self, add):
        told = {"enrolmentId": 0, "dateCompleted": TODAY + DAY}
        assert outcome(add(awardTypeName=None, **told)) == (-1, "Unknown award type.")
        assert outcome(add(awardTypeName="Degree", **told)) == (-1, "Completion date is out of range.")
        assert outcome(add(awardTypeName="Degree", enrolmentId=0)) == (-4, "Enrolment not found.")


class TestGeneratedNumbers:
    def test_are_counted_for_blank_ones(self, add):
        first, second = (int(add(parchmentNumber=blank).ParchmentNumber) for blank in (None, " "))
        assert second == first + 1

    def test_pass_over_those_that_callers_gave(self, add):
        last = int(add().ParchmentNumber)
        given = [f"{last + ahead:08d}" for ahead in (1, 2, 4)]
        assert [add(parchmentNumber=number).ParchmentNumber for number in given] == given
        assert [int(add().ParchmentNumber) - last for _ in range(3)] == [3, 5, 6]

    def test_pass_over_many_at_once(self, add, world, school):
        last = int(add().ParchmentNumber)
        numbers = [f"{last + ahead:08d}" for ahead in range(1, 121)]
        world.add_all([Award(client_id=school.baker.id, parchment_number=number) for number in numbers])
        assert int(add().ParchmentNumber) == last + 121

    def test_a_call_that_fails_leaves_no_gap(self, add):
        last = int(add().ParchmentNumber)
        assert outcome(add(dateCompleted=None)) == (-1, "Completion date is required.")
        assert int(add().ParchmentNumber) == last + 1

    def test_the_number_of_a_deleted_award_is_never_given_again(self, add, world):
        number = add().ParchmentNumber
        with world.session() as session:
            session.delete(session.scalars(select(Award).where(Award.parchment_number == number)).one())
        assert int(add().ParchmentNumber) == int(number) + 1

    def test_a_given_number_moves_no_counter(self, add, world):
        before = world.everything(select(ParchmentCounter.last))
        assert outcome(add(parchmentNumber="99999999")) == OK
        assert world.everything(select(ParchmentCounter.last)) == before
        assert world.everything(select(func.count()).where(Award.parchment_number == "99999999")) == [1]
