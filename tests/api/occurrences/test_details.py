"""Areas web_catalogue and classes_attendance: one occurrence with its classes, prices, staff, tasks and units."""

import datetime
from decimal import Decimal

import pytest

from tests.support.counting import statements
from tests.support.outcomes import OK, outcome
from tests.support.soap import Api
from vettrak_api.model.occurrences import ClassStaff, OccurrencePrice, OccurrenceTask, Task
from vettrak_api.model.reference import PriceItem, StudyReason

UNKNOWN = (-4, "Occurrence not found.")
LISTS = ("Classes", "Prices", "Staff", "StudyReasons", "Tasks", "Units")
SEPTEMBER = datetime.datetime(2026, 9, 1, 18)


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def student_token(world):
    return world.token(world.client())


@pytest.fixture
def price(world, occurrence):
    """Add a price to the occurrence."""

    def added(name, amount="110.00", *, item=None, **values):
        item = item or world.add(PriceItem(name=name, code=name[:4].upper()))
        values.setdefault("gst", Decimal("10.00"))
        return world.add(
            OccurrencePrice(occurrence_id=occurrence.id, price_item_id=item.id, amount=Decimal(amount), **values)
        )

    return added


class TestGetClassesForOccurrence:
    def test_lists_the_classes_by_start_then_number(self, api, student_token, occurrence, world):
        late, early, twin = (world.class_session(occurrence, SEPTEMBER.replace(day=day)) for day in (9, 2, 2))
        world.class_session(world.occurrence())
        answer = api.GetClassesForOccurrence(student_token, occurrence.id)
        assert outcome(answer) == OK
        assert [one.Inst_ID for one in answer.InstList] == [early.id, twin.id, late.id]

    def test_tells_when_and_where(self, api, student_token, world):
        occurrence = world.occurrence(programme_id=world.programme("Beer").id)
        location = world.location("MELB")
        world.class_session(
            occurrence, SEPTEMBER, room_code="R1", code="C1", description="Hops", location_id=location.id
        )
        (evening,) = api.GetClassesForOccurrence(student_token, occurrence.id).InstList
        assert (evening.Inst_Start, evening.Inst_Finish) == (SEPTEMBER, SEPTEMBER.replace(hour=21))
        assert (evening.Room_Code, evening.Inst_Code, evening.Loca_Code) == ("R1", "C1", "MELB")
        assert (evening.Prog_Name, evening.Inst_Desc, evening.OccurrenceId) == ("Beer", "Hops", occurrence.id)


class TestGetUnitsForOccurrence:
    def test_lists_the_units_by_code_and_marks_the_optional_ones(self, api, student_token, world):
        world.unit("BEER3", "Brewing", kind=1)
        occurrence = world.occurrence(units=["beer2", "BEER1"], optional_units=["BEER3"])
        answer = api.GetUnitsForOccurrence(student_token, occurrence.id)
        assert outcome(answer) == OK
        listed = [(one.Unit_Code, one.Unit_Type, one.Unit_Optional) for one in answer.UnitList]
        assert listed == [("BEER1", 0, 0), ("beer2", 0, 0), ("BEER3", 1, 1)]
        assert answer.UnitList[2].Unit_Name == "Brewing"


