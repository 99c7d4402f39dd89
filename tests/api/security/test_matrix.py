"""Every operation of the catalogue against every kind of caller that it must refuse, and those it must let in.

The refused calls write nothing, so all tests of this file share one database, which notices every commit.
"""

import datetime
import shutil
import sqlite3
from dataclasses import replace

import pytest

from tests.conftest import CHEAP, SetClock
from tests.support.callers import LET_IN, Student, callers_around
from tests.support.soap import Api
from tests.support.world import PASSWORD, World
from vettrak_api.calls.call import REGISTRY
from vettrak_api.calls.pipeline import Pipeline
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.endpoints import build_endpoint
from vettrak_api.model.clients import Client
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import FEATURES, Settings

CATALOGUE = load_catalogue()
OPERATIONS = CATALOGUE.operations
BY_SECURITY = {
    level: [name for name, operation in OPERATIONS.items() if operation.security == level]
    for level in CATALOGUE.security_levels
}
WITH_TOKEN = [name for name, operation in OPERATIONS.items() if operation.security != "public"]
WITH_FEATURE = [name for name in WITH_TOKEN if OPERATIONS[name].feature]

SAMPLES = {
    "string": "x",
    "int": 1,
    "long": 1,
    "decimal": "1.00",
    "boolean": True,
    "dateTime": datetime.datetime(2026, 9, 1),
}

EMPTY_CLIENT = {"Clie_Surname": "", "Clie_Given": "", "Clie_Code": ""}
EMPTY_VALUES = {"boolean": False, "int": 0, "decimal": 0, "dateTime": datetime.datetime(1, 1, 1)}


class Stage:
    """One server with callers of every kind, and the records that they may or may not reach."""

    def __init__(self, path):
        self.path = path
        clock = SetClock()
        settings = Settings(database_url=f"sqlite:///{path}", employer_logins="on", **CHEAP)
        self.runtime = build_runtime(settings, clock)
        self.world = world = World(self.runtime)
        self.student = world.client("Student", password=PASSWORD, email="student@example.com")
        self.expired = world.token(self.student)
        clock.advance(minutes=61)
        self.inactive = world.client("Gone", active=False)
        self.named, self.stranger = Student(world), Student(world)
        self.callers = callers_around(world, self.named)
        self.tokens = {
            "role": world.token(),
            "student": world.token(self.student),
            "staff": world.token(world.staff()),
            "employer": world.token(employer=world.employer()),
            "inactive": world.token(self.inactive),
        }
        self.api = self.api_with(FEATURES)
        self._witness = sqlite3.connect(path)

    def api_with(self, features, catalogue=CATALOGUE):
        """Return the complete service of a registration with these features alone."""
        runtime = replace(self.runtime, settings=self.runtime.settings.model_copy(update={"features": features}))
        pipeline = Pipeline(runtime, catalogue)
        return Api(build_endpoint("complete", pipeline, runtime.settings, catalogue))

    def commits(self):
        """Return a number that changes with every commit to the database."""
        return self._witness.execute("PRAGMA data_version").fetchone()[0]

    def close(self):
        self._witness.close()
        self.runtime.database.close()


@pytest.fixture(scope="module")
def stage(template, tmp_path_factory):
    path = tmp_path_factory.mktemp("matrix") / "matrix.db"
    shutil.copyfile(template.settled, path)
    stage = Stage(path)
    yield stage
    stage.close()


@pytest.fixture(scope="module")
def without_feature(stage):
    """Return the service of a registration that has every feature but one; built once per feature."""
    built = {}

    def build(feature):
        if feature not in built:
            built[feature] = stage.api_with(tuple(known for known in FEATURES if known != feature))
        return built[feature]

    return build


@pytest.fixture
def call(stage):
    """Call an operation with sample arguments and the token given; check that nothing was written."""

    def call(name, token, api=None, **arguments):
        before = stage.commits()
        answer = getattr(api or stage.api, name)(**samples(name, token) | arguments)
        assert stage.commits() == before
        return answer

    return call


