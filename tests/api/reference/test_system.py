"""Area system: handshakes, versions, deletions."""

import datetime

import pytest

from vettrak_api import __version__
from vettrak_api.database import migrations
from vettrak_api.model.changes import Deletion


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
    def deletions(self, world):
        hours = {"C2": 2, "C1": 1, "C0": 0}
        for identifier, hour in hours.items():
            world.add(Deletion(kind="CLIENT", identifier=identifier, at=self.NOON + datetime.timedelta(hours=hour)))
        world.add(Deletion(kind="CLIENT", identifier="C1", at=self.NOON + datetime.timedelta(hours=3)))
        world.add(Deletion(kind="EMPLOYER", identifier="E1", at=self.NOON + datetime.timedelta(hours=1)))

    def test_lists_one_kind_strictly_later_oldest_first_each_once(self, api, token):
        answer = api.GetDeletedRecordsSince(token, "client", self.NOON)
        assert (answer.Auth.Status, answer.TextList) == (1, ["C1", "C2"])

    def test_nothing_deleted_is_success(self, api, token):
        answer = api.GetDeletedRecordsSince(token, "PAYMENT", self.NOON)
        assert (answer.Auth.Status, answer.TextList) == (1, [])

    def test_other_kinds_are_unknown(self, api, token):
        answer = api.GetDeletedRecordsSince(token, "WEBCLIENT", self.NOON)
        assert (answer.Auth.Status, answer.Auth.StatusMessage) == (-1, "Unknown table name.")