class TestGetPricingForOccurrence:
    def test_lists_all_prices_by_name_then_number_with_the_api_role(self, api, token, occurrence, price):
        full = price("full fee")
        hidden = price("Concession", web_published=False)
        answer = api.GetPricingForOccurrence(token, occurrence.id)
        assert outcome(answer) == OK
        assert [one.Enpr_ID for one in answer.PricList] == [hidden.id, full.id]

    def test_others_see_what_is_published_on_the_web(self, api, student_token, occurrence, price):
        full = price("Full Fee")
        price("Concession", web_published=False)
        assert [one.Enpr_ID for one in api.GetPricingForOccurrence(student_token, occurrence.id).PricList] == [full.id]

    def test_the_enrol_page_tells_what_the_web_may_choose_with_the_api_role_too(self, site, token, occurrence, price):
        shown, _ = price("Full Fee"), price("Concession", web_published=False)
        enrol = Api(site, "enrol")
        whole = enrol.GetOccurrenceExtendedDetails(token, occurrence.id).OccuExtended
        (found,) = enrol.SearchWebOccurrences(
            token, programmeId=occurrence.programme_id, returnOccurrenceLists=["Prices"], includeFull=True
        ).OccuExtendedList
        listed = [enrol.GetPricingForOccurrence(token, occurrence.id).PricList, whole.Prices, found.Prices]
        assert [[one.Enpr_ID for one in prices] for prices in listed] == [[shown.id]] * 3

    @pytest.mark.parametrize("product", ["complete", "integrate"])
    def test_other_pages_tell_all_prices_with_the_api_role(self, site, token, occurrence, price, product):
        made = {price("Full Fee").id, price("Concession", web_published=False).id}
        other = Api(site, product)
        whole = other.GetOccurrenceExtendedDetails(token, occurrence.id).OccuExtended
        assert {one.Enpr_ID for one in other.GetPricingForOccurrence(token, occurrence.id).PricList} == made
        assert {one.Enpr_ID for one in whole.Prices} == made

    def test_two_prices_of_one_item_come_by_number(self, api, token, occurrence, price, world):
        item = world.add(PriceItem(name="Full Fee"))
        first, second = (price("Full Fee", item=item) for _ in range(2))
        listed = api.GetPricingForOccurrence(token, occurrence.id).PricList
        assert [one.Enpr_ID for one in listed] == [first.id, second.id]

    def test_tells_the_amount_with_gst_and_surcharge_and_what_it_is_for(self, api, token, occurrence, price, world):
        unit = world.unit("BEER1", "Serve beer")
        item = world.add(PriceItem(name="Card", code="CARD", kind=1))
        made = price("Card", "112.20", item=item, surcharge_percentage=Decimal("2.00"), unit_id=unit.id)
        (told_price,) = api.GetPricingForOccurrence(token, occurrence.id).PricList
        assert (told_price.Enpr_ID, told_price.Pric_ID) == (made.id, item.id)
        assert (told_price.Pric_Name, told_price.Pric_Code, told_price.Pric_Type) == ("Card", "CARD", 1)
        amounts = (told_price.Enpr_Amount, told_price.Enpr_GST, told_price.SurchargePercentage)
        assert [str(amount) for amount in amounts] == ["112.20", "10.00", "2.00"]
        assert (told_price.Unit_Code, told_price.Unit_Name) == ("BEER1", "Serve beer")

    def test_a_price_for_the_whole_enrolment_names_no_unit(self, api, token, occurrence, price):
        price("Full Fee")
        (told_price,) = api.GetPricingForOccurrence(token, occurrence.id).PricList
        assert (told_price.Unit_Code, told_price.Unit_Name) == (None, None)


@pytest.mark.parametrize(
    ("operation", "member"),
    [
        ("GetClassesForOccurrence", "InstList"),
        ("GetUnitsForOccurrence", "UnitList"),
        ("GetPricingForOccurrence", "PricList"),
    ],
)
class TestAListOfAnOccurrence:
    def test_nothing_found_is_success(self, api, student_token, occurrence, operation, member):
        answer = getattr(api, operation)(student_token, occurrence.id)
        assert (outcome(answer), getattr(answer, member)) == (OK, [])

    def test_an_unknown_number_is_not_found(self, api, student_token, operation, member):
        answer = getattr(api, operation)(student_token, 4711)
        assert (outcome(answer), getattr(answer, member)) == (UNKNOWN, [])

    def test_an_enrolment_is_no_occurrence(self, api, student_token, occurrence, world, operation, member):
        enrolment = world.enrolment(world.client(), occurrence)
        assert outcome(getattr(api, operation)(student_token, enrolment.id)) == UNKNOWN