def samples(name, token):
    """Return an argument for every parameter; what is no sample of the simple types stays empty."""
    operation = OPERATIONS[name]
    given = {}
    for parameter in operation.params:
        simple = SAMPLES.get(parameter.type.name)
        given[parameter.name] = {} if simple is None else simple
        if parameter.type.is_list:
            given[parameter.name] = []
    if operation.security != "public":
        given[operation.params[0].name] = token
    return given


def assert_refused(name, answer, status, message):
    """Check the whole answer of a refused call (R-AUTH-FAIL)."""
    result = OPERATIONS[name].result.name
    auth = answer if result == "TAuthenticate" else answer.Auth
    assert vars(auth) == {
        "ID": -1, "Token": "", "Status": status, "StatusMessage": message, "Identifier": "-1", "TokenType": "",
    }  # fmt: skip
    if result == "TAuthenticate":
        return
    for member in CATALOGUE.types[result].all_members():
        if member.name != "Auth":
            assert_empty(result, member, vars(answer))


def assert_empty(result, member, present):
    if result == "TAuthSMSResult" and member.type.is_list:
        assert member.name not in present
    elif member.type.is_list:
        assert present[member.name] == []
    elif result in {"TAuthClie", "TAuthClieDetail"}:
        told = {name: value for name, value in vars(present[member.name]).items() if value is not None}
        assert {name: told[name] for name in EMPTY_CLIENT} == EMPTY_CLIENT
    elif member.nullable:
        assert present.get(member.name) is None
    elif result == "TAuthID":
        assert present[member.name] == -1
    else:
        assert present[member.name] == EMPTY_VALUES[member.type.name]


def test_the_witness_notices_what_is_written(stage):
    before = stage.commits()
    stage.world.client()
    assert stage.commits() != before


def test_every_operation_stands_in_the_matrix():
    assert sum(map(len, BY_SECURITY.values())) == len(OPERATIONS) == 179
    assert set(BY_SECURITY) == {"public", "unrestricted", "restricted", "protected"}
    assert set(REGISTRY) <= set(OPERATIONS)


@pytest.mark.parametrize("name", WITH_TOKEN)
class TestTokens:
    def test_blank(self, call, name):
        for blank in (None, "", " \n "):
            assert_refused(name, call(name, blank), -1, "A token is required.")

    def test_unknown_or_damaged(self, stage, call, name):
        good = stage.tokens["role"]
        swapped = good[:-1] + ("A" if good[-1] != "A" else "B")
        for damaged in ("A" * 43, good[:-1], good + "=", good.swapcase(), swapped, good * 10, "' OR 1=1 --"):
            assert_refused(name, call(name, damaged), -1, "Invalid token.")

    def test_expired(self, stage, call, name):
        assert_refused(name, call(name, stage.expired), -2, "Token has expired.")

    def test_of_somebody_made_inactive(self, stage, call, name):
        assert_refused(name, call(name, stage.tokens["inactive"]), -1, "Invalid token.")


class TestFeatures:
    @pytest.mark.parametrize("name", WITH_TOKEN)
    def test_the_one_that_all_need(self, stage, call, without_feature, name):
        message = "The registration key has no valid entry for the VETtrak API feature."
        answer = call(name, stage.tokens["role"], without_feature("VETtrak API"))
        assert_refused(name, answer, -5, message)

    @pytest.mark.parametrize("name", WITH_FEATURE)
    def test_their_own(self, stage, call, without_feature, name):
        feature = OPERATIONS[name].feature
        message = f"The registration key has no valid entry for the {feature} feature."
        answer = call(name, stage.tokens["role"], without_feature(feature))
        assert_refused(name, answer, -5, message)

    @pytest.mark.parametrize("name", WITH_FEATURE)
    def test_are_judged_after_the_token_and_before_access(self, stage, call, without_feature, name):
        api = without_feature(OPERATIONS[name].feature)
        assert_refused(name, call(name, stage.expired, api), -2, "Token has expired.")
        answer = call(name, stage.tokens["student"], api)
        assert (answer if OPERATIONS[name].result.name == "TAuthenticate" else answer.Auth).Status == -5


