"""Two records of one person become one: what integrations see of it, what is kept, and what is refused."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.merging import Merging
from tests.support.outcomes import OK, outcome
from tests.support.web import book, web_client
from tests.support.world import PASSWORD
from vettrak_api.errors import Conflict, InvalidInput, NotFound
from vettrak_api.hosting.background import clean_personal
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import (
    Client,
    ClientDisability,
    ClientRelationship,
    ClientStatistics,
    Employment,
)
from vettrak_api.model.employers import EmployerContact
from vettrak_api.model.enrolments import ClassAttendance, Enrolment
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.quarantine import WebRelationship
from vettrak_api.model.reference import AttendanceType, RelationshipType
from vettrak_api.model.security import AccessToken, PasswordReset
from vettrak_api.rules.clients.codes import was_deleted
from vettrak_api.rules.merging.journal import merges_about
from vettrak_api.rules.undoing.undoing import undo_processing

GONE = (-4, "Client not found.")
BEFORE = datetime.datetime(2026, 9, 10, 11)
USI, OTHER_USI = "BNGH7C75FN", "3AW88YH9U5"


@pytest.fixture
def merging(world):
    return Merging(world)


@pytest.fixture
def pair(world):
    """Two records of one person: the one that stays, and the one that vanishes."""
    return world.client("Brewer", "Bea"), world.client("Brewer", "Beatrice")


def deleted(api, token):
    return api.GetDeletedRecordsSince(token, "CLIENT", BEFORE).TextList


class TestIntegrations:
    @pytest.fixture
    def course(self, world):
        return world.occurrence(units=["BEER1"])

    def test_the_code_is_told_as_deleted_and_is_nobodys_any_more(self, api, token, merging, pair):
        kept, other = pair
        merging.merge(kept, other)
        assert deleted(api, token) == [other.code]
        assert outcome(api.GetClientDetails(token, kept.code)) == OK

    @pytest.mark.parametrize(
        "call",
        [
            lambda api, token, code, _: api.GetClientDetails(token, code),
            lambda api, token, code, _: api.GetClientByCode(token, code),
            lambda api, token, code, _: api.GetEnrolmentsForClient(token, code),
            lambda api, token, code, _: api.GetAwardsForClient(token, code),
            lambda api, token, code, _: api.GetClientAVDetails(token, code),
            lambda api, token, code, _: api.GetContractsForClient(token, code),
            lambda api, token, code, _: api.GetEventsForClient(token, code),
            lambda api, token, code, _: api.GetAttendanceForClient(token, code),
            lambda api, token, code, _: api.UpdateClientDetails(token, {"Clie_Code": code, "Clie_Surname": "B"}),
            lambda api, token, code, course: api.AddLMSClientEnrolmentToOccurrence(token, code, course.id),
        ],
    )
    def test_operations_that_name_it_answer_that_there_is_nobody(self, api, token, merging, pair, course, call):
        other = pair[1]
        assert outcome(call(api, token, other.code, course))[0] != GONE[0]
        merging.merge(*pair)
        assert outcome(call(api, token, other.code, course))[0] == GONE[0]

    def test_the_code_is_never_given_again(self, world, merging, pair):
        merging.merge(*pair)
        with world.session() as session:
            assert was_deleted(session, Client, pair[1].code)

    def test_enrolments_keep_their_numbers_and_are_told_under_the_other_code(
        self, api, token, world, merging, pair, course
    ):
        kept, other = pair
        enrolment = world.enrolment(other, course, units=["BEER1"])
        merging.merge(kept, other)
        (told,) = api.GetLMSNewEnrolmentsForOccurrence(token, course.id).ClieEnroList
        assert (told.ID, told.Clie_Code) == (enrolment.id, kept.code)
        (own,) = api.GetEnrolmentsForClient(token, kept.code).ClieEnroList
        assert own.ID == told.ID

    def test_whoever_asks_for_changes_learns_of_what_moved_and_of_whom_it_is_now(self, world, merging, pair, course):
        kept, other = pair
        enrolment = world.enrolment(other, course)
        merging.merge(kept, other)
        told = world.all(select(Change).where(Change.by == merging.by).order_by(Change.id))
        written = {(change.table_name, change.record_id, change.action) for change in told}
        assert written >= {
            ("enrolment", enrolment.id, "update"),
            ("client", kept.id, "update"),
            ("client", other.id, "delete"),
        }
        assert world.fresh(enrolment).modified_by == merging.by


class TestLoggedIn:
    @pytest.fixture
    def pair(self, world):
        return world.client("Brewer", "Bea", password=PASSWORD), world.client("Brewer", "Beatrice", password=PASSWORD)

    def test_the_vanishing_one_is_logged_out_and_the_other_is_not(self, api, world, merging, pair):
        kept, other = pair
        stays, ends = world.token(kept), world.token(other)
        assert merging.preview(kept, other).log_ins == 1
        merging.merge(kept, other)
        assert outcome(api.GetClientDetails(ends, kept.code))[0] == -1
        assert outcome(api.GetClientDetails(stays, kept.code)) == OK
        assert world.all(select(AccessToken).where(AccessToken.client_id == other.id)) == []

    def test_a_link_for_a_password_ends(self, world, merging, pair):
        world.add(PasswordReset(digest="d" * 64, client_id=pair[1].id, created=1))
        merging.merge(*pair)
        assert world.all(select(PasswordReset)) == []

    def test_the_other_log_in_may_be_kept_and_then_the_first_one_ends(self, api, world, merging, pair):
        kept, other = pair
        ends = world.token(kept)
        merging.merge(kept, other, log_in="other")
        assert outcome(api.GetClientDetails(ends, kept.code))[0] == -1
        assert outcome(api.ValidateClient(other.username, PASSWORD))[0] == 1
        assert outcome(api.ValidateClient(kept.username, PASSWORD))[0] != 1

    def test_the_only_log_in_is_kept(self, world, merging, pair):
        kept, other = world.client(), pair[1]
        merging.merge(kept, other)
        assert world.fresh(kept).username == other.username


class TestValues:
    def test_blanks_are_filled_and_what_differs_stays_unless_somebody_chose(self, world, merging):
        kept = world.client("Brewer", "Bea", email="bea@example.com", mobile_phone="0400 000 001")
        other = world.client("Brewer", "Beatrice", email="b@example.com", mobile_phone="0400 000 002", usi=USI)
        merging.merge(kept, other, email="other")
        kept = world.fresh(kept)
        assert (kept.given_name, kept.email, kept.email_key) == ("Bea", "b@example.com", "b@example.com")
        assert (kept.mobile_phone, kept.usi) == ("0400 000 001", USI)

    def test_addresses_are_kept_whole(self, world, merging):
        kept = world.client(usual_street_name="High Street", usual_city="Kew")
        other = world.client(usual_street_name="Low Street", usual_postcode="3101")
        merging.merge(kept, other)
        kept = world.fresh(kept)
        assert (kept.usual_street_name, kept.usual_postcode) == ("High Street", None)

    def test_who_refused_advertising_once_is_not_sent_any(self, world, merging):
        kept, other = world.client(), world.client(marketing=False)
        merging.merge(kept, other)
        assert world.fresh(kept).marketing is False

    def test_statistics_are_filled_with_their_lists(self, world, merging, pair):
        kept, other = pair
        world.add(ClientStatistics(client_id=other.id, disability_flag="Y", language="1201"))
        world.add(ClientDisability(client_id=other.id, code="11"))
        merging.merge(kept, other)
        statistics = world.get(ClientStatistics, kept.id)
        assert (statistics.disability_flag, statistics.language) == ("Y", "1201")
        assert world.all(select(ClientDisability.code).where(ClientDisability.client_id == kept.id)) == ["11"]

    def test_choices_that_are_none_are_refused(self, merging, pair):
        with pytest.raises(InvalidInput):
            merging.merge(*pair, given_name="both")


class TestWhatOneHasOnce:
    def test_of_two_attendances_of_a_class_the_staying_ones_is_kept(self, world, merging, pair):
        kept, other = pair
        session = world.class_session(world.occurrence())
        kind = world.everything(select(AttendanceType.id))[0]
        values = {
            "class_session_id": session.id,
            "attendance_type_id": kind,
            "start": session.start,
            "finish": session.finish,
        }
        mine, _ = (world.add(ClassAttendance(client_id=client.id, **values)) for client in pair)
        assert [double.moving.one for double in merging.preview(kept, other).doubles] == ["attendance of a class"]
        merging.merge(kept, other)
        assert world.all(select(ClassAttendance.id).where(ClassAttendance.class_session_id == session.id)) == [mine.id]

    def test_of_two_contacts_of_an_employer_one_is_kept_and_is_what_either_was(self, world, merging, pair):
        kept, other = pair
        employer = world.employer()
        world.contact(employer, kept, active=False, is_primary=False)
        world.contact(employer, other, active=True, is_primary=True)
        merging.merge(kept, other)
        (contact,) = world.all(select(EmployerContact).where(EmployerContact.employer_id == employer.id))
        assert (contact.client_id, contact.active, contact.is_primary) == (kept.id, True, True)

    def test_one_employment_is_the_primary_one(self, world, merging, pair):
        kept, other = pair
        mine, theirs = (world.employment(client, world.employer()) for client in pair)
        merging.merge(kept, other)
        primary = {
            row.id: row.is_primary for row in world.all(select(Employment).where(Employment.client_id == kept.id))
        }
        assert primary == {mine.id: True, theirs.id: False}

    def test_nobody_is_related_to_themselves_nor_twice_to_another(self, world, merging, pair):
        kept, other = pair
        mother = world.client("Brewer", "Ann")
        kind = world.everything(select(RelationshipType.id))[0]

        def relate(one, to):
            ends = {"client_id": one.id, "to_client_id": to.id}
            return world.add(ClientRelationship(relationship_type_id=kind, **ends)).id

        stays = [relate(kept, mother), relate(mother, kept)]
        for one, to in ((other, mother), (mother, other), (kept, other), (other, kept)):
            relate(one, to)
        merging.merge(kept, other)
        assert world.all(select(ClientRelationship.id).order_by(ClientRelationship.id)) == stays


class TestRefused:
    def test_with_oneself(self, merging, pair):
        with pytest.raises(InvalidInput, match="same record"):
            merging.preview(pair[0], pair[0])
        with pytest.raises(InvalidInput, match="same record"):
            merging.merge(pair[0], pair[0], seen="any")

    def test_two_places_in_one_occurrence(self, world, merging, pair):
        course = world.occurrence()
        numbers = [world.enrolment(client, course).id for client in pair]
        for number in numbers:
            assert str(number) in merging.preview(*pair).obstacles[0]
        with pytest.raises(Conflict, match="a person takes one place"):
            merging.merge(*pair)
        assert world.fresh(pair[1]) is not None

    @pytest.mark.parametrize("free", ["Withdrawn", "Cancelled"])
    def test_but_both_numbers_stay_when_one_of_them_takes_none(self, world, merging, pair, free):
        kept, other = pair
        course = world.occurrence()
        numbers = [world.enrolment(kept, course).id, world.enrolment(other, course, status=free).id]
        merging.merge(kept, other)
        wanted = select(Enrolment.id).where(Enrolment.client_id == kept.id).order_by(Enrolment.id)
        assert world.all(wanted) == sorted(numbers)

    @pytest.mark.parametrize("kept_is_staff", [True, False])
    def test_staff(self, world, merging, kept_is_staff):
        pair = world.client(staff=kept_is_staff), world.client(staff=not kept_is_staff)
        with pytest.raises(Conflict, match="is a staff member"):
            merging.merge(*pair)

    def test_to_keep_somebody_who_is_not_active(self, world, merging):
        one, other = world.client(active=False), world.client()
        with pytest.raises(Conflict, match="is not active"):
            merging.merge(one, other)
        merging.merge(other, one)
        assert world.fresh(other).active

    def test_somebody_with_another_usi(self, world, merging):
        with pytest.raises(Conflict, match="different USIs"):
            merging.merge(world.client(usi=USI), world.client(usi=OTHER_USI))

    def test_what_was_changed_since_it_was_looked_at(self, world, merging, pair):
        kept, other = pair
        seen = merging.preview(kept, other).fingerprint
        world.enrolment(other, world.occurrence())
        with pytest.raises(Conflict, match="Nothing was merged"):
            merging.merge(kept, other, seen)
        assert world.all(select(ClientMerge)) == []

    def test_who_has_been_merged_meanwhile(self, merging, pair):
        seen = merging.preview(*pair).fingerprint
        merging.merge(*pair)
        with pytest.raises(NotFound):
            merging.merge(*pair, seen)


class TestUndoing:
    def test_the_code_lives_again_with_what_was_its_own(self, api, token, world, merging, pair):
        kept, other = pair
        enrolment = world.enrolment(other, world.occurrence())
        merging.undo(merging.merge(kept, other))
        assert deleted(api, token) in (None, [])
        assert outcome(api.GetClientDetails(token, other.code)) == OK
        assert world.fresh(enrolment).client_id == other.id

    def test_a_second_merge_is_told_again(self, api, token, merging, pair):
        merging.undo(merging.merge(*pair))
        merging.merge(*pair)
        assert deleted(api, token) == [pair[1].code]

    def test_values_lists_and_what_went_come_back(self, world, merging, pair):
        kept, other = pair
        kind = world.everything(select(RelationshipType.id))[0]
        between = {"client_id": kept.id, "to_client_id": other.id, "relationship_type_id": kind}
        related = world.add(ClientRelationship(**between)).id
        world.add(ClientDisability(client_id=other.id, code="11"))
        number = merging.merge(kept, other, given_name="other")
        assert world.fresh(kept).given_name == "Beatrice"
        merging.undo(number)
        assert world.fresh(kept).given_name == "Bea"
        assert world.all(select(ClientRelationship.id)) == [related]
        assert world.all(select(ClientDisability.client_id)) == [other.id]

    def test_what_came_since_stays_and_what_was_changed_since_stays_changed(self, world, merging, pair):
        kept, other = pair
        number = merging.merge(kept, other, given_name="other")
        new = world.enrolment(kept, world.occurrence())
        world.change(kept, given_name="Trixie")
        merging.undo(number)
        assert world.fresh(new).client_id == kept.id
        assert world.fresh(kept).given_name == "Trixie"

    def test_it_is_done_once(self, merging, pair):
        number = merging.merge(*pair)
        merging.undo(number)
        with pytest.raises(Conflict, match="undone already"):
            merging.undo(number)
        with pytest.raises(NotFound):
            merging.undo(number + 1)

    def test_an_enrolment_that_is_gone_stands_in_the_way(self, world, merging, pair):
        kept, other = pair
        enrolment = world.enrolment(other, world.occurrence())
        number = merging.merge(kept, other)
        with world.session() as session:
            session.delete(session.get(Enrolment, enrolment.id))
        with pytest.raises(Conflict, match=f"enrolment {enrolment.id} moved to {kept.code} and is gone"):
            merging.undo(number)
        assert world.fresh(other) is None

    def test_a_user_name_that_another_has_by_now_stands_in_the_way(self, world, merging, pair):
        kept, other = pair
        world.change(kept, username="bea")
        world.change(other, username="trixie")
        number = merging.merge(kept, other)
        holder = world.client(username="Trixie")
        with pytest.raises(Conflict, match=f"that of {holder.code} by now"):
            merging.undo(number)

    def test_merges_in_a_row_are_undone_the_last_one_first(self, world, merging, pair):
        kept, other = pair
        enrolment = world.enrolment(other, world.occurrence())
        third = world.client("Brewer", "B.")
        first, second = merging.merge(kept, other), merging.merge(third, kept)
        with pytest.raises(Conflict, match=f"{kept.code} was itself merged into {third.code}"):
            merging.undo(first)
        merging.undo(second)
        merging.undo(first)
        assert world.fresh(enrolment).client_id == other.id

    def test_what_was_forgotten_can_not_be_undone(self, world, runtime, clock, merging, pair):
        number = merging.merge(*pair)
        clock.advance(days=89)
        assert clean_personal(runtime) == 0
        clock.advance(days=2)
        assert clean_personal(runtime) == 1
        with pytest.raises(Conflict, match="too long ago"):
            merging.undo(number)

    def test_all_that_is_kept_of_a_person_is_found(self, world, merging, pair):
        number = merging.merge(*pair)
        with world.session() as session:
            assert [merges_about(session, client.id) for client in pair] == [[number], [number]]


class TestTheWeb:
    @pytest.fixture
    def course(self, world):
        return world.occurrence(web_published=True)

    def test_processing_is_not_undone_of_somebody_who_was_merged_since(
        self, api, token, world, merging, staff, process, course
    ):
        number = book(api, token, course)
        process(number)
        made = world.get(Client, web_client(world, number).client_id)
        kept = world.client("Brewer", "Bee")
        merge = merging.merge(kept, made)
        with pytest.raises(Conflict, match=f"{made.code} was merged into {kept.code}"):
            staff(undo_processing, number)
        merging.undo(merge)
        staff(undo_processing, number)
        assert world.fresh(made) is None

    def test_a_relationship_that_waits_finds_the_person_who_stays(
        self, api, token, world, merging, pair, process, course
    ):
        kept, other = pair
        number = book(api, token, course, "Young", "Yve")
        kind = world.everything(select(RelationshipType.id))[0]
        world.add(WebRelationship(web_enrolment_id=number, relationship_type_id=kind, to_code=other.code))
        merging.merge(kept, other)
        process(number)
        assert world.all(select(ClientRelationship.to_client_id)) == [kept.id]
