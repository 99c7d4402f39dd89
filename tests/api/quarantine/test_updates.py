"""Area web_enrolments: UpdateWebEnrolment and GetWebEnrolmentsSince."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.counting import statements
from tests.support.outcomes import OK, outcome
from tests.support.web import (
    book,
    book_employer,
    loose_employer,
    real_rows,
    reserve,
    reserve_employer,
    web_enrolment,
)
from vettrak_api.model.quarantine import PENDING, PROCESSED, REJECTED, WebEnrolment
from vettrak_api.model.reference import ReferenceCode, State

NOT_FOUND = (-4, "Web enrolment not found.")
NOON = datetime.datetime(2026, 9, 10, 12)


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def settle(world):
    """Let a web enrolment be what processing leaves."""

    def call(number, state=PROCESSED):
        with world.session() as session:
            session.get(WebEnrolment, number).state = state

    return call


class TestUpdateWebEnrolment:
    @pytest.fixture
    def cohorts(self, world):
        for code in ("AA", "BB", "CC", "DD"):
            world.add(ReferenceCode(list_name="VIC_COHORT", code=code, name=f"Cohort {code}"))

    @pytest.fixture
    def in_victoria(self, world, cohorts):
        state = world.one(select(State).where(State.code == "02"))
        return world.occurrence(web_published=True, location_id=world.location(state_id=state.id).id)

    def test_replaces_what_is_stored(self, api, token, world, occurrence):
        number = book(api, token, occurrence, sDescription="Old", referralId=2)
        assert outcome(api.UpdateWebEnrolment(token, number, " New ", 3, " V1 ")) == OK
        stored = web_enrolment(world, number)
        assert (stored.description, stored.study_reason_id, stored.registration_id) == ("New", 3, "V1")
        assert stored.referral_source_id == 2

    def test_what_is_missing_is_emptied(self, api, token, world, in_victoria):
        number = book(api, token, in_victoria)
        api.UpdateWebEnrolment(token, number, "Text", 3, "V1", ["AA"])
        assert outcome(api.UpdateWebEnrolment(token, number, studyReasonId=0)) == OK
        stored = web_enrolment(world, number)
        assert (stored.description, stored.study_reason_id, stored.registration_id) == (None, None, None)
        assert stored.cohort_codes == []

    def test_works_for_reservations_and_employers_too(self, api, token, world, occurrence):
        for number in (
            reserve(api, token, occurrence),
            book_employer(api, token, occurrence),
            reserve_employer(api, token, occurrence),
        ):
            assert outcome(api.UpdateWebEnrolment(token, number, "Text")) == OK
            assert web_enrolment(world, number).description == "Text"

    def test_cohort_codes_are_kept_once_each_as_the_list_spells_them(self, api, token, world, in_victoria):
        number = book(api, token, in_victoria)
        assert outcome(api.UpdateWebEnrolment(token, number, vicCohortCodes=["bb", " AA ", "BB", "CC"])) == OK
        assert web_enrolment(world, number).cohort_codes == ["BB", "AA", "CC"]

    @pytest.mark.parametrize("codes", [["@@"], ["AA", "@@", "ZZ", "BB", "CC", "DD"]])
    def test_not_stated_overrides_all_others(self, api, token, world, in_victoria, codes):
        number = book(api, token, in_victoria)
        assert outcome(api.UpdateWebEnrolment(token, number, vicCohortCodes=codes)) == OK
        assert web_enrolment(world, number).cohort_codes == ["@@"]

    def test_cohort_codes_are_ignored_outside_victoria(self, api, token, world, occurrence, cohorts):
        state = world.one(select(State).where(State.short_name == "NSW"))
        elsewhere = world.occurrence(web_published=True, location_id=world.location(state_id=state.id).id)
        for offer in (elsewhere, occurrence):
            number = book(api, token, offer)
            assert outcome(api.UpdateWebEnrolment(token, number, vicCohortCodes=["AA", "ZZ", "Y", "X", "W"])) == OK
            assert web_enrolment(world, number).cohort_codes == []

    def test_a_cohort_code_that_is_no_longer_offered_is_refused(self, api, token, world, in_victoria):
        world.retire_code("VIC_COHORT", "BB")
        answer = api.UpdateWebEnrolment(token, book(api, token, in_victoria), vicCohortCodes=["AA", "BB"])
        assert outcome(answer) == (-1, "Unknown cohort code.")

    def test_more_than_three_cohort_codes_are_refused(self, api, token, world, in_victoria):
        number = book(api, token, in_victoria, sDescription="Old")
        answer = api.UpdateWebEnrolment(token, number, "New", vicCohortCodes=["AA", "BB", "CC", "DD"])
        assert outcome(answer) == (-1, "At most 3 cohort codes.")
        assert web_enrolment(world, number).description == "Old"

    @pytest.mark.parametrize("code", ["ZZ", ""])
    def test_an_unknown_cohort_code_is_refused(self, api, token, in_victoria, code):
        number = book(api, token, in_victoria)
        assert outcome(api.UpdateWebEnrolment(token, number, vicCohortCodes=["AA", code])) == (
            -1,
            "Unknown cohort code.",
        )

    def test_an_unknown_study_reason_is_refused(self, api, token, occurrence):
        number = book(api, token, occurrence)
        assert outcome(api.UpdateWebEnrolment(token, number, None, 99)) == (-1, "Unknown study reason.")

    def test_texts_have_a_longest_length(self, api, token, occurrence):
        number = book(api, token, occurrence)
        too_long = (-1, "description is longer than 2000 characters.")
        assert outcome(api.UpdateWebEnrolment(token, number, "x" * 2001)) == too_long
        too_long = (-1, "vetEnrolRegistrationId is longer than 50 characters.")
        assert outcome(api.UpdateWebEnrolment(token, number, None, None, "x" * 51)) == too_long

    def test_an_unknown_one_is_not_found(self, api, token):
        assert outcome(api.UpdateWebEnrolment(token, 4711, "Text")) == NOT_FOUND

    @pytest.mark.parametrize("state", [PROCESSED, REJECTED])
    def test_one_that_was_settled_is_not_found(self, api, token, occurrence, settle, state):
        number = book(api, token, occurrence)
        settle(number, state)
        assert outcome(api.UpdateWebEnrolment(token, number, "Text")) == NOT_FOUND

    def test_leaves_real_records_alone(self, api, token, world, occurrence):
        number, before = book(api, token, occurrence), real_rows(world)
        api.UpdateWebEnrolment(token, number, "Text", 3)
        assert real_rows(world) == before


class TestGetWebEnrolmentsSince:
    @pytest.fixture
    def since(self, api, token):
        def call(moment=NOON - datetime.timedelta(days=1)):
            answer = api.GetWebEnrolmentsSince(token, moment)
            assert outcome(answer) == OK
            return answer.WebeList

        return call

    def test_none_is_an_empty_list(self, since):
        assert since() == []

    def test_without_a_moment_all_that_wait_are_listed(self, api, token, world, occurrence, since):
        number = book(api, token, occurrence)
        waiting = world.everything(select(WebEnrolment.id).where(WebEnrolment.state == PENDING))
        assert sorted(found.Webe_ID for found in since(None)) == sorted(waiting)
        assert len(waiting) > len([number])

    def test_tells_all_of_a_booking(self, api, token, world, occurrence, since):
        number = book(api, token, occurrence, sDescription="By bus", referralId=2)
        payer = loose_employer(api, token)
        api.UpdateWebEnrolment(token, number, "By car", 3, "V1")
        api.AddWebInvoice(token, number, "PO1", payer, 1)
        api.AddWebPayment(token, number, "O1", "R1", Decimal("55.50"))
        api.AddWebPaymentPlan(token, number, 2, Decimal("20.00"))
        (found,) = since()
        assert vars(found) == {
            "Webe_ID": number,
            "Occu_ID": occurrence.id,
            "Stamp": NOON,
            "Payment_Order": "O1",
            "Receipt": "R1",
            "Amount": Decimal("0.00"),
            "AmountPaid": Decimal("55.50"),
            "MakeInvoice": 1,
            "Purchase_Order": "PO1",
            "Webe_Type": 0,
            "Desc": "By car",
            "ReferralId": 2,
            "InvoiceeWebEmployerId": payer,
            "CombineInvoice": 1,
            "StudyReasonId": 3,
            "PaymentPlanProvider": None,
            "PaymentPlanFrequency": 2,
            "PaymentPlanInstalmentAmount": Decimal("20.00"),
            "VetEnrolRegistrationId": "V1",
            "VicCohortCodes": [],
        }

    def test_a_fresh_one_has_no_amounts(self, api, token, occurrence, since):
        book_employer(api, token, occurrence)
        (found,) = since()
        assert (found.Amount, found.AmountPaid, found.MakeInvoice, found.CombineInvoice) == (0, 0, 0, 0)
        assert (found.Webe_Type, found.Payment_Order, found.PaymentPlanFrequency) == (1, None, None)

    def test_lists_both_kinds_and_reservations_by_stamp_and_number(self, api, token, occurrence, since, clock, world):
        first = book(api, token, occurrence)
        second = reserve_employer(api, token, occurrence)
        clock.advance(minutes=5)
        third = book_employer(api, token, occurrence)
        with world.session() as session:
            session.get(WebEnrolment, second).stamp = NOON - datetime.timedelta(hours=1)
        assert [found.Webe_ID for found in since()] == [second, first, third]

    def test_means_later_than_the_moment_less_the_time_that_a_commit_may_take(
        self, api, token, occurrence, since, clock
    ):
        early = book(api, token, occurrence)
        clock.advance(seconds=1)
        late = book(api, token, occurrence)
        for seconds, told in ((-1, [early, late]), (5, [early, late]), (6, [late]), (7, [])):
            assert [found.Webe_ID for found in since(NOON + datetime.timedelta(seconds=seconds))] == told

    def test_leaves_out_what_was_settled(self, api, token, occurrence, since, settle):
        settle(book(api, token, occurrence))
        settle(book(api, token, occurrence), REJECTED)
        api.DeleteWebEnrolment(token, book(api, token, occurrence))
        assert since() == []

    def test_asks_the_database_once(self, api, token, occurrence, since, runtime):
        for _ in range(3):
            book(api, token, occurrence)
        since()
        with statements(runtime) as seen:
            assert len(since()) == 3
        assert len([statement for statement in seen if "web_enrolment" in statement]) == 1