class TestProtected:
    @pytest.mark.parametrize("name", BY_SECURITY["protected"])
    def test_needs_the_role(self, stage, call, name):
        for caller in ("student", "staff", "employer"):
            assert_refused(name, call(name, stage.tokens[caller]), -1, "Access denied.")

    def test_the_role_counts_for_staff_alone(self, stage, call):
        pretender = stage.world.client(api_role=True)
        answer = call("GetLMSNewOccurrences", stage.world.token(pretender))
        assert_refused("GetLMSNewOccurrences", answer, -1, "Access denied.")

    def test_a_role_that_is_taken_away_or_a_flag_is_lost_at_once(self, stage):
        staff = stage.world.staff(api_role=True)
        token = stage.world.token(staff)
        assert stage.api.GetLMSNewOccurrences(token).Auth.Status == 1
        with stage.world.session() as session:
            session.get(Client, staff.id).staff = False
        assert stage.api.GetLMSNewOccurrences(token).Auth.StatusMessage == "Access denied."


def naming(scope, names):
    """Return the arguments by which a scope names a record."""
    name = names[scope.kind]
    return {scope.parameter: {scope.member: name} if scope.member else name}


class TestRestricted:
    """What the catalogue says of each operation's scope, asked of everybody who is or is not linked to a student."""

    def test_every_kind_of_scope_is_asked(self):
        assert {scope.kind for name in BY_SECURITY["restricted"] for scope in OPERATIONS[name].scope} == {
            *LET_IN, "occurrence",
        }  # fmt: skip

    @pytest.mark.parametrize("name", BY_SECURITY["restricted"])
    def test_a_record_is_reached_by_those_whom_its_scope_lets_in_and_by_nobody_else(self, stage, call, name):
        for scope in OPERATIONS[name].scope:
            named = naming(scope, stage.named.names())
            let_in = LET_IN.get(scope.kind, set(stage.callers))  # any occurrence: any valid token
            for caller, token in stage.callers.items():
                if caller in let_in:
                    answer = getattr(stage.api, name)(**samples(name, token) | named)
                    assert let_through(name, answer), caller
                else:
                    assert_refused(name, call(name, token, **named), -1, "Access denied.")

    @pytest.mark.parametrize("name", BY_SECURITY["restricted"])
    def test_the_record_of_a_stranger_is_denied_to_all(self, stage, call, name):
        for scope in OPERATIONS[name].scope:
            if scope.kind in LET_IN:
                for token in stage.callers.values():
                    answer = call(name, token, **naming(scope, stage.stranger.names()))
                    assert_refused(name, answer, -1, "Access denied.")

    @pytest.mark.parametrize("name", BY_SECURITY["restricted"])
    def test_a_record_that_does_not_exist_is_denied_alike(self, stage, call, name):
        for scope in OPERATIONS[name].scope:
            for missing in (dict.fromkeys(stage.named.names(), 0), dict.fromkeys(stage.named.names(), 2_000_000_000)):
                for token in stage.callers.values():
                    answer = call(name, token, **naming(scope, missing))
                    assert_refused(name, answer, -1, "Access denied.")

    @pytest.mark.parametrize("name", BY_SECURITY["restricted"])
    def test_an_object_or_a_code_that_is_not_given_is_denied_alike(self, stage, call, name):
        for scope in OPERATIONS[name].scope:
            for token in stage.callers.values():
                answer = call(name, token, **{scope.parameter: None})
                assert_refused(name, answer, -1, "Access denied.")

    @pytest.mark.parametrize("name", BY_SECURITY["restricted"])
    def test_the_role_may_name_every_record(self, stage, name):
        for scope in OPERATIONS[name].scope:
            named = naming(scope, stage.stranger.names())
            assert let_through(name, getattr(stage.api, name)(**samples(name, stage.tokens["role"]) | named))

    def test_without_a_scope_only_the_role_reaches(self, stage, call):
        bare = replace(OPERATIONS["GetClientByCode"], scope=())
        catalogue = replace(CATALOGUE, operations={**OPERATIONS, "GetClientByCode": bare})
        api = stage.api_with(FEATURES, catalogue)
        named = naming(OPERATIONS["GetClientByCode"].scope[0], stage.named.names())
        for token in stage.callers.values():
            assert_refused("GetClientByCode", call("GetClientByCode", token, api, **named), -1, "Access denied.")
        assert api.GetClientByCode(stage.tokens["role"], **named).Auth.Status == 1


