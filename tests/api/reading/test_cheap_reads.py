"""What a call of an operation that only reads may cost: constants executed on one connection, and nothing besides.

SQL that is put together anew costs more than executing it, so no statement is built while a call runs; a session of
the ORM and a transaction, too, cost as much as a statement. And no list costs more statements because it is longer.
"""

import shutil

import pytest
from sqlalchemy import select

from tests.conftest import CHEAP, SetClock
from tests.support.counting import cost
from tests.support.growth import Growth
from tests.support.reading import OPERATIONS, examples, longest_list, reading_operations
from tests.support.soap import Api
from tests.support.world import PASSWORD, World
from vettrak_api.app import Site
from vettrak_api.model.clients import Client
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

READING = reading_operations()
FEW, MANY = 10, 1_000

EXCEPTIONS = {
    "DB_Handshake": ({"begun"}, "it tries the database itself, as nobody's call"),
    "ValidateClient": ({"begun"}, "it writes the token"),
    "ValidateUser": ({"begun"}, "it writes the token"),
    "ValidateEmployer": ({"begun"}, "it writes the token"),
}
"""What may cost more, of which kind, and why."""

NOTHING_TO_LIST = {
    "GetAccessibleDivisionsTree": "one tree holds them all",
    "GetAdditionalDataEntityNames": "the entities are the catalogue's",
    "GetAdditionalDataFieldsForEntity": "the fields are the catalogue's",
    "GetANZSICList": "a national list",
    "GetBookingDetails": "its only list is of the four modes of delivery",
    "GetClientAVDetails": "its lists are of national codes, each at most once",
    "GetCountryList": "a national list",
    "GetDisabiltyList": "a national list",
    "GetEmploymentCategoryList": "a national list",
    "GetLanguageList": "a national list",
    "GetPriorEducationList": "a national list",
    "GetPriorEducationRecognitionList": "a national list",
    "GetQualificationStateDetails": "each state has its figures once",
    "GetResultTypes": "processing knows each of them",
    "GetStudyReasons": "SearchWebOccurrences would repeat them all for each occurrence",
    "GetStateList": "a national list",
    "GetUnitStateDetails": "each state has its figures once",
    "GetVicCommencingProgramCohortList": "a national list",
    "QueryAdditionalData": "it is asked for one surname, which one client has",
}
"""Lists that do not grow here, and why."""


class Stage:
    """A server on a world of one size."""

    def __init__(self, path, size):
        clock = SetClock()
        settings = Settings(database_url=f"sqlite:///{path}", employer_logins="on", **CHEAP)
        self.runtime = build_runtime(settings, clock)
        self.api = Api(Site(self.runtime))
        self.world = world = World(self.runtime)
        self.growth = grown = Growth(world, size)
        self.tokens = {
            "role": world.token(),
            "client": world.token(grown.client),
            "trainer": world.token(grown.trainer),
            "employer": world.token(employer=grown.employer),
        }
        with self.runtime.database.reading() as session:
            self.examples = examples(session, clock.now())

    def call(self, name, caller="role"):
        """Call an operation with arguments that find most."""
        given = self.examples.arguments(name, self.tokens[caller])
        if "sUsername" in (parameter.name for parameter in OPERATIONS[name].params):
            owner = self.growth.employer if name == "ValidateEmployer" else self.growth.client
            given |= {"sUsername": owner.username, "sPassword": PASSWORD}
        return getattr(self.api, name)(**given)

    def spent(self, name, caller="role"):
        """Return the answer to a third call, and what it cost; the first two prepare its statements."""
        for _ in range(2):
            self.call(name, caller)
        with cost(self.runtime) as spent:
            answer = self.call(name, caller)
        return answer, spent


@pytest.fixture(scope="module")
def stages(template, tmp_path_factory):
    """Build a world of a size when it is asked for, once per process; tests only read it."""
    folder, built = tmp_path_factory.mktemp("cheap"), {}

    def stage(size):
        if size not in built:
            path = folder / f"{size}.db"
            shutil.copyfile(template.settled, path)
            built[size] = Stage(path, size)
        return built[size]

    yield stage
    for stage in built.values():
        stage.runtime.database.close()


