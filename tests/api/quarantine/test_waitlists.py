"""Area web_waitlists: people who wait for a programme's next occurrence. Their details: test_web_people_details."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import count_rows, done, quarantined, real_rows, vacancies, wait_for, waiter
from vettrak_api.model.quarantine import DELETED, PENDING, PROCESSED, STUDENT, WebClient, WebDecision, WebWaitlist
from vettrak_api.model.reference import ReferralSource

NOT_FOUND = (-4, "Web waitlist entry not found.")
NO_WAITLIST = (-1, "Programme does not take waitlist entries.")
BORN = datetime.datetime(1990, 5, 17)


@pytest.fixture
def programme(world):
    return world.programme(takes_waitlist=True)


class TestAddClientWebWaitlist:
    def test_keeps_what_the_site_tells(self, api, token, world, programme, clock):
        answer = api.AddClientWebWaitlist(token, programme.id, " Brewer ", " Bea ", " c1 ", BORN, " In spring ", 2)
        stored, person = world.get(WebWaitlist, done(answer)), waiter(world, answer.ID)
        assert (stored.programme_id, stored.state, stored.stamp) == (programme.id, PENDING, clock.now())
        assert (stored.description, stored.referral_source_id) == ("In spring", 2)
        assert (person.surname, person.given_name, person.code_hint) == ("Brewer", "Bea", "c1")
        assert (person.birth_date, person.kind, person.web_enrolment_id) == (BORN.date(), STUDENT, None)

    def test_takes_no_place_and_touches_no_real_record(self, api, token, world, programme):
        occurrence = world.occurrence(web_published=True, seats=1, programme_id=programme.id)
        before = real_rows(world)
        wait_for(api, token, programme)
        assert vacancies(api, token, occurrence) == 1
        assert real_rows(world) == before

    def test_is_a_new_one_with_every_call(self, api, token, programme):
        assert wait_for(api, token, programme) != wait_for(api, token, programme)

    @pytest.fixture
    def refused(self, api, token, world):
        def call(*arguments, **named):
            answer = api.AddClientWebWaitlist(token, *arguments, **named)
            assert (answer.ID, quarantined(world)) == (-1, [0, 0, 0, 0])
            return outcome(answer)

        return call

    def test_an_unknown_programme_is_not_found(self, refused):
        assert refused(4711, "Brewer") == (-4, "Programme not found.")

    def test_a_programme_without_waitlist_takes_nobody(self, refused, world):
        assert refused(world.programme().id, "Brewer") == NO_WAITLIST

    def test_an_inactive_programme_takes_nobody(self, refused, world):
        assert refused(world.programme(takes_waitlist=True, active=False).id, "Brewer") == NO_WAITLIST

    @pytest.mark.parametrize("surname", [None, "", " "])
    def test_a_surname_is_required(self, refused, programme, surname):
        assert refused(programme.id, surname, "Bea") == (-1, "Surname is required.")

    def test_an_unknown_referral_source_is_refused(self, refused, programme):
        assert refused(programme.id, "Brewer", referralId=99) == (-1, "Unknown referral source.")

    def test_a_referral_source_out_of_use_is_refused(self, refused, world, programme):
        gone = world.add(ReferralSource(name="Fax", active=False))
        assert refused(programme.id, "Brewer", referralId=gone.id) == (-1, "Unknown referral source.")

    @pytest.mark.parametrize(
        ("named", "longest"), [("surname", 50), ("givenName", 50), ("clientCode", 10), ("description", 2000)]
    )
    def test_texts_have_a_longest_length(self, refused, programme, named, longest):
        texts = {"surname": "Brewer"} | {named: "x" * (longest + 1)}
        assert refused(programme.id, **texts) == (-1, f"{named} is longer than {longest} characters.")

    def test_nobody_is_born_in_the_future(self, refused, programme):
        born = datetime.datetime(2026, 9, 11)
        assert refused(programme.id, "Brewer", dateOfBirth=born) == (-1, "Date of birth is not valid.")

    def test_arguments_are_judged_first(self, refused):
        assert refused(4711, "") == (-1, "Surname is required.")


class TestDeleteWebWaitlist:
    def test_removes_the_person_and_keeps_no_personal_data(self, api, token, world, programme):
        number = wait_for(api, token, programme, description="Secret", referralId=2)
        api.UpdateClientWebWaitlist(token, number, email="bea@beer.example")
        before = real_rows(world)
        assert outcome(api.DeleteWebWaitlist(token, number)) == OK
        stored = world.get(WebWaitlist, number)
        assert (stored.state, stored.description, stored.referral_source_id) == (DELETED, None, None)
        assert (count_rows(world, WebClient), real_rows(world)) == ([0], before)

    def test_that_it_was_there_stays_for_the_audit(self, api, world, programme, clock):
        site = world.staff(api_role=True)
        number = wait_for(api, world.token(site), programme)
        assert outcome(api.DeleteWebWaitlist(world.token(site), number)) == OK
        decision = world.one(select(WebDecision))
        assert (decision.action, decision.web_waitlist_id, decision.by) == ("delete", number, site.code)
        stored = world.get(WebWaitlist, number)
        assert (stored.closed_by, stored.closed_at) == (site.code, clock.now())

    def test_leaves_other_entries_alone(self, api, token, world, programme):
        kept = wait_for(api, token, programme)
        api.DeleteWebWaitlist(token, wait_for(api, token, programme))
        assert waiter(world, kept).surname == "Brewer"

    def test_an_unknown_one_is_not_found(self, api, token, programme):
        number = wait_for(api, token, programme)
        api.DeleteWebWaitlist(token, number)
        for missing in (4711, -1, number):
            assert outcome(api.DeleteWebWaitlist(token, missing)) == NOT_FOUND

    def test_one_that_was_processed_is_not_found(self, api, token, world, programme):
        number = wait_for(api, token, programme)
        with world.session() as session:
            session.get(WebWaitlist, number).state = PROCESSED
        assert outcome(api.DeleteWebWaitlist(token, number)) == NOT_FOUND
        assert waiter(world, number).surname == "Brewer"