def let_through(name, answer):
    """Tell whether the call came past the check of access, to the operation if this version has it."""
    auth = answer if OPERATIONS[name].result.name == "TAuthenticate" else answer.Auth
    if name in REGISTRY:
        return reached(name, answer)
    return (auth.Status, auth.StatusMessage) == (-1, f"{name} is not available in this version of the server.")


def reached(name, answer):
    """Tell whether the call came past the check of access, whatever became of it."""
    auth = answer if OPERATIONS[name].result.name == "TAuthenticate" else answer.Auth
    return auth.StatusMessage not in {"Access denied.", "Invalid token.", "A token is required."}


class TestUnrestricted:
    @pytest.mark.parametrize("name", BY_SECURITY["unrestricted"])
    def test_lets_every_token_in(self, stage, name):
        for caller in ("student", "staff", "employer", "role"):
            assert reached(name, getattr(stage.api, name)(**samples(name, stage.tokens[caller])))


class TestPublic:
    @pytest.mark.parametrize("name", BY_SECURITY["public"])
    def test_needs_no_token(self, stage, without_feature, name):
        for api in (stage.api, without_feature("VETtrak API")):
            answer = getattr(api, name)(**samples(name, None))
            if OPERATIONS[name].result.name != "string":
                assert reached(name, answer)

    @pytest.mark.parametrize("name", ["ValidateClient", "ValidateUser", "ValidateEmployer"])
    def test_bad_logins_have_the_shape_of_failures(self, stage, name):
        answer = getattr(stage.api, name)("nobody", "x")
        assert_refused(name, answer, -1, "Invalid Username/Password Combination.")


class TestNotYetAvailable:
    @pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in REGISTRY])
    def test_says_so_to_those_who_may_call_it(self, stage, call, name):
        message = f"{name} is not available in this version of the server."
        assert_refused(name, call(name, stage.tokens["role"]), -1, message)


class TestErrorsOfTheRole:
    """Whoever may do everything gets an answer to senseless arguments, never a fault or a number of ours."""

    @pytest.mark.parametrize("name", REGISTRY)
    @pytest.mark.parametrize("sample", ["samples", "nothing", "long"])
    def test_senseless_arguments_are_answered_in_words(self, stage, name, sample):
        arguments = samples(name, stage.tokens["role"])
        token = {key: value for key, value in arguments.items() if value == stage.tokens["role"]}
        if sample == "nothing":
            arguments = token
        if sample == "long":
            arguments = {key: lengthened(value) for key, value in arguments.items()} | token
        answer = getattr(stage.api, name)(**arguments)
        if OPERATIONS[name].result.name == "string":
            return
        auth = answer if OPERATIONS[name].result.name == "TAuthenticate" else answer.Auth
        assert auth.Status in {1, 0, -1, -4}, auth.StatusMessage
        assert "Reference" not in (auth.StatusMessage or "")


def lengthened(value):
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return "99999999.99" if value == "1.00" else "'\"<%_é]]>" * 5000
    if isinstance(value, int):
        return 2**31 - 1
    if isinstance(value, datetime.datetime):
        return datetime.datetime(9999, 12, 31, 23, 59, 59, 999999)
    return value
