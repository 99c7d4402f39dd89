"""Area lms: enrolments on their way to the LMS, and those that the LMS has made."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from vettrak_api.model.enrolments import Enrolment

FREE = ["Withdrawn", "Cancelled", "Pre-Reporting Withdrawal"]


class TestGetLMSNewEnrolmentsForOccurrence:
    @pytest.fixture
    def occurrence(self, world):
        return world.occurrence()

    @pytest.fixture
    def new(self, api, token, occurrence):
        def call():
            answer = api.GetLMSNewEnrolmentsForOccurrence(token, occurrence.id)
            assert outcome(answer) == OK
            return [enrolment.ID for enrolment in answer.ClieEnroList]

        return call

    def test_lists_what_the_lms_does_not_have(self, world, occurrence, new):
        waiting = world.enrolment(world.client(), occurrence, lms_status=0)
        never_told = world.change(world.enrolment(world.client(), occurrence), lms_status=None)
        world.enrolment(world.client(), occurrence, lms_status=1)
        assert new() == [waiting.id, never_told.id]

    def test_the_enrolments_own_publish_flag_counts(self, world, occurrence, new):
        world.enrolment(world.client(), occurrence, lms_publish=0)
        assert new() == []

    def test_employees_are_among_them_and_employers_are_not(self, world, occurrence, new):
        employer = world.enrolment(world.client(), occurrence, kind="M", employer_id=world.employer().id)
        employee = world.enrolment(world.client(), occurrence, kind="E", parent_id=employer.id)
        assert new() == [employee.id]

    @pytest.mark.parametrize("status", FREE)
    def test_every_status_comes_and_says_what_it_is(self, api, token, world, occurrence, status):
        world.enrolment(world.client(), occurrence, status=status)
        (enrolment,) = api.GetLMSNewEnrolmentsForOccurrence(token, occurrence.id).ClieEnroList
        assert (enrolment.Status, enrolment.StatusType in {2, 3, 9}) == (status, True)

    def test_who_refuses_publication_is_among_them(self, world, occurrence, new):
        private = world.enrolment(world.client(web_publish=False), occurrence)
        assert new() == [private.id]

    def test_other_occurrences_are_not(self, world, new):
        world.enrolment(world.client(), world.occurrence())
        assert new() == []

    def test_comes_by_surname_given_name_and_number(self, world, occurrence, new):
        last = world.enrolment(world.client("smith", "Zoe"), occurrence)
        middle = world.enrolment(world.client("Smith", "Adam"), occurrence)
        twin = world.enrolment(world.client("SMITH", "adam"), occurrence)
        first = world.enrolment(world.client("Ångström", "Zoe"), occurrence)
        assert new() == [first.id, middle.id, twin.id, last.id]

    def test_tells_who_it_is(self, api, token, world, occurrence):
        world.enrolment(world.client("Smith", "John", code="JSMITH"), occurrence)
        (enrolment,) = api.GetLMSNewEnrolmentsForOccurrence(token, occurrence.id).ClieEnroList
        assert (enrolment.Clie_Code, enrolment.GivenName, enrolment.Surname) == ("JSMITH", "John", "Smith")

    def test_the_status_takes_an_enrolment_off_the_list_and_puts_it_back(self, api, token, world, occurrence, new):
        enrolment = world.enrolment(world.client(), occurrence)
        assert outcome(api.UpdateLMSEnrolmentStatus(token, enrolment.id, 1)) == OK
        assert new() == []
        assert outcome(api.UpdateLMSEnrolmentStatus(token, enrolment.id, 0)) == OK
        assert new() == [enrolment.id]

    def test_an_unknown_number_is_not_found(self, api, token):
        answer = api.GetLMSNewEnrolmentsForOccurrence(token, 4711)
        assert (outcome(answer), answer.ClieEnroList) == ((-4, "Occurrence not found."), [])

    def test_other_occurrences_are_refused(self, api, token, world):
        answer = api.GetLMSNewEnrolmentsForOccurrence(token, world.occurrence(lms=False).id)
        assert (outcome(answer), answer.ClieEnroList) == ((-1, "Occurrence is not an LMS occurrence."), [])


class TestUpdateLMSEnrolmentStatus:
    @pytest.mark.parametrize("before", [0, 1])
    @pytest.mark.parametrize("after", [0, 1])
    def test_sets_the_status_whatever_it_was(self, api, token, world, before, after):
        enrolment = world.enrolment(world.client(), world.occurrence(), lms_status=before)
        assert outcome(api.UpdateLMSEnrolmentStatus(token, enrolment.id, after)) == OK
        assert world.fresh(enrolment).lms_status == after

    def test_the_occurrences_flag_decides_not_the_enrolments(self, api, token, world):
        enrolment = world.enrolment(world.client(), world.occurrence(), lms_publish=0)
        assert outcome(api.UpdateLMSEnrolmentStatus(token, enrolment.id, 1)) == OK
        stranger = world.enrolment(world.client(), world.occurrence(lms=False), lms_publish=1)
        refused = (-1, "Enrolment is not in an LMS occurrence.")
        assert outcome(api.UpdateLMSEnrolmentStatus(token, stranger.id, 1)) == refused

    def test_an_enrolment_without_occurrence_is_refused(self, api, token, world):
        enrolment = world.enrolment(world.client())
        refused = (-1, "Enrolment is not in an LMS occurrence.")
        assert outcome(api.UpdateLMSEnrolmentStatus(token, enrolment.id, 1)) == refused

    def test_an_unknown_number_is_not_found(self, api, token):
        assert outcome(api.UpdateLMSEnrolmentStatus(token, 4711, 1)) == (-4, "Enrolment not found.")

    def test_an_employers_enrolment_is_no_client_enrolment(self, api, token, world):
        enrolment = world.enrolment(None, world.occurrence(), kind="M", employer_id=world.employer().id)
        assert outcome(api.UpdateLMSEnrolmentStatus(token, enrolment.id, 1)) == (-4, "Enrolment not found.")

    @pytest.mark.parametrize("status", [-1, 2])
    def test_the_status_is_0_or_1_which_is_judged_before_the_enrolment(self, api, token, status):
        assert outcome(api.UpdateLMSEnrolmentStatus(token, 4711, status)) == (-1, "LMS status must be 0 or 1.")


class TestAddLMSClientEnrolmentToOccurrence:
    """What is copied from the occurrence: test_lms_enrolment_copies.py."""

    @pytest.fixture
    def client(self, world):
        return world.client("Smith", "John", code="JSMITH")

    @pytest.fixture
    def refused(self, api, token, world):
        def call(*arguments):
            """Return how the call was refused; nothing may be written then."""
            before = world.all(select(Enrolment.id))
            answer = api.AddLMSClientEnrolmentToOccurrence(token, *arguments)
            assert world.all(select(Enrolment.id)) == before
            assert answer.ClieEnro is None
            return outcome(answer)

        return call

    def test_answers_with_the_new_enrolment(self, api, token, world, client):
        occurrence = world.occurrence(code="BEER-SEP")
        answer = api.AddLMSClientEnrolmentToOccurrence(token, "jsmith", occurrence.id)
        assert outcome(answer) == OK
        made = world.one(select(Enrolment.id))
        assert (answer.ClieEnro.ID, answer.ClieEnro.Clie_Code) == (made, "JSMITH")
        assert (answer.ClieEnro.Code, answer.ClieEnro.Surname) == ("BEER-SEP", "Smith")
        assert occurrence.id not in world.all(select(Enrolment.id))

    def test_the_lms_does_not_get_it_back_as_new(self, api, token, world, client):
        occurrence = world.occurrence()
        made = api.AddLMSClientEnrolmentToOccurrence(token, client.code, occurrence.id).ClieEnro
        assert api.GetLMSNewEnrolmentsForOccurrence(token, occurrence.id).ClieEnroList == []
        api.UpdateLMSEnrolmentStatus(token, made.ID, 0)
        (again,) = api.GetLMSNewEnrolmentsForOccurrence(token, occurrence.id).ClieEnroList
        assert again.ID == made.ID

    def test_neither_vacancies_nor_the_web_play_a_part(self, api, token, world, client):
        occurrence = world.occurrence(seats=0, web_published=False)
        assert outcome(api.AddLMSClientEnrolmentToOccurrence(token, client.code, occurrence.id)) == OK

    def test_reason_description_and_referral_are_kept(self, api, token, world, client):
        occurrence = world.occurrence()
        made = api.AddLMSClientEnrolmentToOccurrence(token, client.code, occurrence.id, 3, " Came early ", 2)
        assert made.ClieEnro.Description == "Came early"
        enrolment = world.get(Enrolment, made.ClieEnro.ID)
        assert (enrolment.study_reason_id, enrolment.referral_source_id) == (3, 2)

    def test_0_stands_for_no_reason_and_no_referral(self, api, token, world, client):
        made = api.AddLMSClientEnrolmentToOccurrence(token, client.code, world.occurrence().id, 0, "", 0)
        enrolment = world.get(Enrolment, made.ClieEnro.ID)
        assert (enrolment.study_reason_id, enrolment.referral_source_id) == (None, None)
        assert enrolment.description is None

    def test_the_writer_is_recorded(self, api, world, client):
        staff = world.staff(api_role=True, code="TESS")
        made = api.AddLMSClientEnrolmentToOccurrence(world.token(staff), client.code, world.occurrence().id)
        enrolment = world.get(Enrolment, made.ClieEnro.ID)
        assert (enrolment.created_by, enrolment.modified_by) == ("TESS", "TESS")
        assert enrolment.created_at == datetime.datetime(2026, 9, 10, 12)

    def test_a_second_enrolment_of_the_same_client_is_refused(self, refused, world, client):
        occurrence = world.occurrence()
        world.enrolment(client, occurrence)
        assert refused(client.code, occurrence.id) == (-1, "Client is already enrolled in this occurrence.")

    @pytest.mark.parametrize("status", ["Completed", "Suspended"])
    def test_one_that_is_completed_or_suspended_stands_in_the_way_too(self, refused, world, client, status):
        occurrence = world.occurrence()
        world.enrolment(client, occurrence, status=status)
        assert refused(client.code, occurrence.id) == (-1, "Client is already enrolled in this occurrence.")

    @pytest.mark.parametrize("status", FREE)
    def test_one_that_is_withdrawn_or_cancelled_does_not(self, api, token, world, client, status):
        occurrence = world.occurrence()
        world.enrolment(client, occurrence, status=status)
        assert outcome(api.AddLMSClientEnrolmentToOccurrence(token, client.code, occurrence.id)) == OK

    def test_an_unknown_client_is_not_found_and_never_made(self, refused, world):
        assert refused("NOBODY", world.occurrence().id) == (-4, "Client not found.")

    def test_a_missing_code_is_an_unknown_client(self, refused, world):
        assert refused(None, world.occurrence().id) == (-4, "Client not found.")

    def test_an_unknown_occurrence_is_not_found(self, refused, client):
        assert refused(client.code, 4711) == (-4, "Occurrence not found.")

    def test_other_occurrences_are_refused(self, refused, world, client):
        occurrence = world.occurrence(lms=False)
        assert refused(client.code, occurrence.id) == (-1, "Occurrence is not an LMS occurrence.")

    @pytest.mark.parametrize("reason", [-1, 4711])
    def test_an_unknown_study_reason_is_refused(self, refused, world, client, reason):
        assert refused(client.code, world.occurrence().id, reason) == (-1, "Unknown study reason.")

    @pytest.mark.parametrize("referral", [-1, 4711])
    def test_an_unknown_referral_source_is_refused(self, refused, world, client, referral):
        refusal = (-1, "Unknown referral source.")
        assert refused(client.code, world.occurrence().id, None, None, referral) == refusal

    def test_a_description_that_would_not_fit_is_refused(self, refused, world, client):
        refusal = (-1, "description is longer than 2000 characters.")
        assert refused(client.code, world.occurrence().id, None, "x" * 2001) == refusal

    def test_an_emoji_takes_the_room_of_two_characters_as_on_sql_server(self, refused, world, client):
        refusal = (-1, "description is longer than 2000 characters.")
        assert refused(client.code, world.occurrence().id, None, "é" * 1999 + "🎓") == refusal
        assert refused(client.code, 4711, None, "é" * 1998 + "🎓") == (-4, "Occurrence not found.")

    def test_arguments_are_judged_in_order_and_before_records(self, refused):
        assert refused("NOBODY", 4711, 99, "x" * 2001, 99) == (-1, "Unknown study reason.")
        assert refused("NOBODY", 4711, 0, "x", 99) == (-1, "Unknown referral source.")
        assert refused("NOBODY", 4711) == (-4, "Client not found.")