def excess(spent):
    """Return what was spent beyond what every reading operation may."""
    limits = {
        "built": (sum(spent.built.values()), 0),
        "sessions": (spent.sessions, 0),
        "begun": (len(spent.begun), 0),
        "checkouts": (spent.checkouts, 1),
    }
    return {kind for kind, (count, most) in limits.items() if count > most}


def went_well(name, answer):
    """Tell whether a call found something; a handshake says so in a text."""
    if OPERATIONS[name].result.name == "string":
        return True
    auth = answer if OPERATIONS[name].result.name == "TAuthenticate" else answer.Auth
    return auth.Status == 1


@pytest.mark.parametrize("name", READING)
class TestEveryReadingOperation:
    def test_builds_no_statement_opens_no_session_and_begins_nothing(self, stages, name):
        answer, spent = stages(FEW).spent(name)
        assert went_well(name, answer), answer
        allowed, _ = EXCEPTIONS.get(name, (set(), ""))
        assert excess(spent) == allowed, spent

    def test_costs_as_many_statements_for_many_rows_as_for_few(self, stages, name):
        few, many = stages(FEW).spent(name), stages(MANY).spent(name)
        assert [longest_list(answer) is None for answer, _ in (few, many)] in ([True, True], [False, False])
        if longest_list(many[0]) is not None and name not in NOTHING_TO_LIST:
            assert longest_list(many[0]) >= MANY
        assert many[1].executed == few[1].executed


BOUND = [
    (name, caller)
    for name in READING
    for caller in ("client", "trainer", "employer")
    if OPERATIONS[name].security in {"unrestricted", "restricted"}
]


@pytest.mark.parametrize(("name", "caller"), BOUND)
def test_callers_without_the_role_cost_no_more(stages, name, caller):
    """What they may reach is found out, and told or denied, as cheaply."""
    _, spent = stages(FEW).spent(name, caller)
    assert excess(spent) == EXCEPTIONS.get(name, (set(), ""))[0], spent


def test_the_handshake_of_the_service_needs_no_database(stages):
    _, spent = stages(FEW).spent("API_Handshake")
    assert (spent.checkouts, spent.executed) == (0, [])


def test_a_query_for_other_values_builds_nothing_either(stages):
    stage = stages(FEW)

    def ask(surname):
        wanted = {"Field": "Surname", "Operator": "Equals", "Value": surname}
        criteria = [("FilterCriteria", wanted)]
        return stage.api.QueryAdditionalData(stage.tokens["role"], "Client", criteria, None, None, None)

    ask("Grown"), ask("Other 6")
    with cost(stage.runtime) as spent:
        answer = ask("Other 7")
    assert (answer.Auth.Status, len(answer.Values)) == (1, 1)
    assert excess(spent) == set(), spent


class TestTheCount:
    """What the tests above would notice."""

    def test_what_is_built(self, stages):
        with cost(stages(FEW).runtime) as spent:
            select(Client.id).where(Client.id == 3)
        assert {kind.split(" at ")[0] for kind in spent.built} >= {"Select", "BinaryExpression", "BindParameter"}

    def test_sessions_beginnings_and_connections(self, stages):
        database = stages(FEW).runtime.database
        with cost(stages(FEW).runtime) as spent:
            with database.writing() as session:
                session.connection()
            with database.querying() as connection:
                connection.exec_driver_sql("SELECT 1")
        assert (spent.sessions, spent.begun, spent.checkouts) == (1, ["BEGIN IMMEDIATE"], 2)
        assert spent.executed == ["SELECT 1"]

    def test_a_call_that_is_due_to_renew_its_token_writes(self, stages):
        stage = stages(FEW)
        token = stage.world.token()
        stage.runtime.clock.advance(minutes=1)
        with cost(stage.runtime) as spent:
            stage.api.GetStateList()
            stage.api.GetDivisions(token)
        stage.runtime.clock.advance(minutes=-1)
        assert spent.begun == ["BEGIN IMMEDIATE"]
