"""The database goes away under a running server and comes back: Status -3 meanwhile, and then as before."""

import pytest

from tests.support.databases import KINDS
from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.soap import Api
from tests.support.sockets import over_http, send
from tests.support.world import PASSWORD, World
from vettrak_api.database import migrations
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

pytestmark = pytest.mark.database

TROUBLE = (-3, "Database error.")


@pytest.fixture(scope="module", params=["postgresql", "mariadb", "mariadb-odbc"])
def databases(request):
    """Start a database server that can be stopped."""
    server = KINDS[request.param]()
    yield server
    server.close()


@pytest.fixture
def url(databases):
    """Make a database with its tables and one log-in."""
    url = databases.create()
    server = build_runtime(Settings(database_url=url, argon2_memory_kib=8, argon2_passes=1))
    migrations.upgrade(server.database)
    with server.database.writing() as session:
        load_reference_data(session)
    world = World(server)
    world.staff(api_role=True, username="integration", password_hash=server.passwords.hash(PASSWORD))
    server.database.close()
    return url


def told(answer):
    return answer.Status, answer.StatusMessage


def test_the_server_works_again_when_the_database_is_back(databases, url):
    with serving(url, **CHEAP_PASSWORDS) as server:
        api = Api(over_http(server))
        token = api.ValidateClient("integration", PASSWORD).Token
        assert api.GetLMSNewOccurrences(token).Auth.Status == 1
        databases.stop()
        assert told(api.GetLMSNewOccurrences(token).Auth) == TROUBLE
        assert told(api.AddClientAfterCheck(token, "Lost", "Call", "1990-02-28").Auth) == TROUBLE
        assert told(api.ValidateClient("integration", PASSWORD)) == TROUBLE
        assert api.API_Handshake() == "You are connected to the API."
        assert api.DB_Handshake() == "The API is not connected to the Database."
        databases.start()
        assert api.GetLMSNewOccurrences(token).Auth.Status == 1
        assert api.ValidateClient("integration", PASSWORD).Status == 1
        assert api.DB_Handshake() == "You are connected to the Database via the API."
        assert api.AddClientAfterCheck(token, "Kept", "Call", "1990-02-28").Auth.Status == 1
        assert "integration" not in server.log()


def test_a_server_that_starts_before_its_database_works_as_soon_as_that_is_there(databases, url):
    databases.stop()
    with serving(url, **CHEAP_PASSWORDS) as server:
        api = Api(over_http(server))
        assert told(api.ValidateClient("integration", PASSWORD)) == TROUBLE
        assert send(server, "/ready", None, method="GET").status == 503
        databases.start()
        assert api.ValidateClient("integration", PASSWORD).Status == 1
        assert send(server, "/ready", None, method="GET").status == 200
        assert "the database can be used" in server.log()
        assert "Traceback" not in server.log()


def test_many_callers_get_their_answer_while_the_database_is_away(databases, url):
    with serving(url, **CHEAP_PASSWORDS) as server:
        api = Api(over_http(server))
        token = api.ValidateClient("integration", PASSWORD).Token
        databases.stop()
        try:
            assert [told(api.GetLMSNewOccurrences(token).Auth) for _ in range(30)] == [TROUBLE] * 30
        finally:
            databases.start()
        assert [api.GetLMSNewOccurrences(token).Auth.Status for _ in range(30)] == [1] * 30
