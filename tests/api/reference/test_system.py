"""Area system: handshakes, versions, deletions."""

import datetime

import pytest

from tests.support.changes import deletion, stamp_of
from vettrak_api import __version__
from vettrak_api.database import migrations

MINUTE = datetime.timedelta(minutes=1)


def test_the_api_handshake_needs_nothing(api):
    assert api.API_Handshake() == "You are connected to the API."


def test_the_database_handshake_proves_the_database(api):
    assert api.DB_Handshake() == "You are connected to the Database via the API."


@pytest.mark.settings(database_url="sqlite:////nonexistent/folder/x.db")
def test_the_database_handshake_tells_a_failure_in_words(api):
    assert api.DB_Handshake() == "The API is not connected to the Database."


@pytest.mark.settings(database_url="sqlite:////nonexistent/folder/x.db")
def test_without_a_database_a_call_answers_minus_three(api):
    answer = api.GetLMSNewOccurrences("some token")
    assert (answer.Auth.Status, answer.Auth.StatusMessage, answer.OccuList) == (-3, "Database error.", [])


def test_the_versions_come_in_parts(api, token):
    version = api.GetAPIVersion(token).APIVersion
    assert version.ApiVersion == f"{version.Major}.{version.Minor}.{version.Build}.{version.Revision}"
    assert version.ApiVersion.startswith(__version__)
    assert version.DatabaseVersion == migrations.newest_revision()


class TestGetDeletedRecordsSince:
    NOON = datetime.datetime(2026, 9, 1, 12)

    @pytest.fixture(autouse=True)
    def deletions(self, world, clock):
        hours = {"C2": 2, "C1": 1, "C0": 0}
        deleted = [("client", identifier, hour) for identifier, hour in hours.items()]
        for table, identifier, hour in [*deleted, ("client", "C1", 3), ("employer", "E1", 1)]:
            moment = self.NOON + datetime.timedelta(hours=hour)
            world.add(deletion(table, identifier, stamp_of(moment, clock.zone)))

    def test_lists_one_kind_oldest_first_each_once(self, api, token):
        answer = api.GetDeletedRecordsSince(token, "client", self.NOON + MINUTE)
        assert (answer.Auth.Status, answer.TextList) == (1, ["C1", "C2"])

    @pytest.mark.parametrize(("earlier", "told"), [(5, ["C0", "C1", "C2"]), (6, ["C1", "C2"])])
    def test_what_was_stamped_as_long_before_as_a_commit_may_take_is_told(self, api, token, earlier, told):
        answer = api.GetDeletedRecordsSince(token, "client", self.NOON + datetime.timedelta(seconds=earlier))
        assert answer.TextList == told

    def test_enrolments_and_occurrences_are_one_kind(self, api, token, world, clock):
        for table, number in (("enrolment", "11"), ("occurrence", "12"), ("enrolled_unit", "13")):
            world.add(deletion(table, number, clock.milliseconds()))
        assert api.GetDeletedRecordsSince(token, "Enrolment", self.NOON).TextList == ["11", "12"]

    def test_nothing_deleted_is_success(self, api, token):
        answer = api.GetDeletedRecordsSince(token, "PAYMENT", self.NOON)
        assert (answer.Auth.Status, answer.TextList) == (1, [])

    def test_other_kinds_are_unknown(self, api, token):
        answer = api.GetDeletedRecordsSince(token, "WEBCLIENT", self.NOON)
        assert (answer.Auth.Status, answer.Auth.StatusMessage) == (-1, "Unknown table name.")
