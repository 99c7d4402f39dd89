"""One curriculum: what web sites and other training systems see of schedules, and when."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.curriculum import YEAR
from tests.support.outcomes import outcome
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.occurrences import Occurrence, OccurrencePrice, OccurrenceUnit
from vettrak_api.model.programmes import Programme, Qualification

RANGE = (datetime.datetime(2026, 1, 1), datetime.datetime(2027, 1, 1))
NOON = datetime.datetime(2026, 9, 10, 12)


@pytest.fixture
def on_the_web(api, world):
    """List the programmes, and the occurrences by their programs, that web sites see."""

    def seen():
        token = world.token()
        programmes = {each.Prog_Code for each in api.GetWebProgrammes(token).ProgList}
        occurrences = api.GetWebOccurrencesForDates(token, *RANGE).OccuList
        return programmes, sorted(each.Qual_Code for each in occurrences if each.Qual_Code)

    return seen


@pytest.fixture
def schedule(rest, curriculum):
    curriculum(programs=("DIPBEER", "DIPWINE"))
    told = {"eduUnitId": "BREW1", "fee": "100", "maximumParticipants": "3", **YEAR}
    return rest.made("ScheduledUnitFee", told)


@pytest.fixture
def number(schedule):
    return schedule["eduScheduledUnitId"]


def occurrences_of(world, number):
    wanted = select(Occurrence).where(Occurrence.scheduled_unit_id == int(number)).order_by(Occurrence.id)
    return world.all(wanted)


class TestPublication:
    def test_an_active_schedule_of_an_open_program_is_on_the_web(self, on_the_web, schedule):
        programmes, occurrences = on_the_web()
        assert {"DIPBEER", "DIPWINE"} <= programmes
        assert occurrences == ["DIPBEER", "DIPWINE"]

    @pytest.mark.parametrize(
        ("path", "closed", "opened"),
        [
            ("Program/DIPBEER", {"programStatusId": "PROGRAM_INACTIVE"}, {"programStatusId": "PROGRAM_ACTIVE"}),
            ("Program/DIPBEER", {"programStatusId": "PROGRAM_ARCHIVED"}, {"programStatusId": "PROGRAM_ACTIVE"}),
            ("Program/DIPBEER", {"allowOnlineApplication": "NO"}, {"allowOnlineApplication": True}),
            ("Program/DIPBEER", {"allowOnlineApplication": None}, {"allowOnlineApplication": "Y"}),
            ("ScheduledUnit", {"unitStatusId": "UNIT_INACTIVE"}, {"unitStatusId": "UNIT_ACTIVE"}),
            ("ScheduledUnitFee", {"unitStatusId": "UNIT_ARCHIVED"}, {"unitStatusId": "UNIT_ACTIVE"}),
        ],
    )
    def test_nothing_else_is(self, rest, on_the_web, number, path, closed, opened):
        address = path if "/" in path else f"{path}/{number}"
        rest.changed(address, closed)
        left = ["DIPWINE"] if "/" in path else []
        assert on_the_web()[1] == left
        assert ("DIPBEER" in on_the_web()[0]) is False
        rest.changed(address, opened)
        assert on_the_web()[1] == ["DIPBEER", "DIPWINE"]

    def test_what_begins_closed_is_not(self, rest, curriculum, on_the_web):
        curriculum(allowOnlineApplication="NO")
        rest.made("ScheduledUnit", {"eduUnitId": "BREW1", **YEAR})
        assert on_the_web()[1] == []

    @pytest.mark.parametrize(
        ("end", "is_open"),
        [("20260910T00:00:00", True), ("20260909T23:59:59", False), ("20260911T00:00:00", True), (None, True)],
    )
    def test_a_schedule_is_open_until_its_last_day_is_over(
        self, rest, number, on_the_web, api, token, world, end, is_open
    ):
        rest.changed(f"ScheduledUnit/{number}", {"startDate": "20260901T00:00:00", "endDate": end})
        assert on_the_web()[1] == (["DIPBEER", "DIPWINE"] if is_open else [])
        [first, _] = occurrences_of(world, number)
        answer = api.AddClientWebEnrolment(token, first.id, "Smith", "John")
        assert (answer.Auth.Status == 1) is is_open
        found = api.SearchWebOccurrences(token, programmeId=first.programme_id, includeFull=True)
        assert len(found.OccuExtendedList) == is_open

    def test_it_ends_by_itself(self, number, on_the_web, clock):
        clock.advance(days=112)  # to 31 December
        assert on_the_web()[1] == ["DIPBEER", "DIPWINE"]
        clock.advance(days=1)
        assert on_the_web()[1] == []

    def test_ordinary_occurrences_stay_on_the_web_after_their_end(self, api, token, world):
        programme = world.programme()
        past = datetime.datetime(2026, 3, 1)
        world.occurrence(programme_id=programme.id, web_published=True, start_date=past, end_date=past)
        assert len(api.GetWebOccurrencesForProgrammeAndDates(token, programme.id, *RANGE).OccuList) == 1


class TestOccurrences:
    def test_one_for_each_program_with_that_unit_its_price_and_its_dates(self, world, schedule, number):
        found = occurrences_of(world, number)
        assert [each.code for each in found] == [f"{number}-DIPBEER", f"{number}-DIPWINE"]
        for each in found:
            assert (each.start_date, each.end_date) == (datetime.datetime(2026, 9, 1), datetime.datetime(2026, 12, 31))
            assert (each.maximum_places, str(each.amount), str(each.gst)) == (3, "100.00", "0.00")
            units = world.all(select(OccurrenceUnit).where(OccurrenceUnit.occurrence_id == each.id))
            assert [(one.unit_id, one.optional) for one in units] == [(world.unit("BREW1").id, False)]
            program = world.one(select(Qualification).where(Qualification.id == each.qualification_id))
            assert program.programme_id == each.programme_id

    def test_they_follow_the_schedule(self, rest, world, number):
        rest.changed(f"ScheduledUnit/{number}", {"startDate": "20260915", "maximumParticipants": None})
        for each in occurrences_of(world, number):
            assert (each.start_date, each.maximum_places) == (datetime.datetime(2026, 9, 15), None)

    def test_prices_follow_the_fees(self, rest, world, schedule, number):
        rest.changed(f"ScheduledUnitFee/{number}", {"fee": "150"})
        fee = schedule["scheduledFees"][0]["scheduledFeeId"]
        rest.changed(f"ScheduledFee/{fee}", {"fee": "90.5"})
        first, second = occurrences_of(world, number)
        for each, amount in ((first, "90.50"), (second, "150.00")):
            [price] = world.all(select(OccurrencePrice).where(OccurrencePrice.occurrence_id == each.id))
            assert (str(price.amount), str(price.gst), str(each.amount)) == (amount, "0.00", amount)

    def test_gst_that_the_occurrence_tells_keeps_its_share(self, rest, world, number):
        first, _ = occurrences_of(world, number)
        price = world.one(select(OccurrencePrice).where(OccurrencePrice.occurrence_id == first.id))
        world.change(price, gst=10)
        rest.changed(f"ScheduledUnitFee/{number}", {"fee": "55"})
        price = world.one(select(OccurrencePrice).where(OccurrencePrice.occurrence_id == first.id))
        assert (str(price.amount), str(price.gst)) == ("55.00", "5.50")

    def test_of_several_fees_only_the_standard_one_is_sold_without_a_choice(
        self, rest, world, api, token, number, process
    ):
        rest.made("CodeItem", {"codeId": "ABROAD", "codeTypeId": "FEE_TYPE", "description": "Abroad"})
        rest.changed(f"ScheduledUnitFee/{number}", {"fee": "900", "feeTypeId": "ABROAD"})
        first, _ = occurrences_of(world, number)
        assert str(first.amount) == "100.00"
        listed = api.GetPricingForOccurrence(token, first.id).PricList
        assert {(each.Pric_Code, str(each.Enpr_Amount)) for each in listed} == {
            ("STANDARD_FEE", "100.00"), ("ABROAD", "900.00"),
        }  # fmt: skip
        web = api.AddClientWebEnrolment(token, first.id, "Smith", "John")
        process(web.ID)
        enrolment = world.one(select(Enrolment).where(Enrolment.occurrence_id == first.id))
        assert str(enrolment.amount) == "100.00"

    def test_a_program_that_comes_later_is_served(self, rest, world, number, on_the_web, curriculum):
        rest.made("Program", {"eduProgramId": "LATE", "programName": "Late", "allowOnlineApplication": "YES"})
        held = {"eduProgramId": "LATE", "eduUnitId": "BREW1", "constraintTypeId": "ELECTIVE_UNIT"}
        made = rest.made("ProgramUnitConstraint", held)
        assert on_the_web()[1] == ["DIPBEER", "DIPWINE", "LATE"]
        path = f"ProgramUnitConstraint/{made['eduProgramUnitConstraintId']}"
        rest.made("CodeItem", {"codeId": "PREREQ", "codeTypeId": "PROGRAM_UNIT_CONSTRAINT_TYPE", "description": "B"})
        rest.changed(path, {"constraintTypeId": "PREREQ"})
        assert on_the_web()[1] == ["DIPBEER", "DIPWINE"]
        assert rest.changed(path, {"constraintTypeId": "CORE_UNIT"})["constraintTypeId"] == "CORE_UNIT"
        assert on_the_web()[1] == ["DIPBEER", "DIPWINE", "LATE"]
        assert len(occurrences_of(world, number)) == 3

    def test_a_program_holds_a_unit_once(self, rest, schedule):
        for kind in ("CORE_UNIT", "ELECTIVE_UNIT"):
            held = {"eduProgramId": "DIPBEER", "eduUnitId": "BREW1", "constraintTypeId": kind}
            answer = rest.post("ProgramUnitConstraint", held)
            assert (answer.status, answer.faults) == (409, [("eduUnitId", "unique")])

    @pytest.mark.parametrize(
        ("code", "mode", "modes"),
        [
            ("10", None, ["Internal"]), ("20", None, ["External"]), ("30", None, ["Workplace-based"]),
            ("30", "ONLINE", ["Workplace-based"]), (None, "ONLINE", ["External"]), ("90", None, None),
            (None, None, None),
        ],
    )  # fmt: skip
    def test_delivery_modes(self, rest, curriculum, world, code, mode, modes):
        curriculum()
        rest.changed("Unit/BREW1", {"avet018": code})
        made = rest.made("ScheduledUnit", {"eduUnitId": "BREW1", "modeOfDelivery": mode})
        [occurrence] = occurrences_of(world, made["eduScheduledUnitId"])
        assert occurrence.delivery_modes == (modes or [])

    def test_changes_are_told_since(self, rest, api, token, clock, world, number):
        clock.advance(minutes=10)
        since = NOON + datetime.timedelta(minutes=5)
        programme = world.one(select(Programme).where(Programme.code == "DIPBEER"))

        def changed():
            answer = api.GetWebOccurrencesForProgrammeAndDatesSince(token, programme.id, *RANGE, since)
            return len(answer.OccuList)

        assert changed() == 0
        rest.changed(f"ScheduledUnitFee/{number}", {"fee": "100"})
        assert changed() == 0
        rest.changed(f"ScheduledUnitFee/{number}", {"fee": "101"})
        assert changed() == 1


class TestPrograms:
    def test_training_systems_see_names_and_statuses(self, rest, curriculum, world):
        curriculum()
        long = "A very long name of a program " * 8
        rest.changed("Program/DIPBEER", {"programName": long, "programStatusId": "PROGRAM_INACTIVE"})
        program = world.one(select(Qualification).where(Qualification.code == "DIPBEER"))
        programme = world.one(select(Programme).where(Programme.code == "DIPBEER"))
        assert (program.name, program.active) == (long.strip(), False)
        assert (programme.name, programme.active) == (long[:100], False)
        assert program.programme_id == programme.id

    def test_a_programme_of_the_same_code_sells_it(self, rest, world):
        present = world.programme("Beer", code="DIPBEER", description="Kept")
        rest.made("Program", {"eduProgramId": "DIPBEER", "programName": "Diploma of Beer"})
        sold = world.one(select(Programme).where(Programme.code == "DIPBEER"))
        assert (sold.id, sold.name, sold.description) == (present.id, "Diploma of Beer", "Kept")

    def test_a_qualification_that_no_feeding_system_has_told_serves_too(self, rest, world, curriculum, on_the_web):
        curriculum(programs=())
        world.qualification("CERTOLD", "Old certificate")
        assert rest.get("Program/CERTOLD").body["programStatusId"] == "PROGRAM_ACTIVE"
        rest.made("ProgramUnitConstraint",
                  {"eduProgramId": "CERTOLD", "eduUnitId": "BREW1", "constraintTypeId": "CORE_UNIT"})  # fmt: skip
        rest.made("ScheduledUnitFee", {"eduUnitId": "BREW1", "fee": "5", **YEAR})
        assert on_the_web()[1] == []
        rest.changed("Program/CERTOLD", {"allowOnlineApplication": "YES"})
        assert on_the_web() == (on_the_web()[0] | {"CERTOLD"}, ["CERTOLD"])

    def test_a_unit_keeps_its_code_whatever_people_see(self, rest, curriculum, api, token):
        curriculum()
        rest.changed("Unit/BREW1", {"eduOtherUnitId": "SEEN-1", "unitName": "New name"})
        units = api.GetUnitsForQualification(token, "DIPBEER").QuunList
        assert [(each.Unit_Code, each.Unit_Name) for each in units] == [("BREW1", "New name")]


class TestPlaces:
    def test_they_are_shared_and_none_is_given_twice(self, api, token, world, number, process):
        first, second = occurrences_of(world, number)

        def left():
            listed = [api.GetOccurrenceExtendedDetails(token, each.id) for each in (first, second)]
            return {each.OccuExtended.OccurrenceDetail.Vacancies for each in listed}

        assert left() == {3}
        process(api.AddClientWebEnrolment(token, first.id, "Smith", "John").ID)
        assert left() == {2}
        assert api.AddClientWebEnrolment(token, second.id, "Jones", "Ann").Auth.Status == 1
        assert left() == {1}
        assert api.AddClientWebEnrolment(token, first.id, "Gray", "Lee").Auth.Status == 1
        assert left() == {0}
        for each in (first, second):
            answer = api.AddClientWebEnrolment(token, each.id, "Late", "Too")
            assert outcome(answer) == (-1, "Occurrence has no vacancies.")

    @pytest.mark.parametrize(
        ("places", "told"), [("10000", 9998), ("9999", 9998), ("9998", 9998), ("0", 0), (None, 9999)]
    )
    def test_a_limit_never_looks_like_none(self, rest, api, token, world, number, places, told):
        rest.changed(f"ScheduledUnit/{number}", {"maximumParticipants": places})
        first, _ = occurrences_of(world, number)
        details = api.GetOccurrenceExtendedDetails(token, first.id).OccuExtended.OccurrenceDetail
        assert details.Vacancies == told

    @pytest.mark.parametrize("path", ["ScheduledUnit", "ScheduledUnitFee"])
    def test_fewer_than_are_taken_are_refused(self, rest, api, token, world, number, path):
        first, second = occurrences_of(world, number)
        world.enrolment(world.client(), first)
        world.enrolment(world.client(), first, status="Withdrawn")
        assert api.AddClientWebEnrolment(token, second.id, "Jones", "Ann").Auth.Status == 1
        answer = rest.put(f"{path}/{number}", {"maximumParticipants": "1", "unitName": "Smaller"})
        assert (answer.status, answer.faults) == (422, [("maximumParticipants", "taken")])
        assert "1 person is enrolled and 1 place is booked on the web, so there must be at least 2" in answer.text
        stored = rest.get(f"{path}/{number}").body
        assert (stored["maximumParticipants"], stored["unitName"]) != ("1", "Smaller")
        assert {world.fresh(each).maximum_places for each in (first, second)} == {3}
        rest.changed(f"{path}/{number}", {"maximumParticipants": "2"})
        rest.changed(f"{path}/{number}", {"maximumParticipants": None})

    def test_what_is_overbooked_already_may_stay_so(self, rest, world, number):
        first, _ = occurrences_of(world, number)
        for _ in range(4):
            world.enrolment(world.client(), first)
        rest.changed(f"ScheduledUnit/{number}", {"maximumParticipants": "3", "unitName": "Renamed"})
        answer = rest.put(f"ScheduledUnit/{number}", {"maximumParticipants": "2"})
        assert (answer.status, answer.faults) == (422, [("maximumParticipants", "taken")])