class TestGetOccurrenceExtendedDetails:
    def test_fills_the_occurrence_and_every_list(self, api, token, world):
        occurrence = world.occurrence(web_published=False, units=["BEER1"], prices=[("Full Fee", "100.00")], seats=5)
        evening = world.class_session(occurrence)
        world.trainer(occurrence, world.staff("Trainer", "Tess", code="TESS"))
        essay = world.add(Task(code="ESSAY", name="Essay", description="On hops"))
        world.add(OccurrenceTask(occurrence_id=occurrence.id, task_id=essay.id))
        answer = api.GetOccurrenceExtendedDetails(token, occurrence.id)
        assert outcome(answer) == OK
        whole = answer.OccuExtended
        assert (whole.OccurrenceDetail.ID, whole.OccurrenceDetail.Vacancies) == (occurrence.id, 5)
        assert [one.Inst_ID for one in whole.Classes] == [evening.id]
        assert [(one.Pric_Name, one.Enpr_Amount) for one in whole.Prices] == [("Full Fee", 100)]
        assert [one.Unit_Code for one in whole.Units] == ["BEER1"]
        assert [(one.Task_Code, one.Task_Name, one.Task_Desc) for one in whole.Tasks] == [("ESSAY", "Essay", "On hops")]
        (trainer,) = whole.Staff
        assert (trainer.Clie_Code, trainer.Clie_Given, trainer.Clie_Surname) == ("TESS", "Tess", "Trainer")
        assert (trainer.StaffType, trainer.PrimaryFlag) == ("Trainer", 0)

    def test_lists_without_items_are_there_and_empty(self, api, token, occurrence):
        whole = api.GetOccurrenceExtendedDetails(token, occurrence.id).OccuExtended
        assert [getattr(whole, name) for name in LISTS if name != "StudyReasons"] == [[]] * 5

    def test_study_reasons_are_those_to_choose_from(self, api, token, occurrence, world):
        world.add(StudyReason(name="To please my mother", code="99", active=False))
        listed = api.GetOccurrenceExtendedDetails(token, occurrence.id).OccuExtended.StudyReasons
        offered = api.GetStudyReasons(token).StudyReasonList
        assert [one.StudyReasonId for one in listed] == [one.StudyReasonId for one in offered]
        assert listed

    def test_the_lists_come_in_their_order(self, api, token, world):
        occurrence = world.occurrence(units=["B", "A"], prices=[("wine", "1.00"), ("Beer", "2.00")])
        late, early = (world.class_session(occurrence, SEPTEMBER.replace(day=day)) for day in (9, 2))
        for surname in ("Young", "adams"):
            world.trainer(occurrence, world.staff(surname))
        for code in ("T2", "T1"):
            task = world.add(Task(code=code, name="Task"))
            world.add(OccurrenceTask(occurrence_id=occurrence.id, task_id=task.id))
        whole = api.GetOccurrenceExtendedDetails(token, occurrence.id).OccuExtended
        assert [one.Inst_ID for one in whole.Classes] == [early.id, late.id]
        assert [one.Unit_Code for one in whole.Units] == ["A", "B"]
        assert [one.Pric_Name for one in whole.Prices] == ["Beer", "wine"]
        assert [one.Clie_Surname for one in whole.Staff] == ["adams", "Young"]
        assert [one.Task_Code for one in whole.Tasks] == ["T1", "T2"]

    def test_the_primary_staff_member_is_marked(self, api, token, occurrence, world):
        for surname in ("Adams", "Young"):
            world.change(world.trainer(occurrence, world.staff(surname)), is_primary=surname == "Young")
        listed = api.GetOccurrenceExtendedDetails(token, occurrence.id).OccuExtended.Staff
        assert [(one.Clie_Surname, one.PrimaryFlag) for one in listed] == [("Adams", 0), ("Young", 1)]

    def test_each_list_is_one_query(self, api, token, occurrence, runtime):
        with statements(runtime) as seen:
            api.GetOccurrenceExtendedDetails(token, occurrence.id)
        assert len(seen) == len(["token", "occurrence", *LISTS])

    def test_an_unknown_number_is_not_found_and_the_occurrence_absent(self, api, token):
        answer = api.GetOccurrenceExtendedDetails(token, 4711)
        assert (outcome(answer), answer.OccuExtended) == (UNKNOWN, None)


class TestWhoSeesAnOccurrence:
    @pytest.fixture(autouse=True)
    def call(self, api, world):
        self.hidden = world.occurrence(web_published=False)
        self.seen = lambda token, number=None: outcome(
            api.GetOccurrenceExtendedDetails(token, self.hidden.id if number is None else number)
        )

    def test_the_api_role_sees_every_one(self, token):
        assert self.seen(token) == OK

    def test_everyone_sees_what_is_published(self, student_token, occurrence):
        assert self.seen(student_token, occurrence.id) == OK

    def test_others_do_not_find_what_is_not_published(self, api, student_token):
        assert self.seen(student_token) == UNKNOWN
        assert api.GetOccurrenceExtendedDetails(student_token, self.hidden.id).OccuExtended is None

    def test_what_is_published_of_a_programme_that_is_not_active_is_not_on_the_web(self, student_token, world):
        programme = world.programme(active=False)
        closed = world.occurrence(web_published=True, programme_id=programme.id)
        assert self.seen(student_token, closed.id) == UNKNOWN

    @pytest.mark.parametrize("status", ["Active", "Completed", "Withdrawn"])
    def test_who_is_or_was_enrolled_sees_it(self, world, status):
        student = world.client()
        world.enrolment(student, self.hidden, status=status)
        assert self.seen(world.token(student)) == OK

    def test_being_enrolled_elsewhere_does_not_count(self, world, occurrence):
        student = world.client()
        world.enrolment(student, occurrence)
        assert self.seen(world.token(student)) == UNKNOWN

    def test_staff_with_a_role_on_it_sees_it(self, world):
        trainer, other = world.staff(), world.staff()
        world.trainer(self.hidden, trainer)
        assert (self.seen(world.token(trainer)), self.seen(world.token(other))) == (OK, UNKNOWN)

    def test_staff_with_a_role_on_one_of_its_classes_sees_it(self, world):
        trainer = world.staff()
        evening = world.class_session(self.hidden)
        world.add(ClassStaff(class_session_id=evening.id, client_id=trainer.id))
        assert self.seen(world.token(trainer)) == OK

    @pytest.mark.settings(employer_logins="on")
    def test_an_employer_sees_where_it_has_enrolments(self, world):
        employer, other = world.employer(), world.employer()
        world.enrolment(None, self.hidden, kind="M", employer_id=employer.id)
        assert self.seen(world.token(employer=employer)) == OK
        assert self.seen(world.token(employer=other)) == UNKNOWN

    def test_without_the_api_role_prices_are_those_published(self, api, student_token, occurrence, price):
        shown = price("Full Fee")
        price("Concession", web_published=False)
        whole = api.GetOccurrenceExtendedDetails(student_token, occurrence.id).OccuExtended
        assert [one.Enpr_ID for one in whole.Prices] == [shown.id]
