"""The real wfastcgi.py with the application: records, bodies, aborts, and what IIS tells of a request."""

import struct

import pytest
from lxml import etree

from tests.support.fastcgi import ABORT, BEGIN, GET_VALUES, GET_VALUES_RESULT, STDIN, UNKNOWN, variables
from tests.support.iis_doors import fastcgi_process
from tests.support.soap import Api
from tests.support.world import PASSWORD
from vettrak_api.catalogue.loader import load_catalogue

pytestmark = pytest.mark.iis
BASE = "https://rto.example/vettrak"
PAGE = f"{BASE}/VT_API.asmx"
NAMESPACE = load_catalogue().namespaces["complete"]


@pytest.fixture
def iis(started):
    return started(fastcgi_process, "/vettrak")


def call(name, /, **parameters):
    """Write a SOAP message."""
    inside = "".join(f"<{key}>{value}</{key}>" for key, value in parameters.items())
    return (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        f'<{name} xmlns="{NAMESPACE}">{inside}</{name}></soap:Body></soap:Envelope>'
    ).encode()


LOG_IN = call("ValidateClient", sUsername="olga", sPassword=PASSWORD)


def token_of(answer):
    assert answer.status == 200, answer
    return etree.fromstring(answer.body).findtext(".//{*}Token")


def test_a_call_is_answered(iis):
    assert len(token_of(iis.ask(PAGE, LOG_IN))) > 20


def test_one_connection_serves_many_requests(iis):
    process = iis.process.pid
    for number in range(20):
        assert iis.ask(f"{PAGE}?WSDL" if number % 2 else f"{BASE}/", b"").status == 200
    assert (iis.process.pid, iis.process.poll()) == (process, None)


@pytest.mark.parametrize(
    ("length", "record"), [(0xFFFF, 0xFFFF), (0x10000, 0xFFFF), (0x10000, 1000), (200_000, 8192), (4_000_000, 0xFFFF)]
)
def test_a_body_comes_whole_in_however_many_records(iis, length, record):
    blanks = b" " * (length - len(LOG_IN))
    assert token_of(iis.ask(PAGE, LOG_IN.replace(b"<soap:Body>", b"<soap:Body>" + blanks), record=record))


@pytest.mark.parametrize("length", [4_194_305, 16_777_216])
def test_a_body_over_the_limit_gets_a_fault(iis, length):
    """Up to what web.config lets through."""
    answer = iis.ask(PAGE, LOG_IN + b" " * (length - len(LOG_IN)))
    assert (answer.status, b":Fault>" in answer.body) == (413, True)
    assert token_of(iis.ask(PAGE, LOG_IN))


def test_a_fault_has_its_status_and_its_body(iis):
    answer = iis.ask(PAGE, call("NoSuchOperation"))
    assert (answer.status, b"<faultcode>" in answer.body, answer.errors) == (500, True, b"")


class TestAnAbort:
    def test_in_the_middle_of_a_body_spoils_nothing(self, iis):
        iis.begin(variables(PAGE, LOG_IN))
        iis.send(STDIN, LOG_IN[:100])
        iis.send(ABORT)
        assert token_of(iis.ask(PAGE, LOG_IN))

    def test_after_the_body_comes_too_late(self, iis):
        iis.begin(variables(PAGE, LOG_IN))
        iis.body(LOG_IN)
        iis.send(ABORT)
        assert token_of(iis.answer())
        assert token_of(iis.ask(PAGE, LOG_IN))

    def test_before_anything_came_spoils_nothing(self, iis):
        iis.send(BEGIN, struct.pack(">HB5x", 1, 1))
        iis.send(ABORT)
        assert token_of(iis.ask(PAGE, LOG_IN))


def test_other_request_numbers_are_answered_as_such(iis):
    iis.begin(variables(PAGE, LOG_IN), request=300)
    iis.body(LOG_IN, request=300)
    assert token_of(iis.answer(request=300))


def test_a_question_for_its_limits_does_no_harm(iis):
    iis.send(GET_VALUES, b"\x0e\x00FCGI_MAX_CONNS", request=0)
    # On Python 3 it takes no name for one that it knows, so the list is empty; IIS does not ask.
    assert iis.record() == (GET_VALUES_RESULT, 0, b"")
    assert iis.ask(f"{BASE}/").status == 200


def test_an_unknown_kind_of_record_is_told(iis):
    iis.send(42, b"")
    kind, _, content = iis.record()
    assert (kind, content[0]) == (UNKNOWN, 42)
    iis.record()  # the empty one that ends it
    assert iis.ask(f"{BASE}/").status == 200


def test_the_process_ends_with_the_connection(database_url, tmp_path):
    with fastcgi_process("", tmp_path, database_url) as iis:
        assert iis.ask("http://rto.example/").status == 200
    assert iis.process.returncode == 0


class TestWhatIisTellsOfARequest:
    """Beyond what test_every_page.py asks of every page."""

    @pytest.mark.parametrize(
        ("script", "rewritten"), [("equal", False), ("empty", False), ("equal", True), ("empty", True)]
    )
    @pytest.mark.parametrize("path", ["/caf%C3%A9", "/a%20b", "/vettrak/100%25", "/vettrak/%25C3%25A9"])
    def test_percent_forms_are_decoded_once(self, iis, path, script, rewritten):
        answer = iis.ask(f"http://rto.example{path}/VT_API.asmx?WSDL", script=script, rewritten=rewritten)
        (address,) = {
            element.get("location") for element in etree.fromstring(answer.body).iterfind(".//{*}port/{*}address")
        }
        assert address == f"http://rto.example{path}/VT_API.asmx"

    def test_a_header_that_names_another_path_lets_nobody_in(self, iis):
        answer = iis.ask(f"{BASE}/", headers={"X-Original-URL": "/vettrak/staff/history"})
        assert answer.status == 303
        assert answer.header("Location").startswith("/vettrak/staff/login")

    @pytest.mark.parametrize("setting", [{"AllowPathInfoForScriptMappings": "1"}, {"SCRIPT_NAME": "/vettrak"}])
    def test_wfastcgi_s_own_settings_change_nothing(self, database_url, tmp_path, setting):
        with fastcgi_process("/vettrak", tmp_path, database_url, **setting) as iis:
            for script in ("equal", "empty"):
                wsdl = iis.ask(f"{PAGE}?WSDL", script=script)
                assert f'location="{PAGE}"'.encode() in wsdl.body
                assert iis.ask(f"{BASE}/staff", script=script).header("Location").startswith("/vettrak/staff/login?")

    def test_a_client_does_not_choose_its_scheme(self, iis):
        """Nobody stands before IIS as the settings are delivered, so forwarded headers are the client's own word."""
        wsdl = iis.ask(f"{PAGE}?WSDL", headers={"X-Forwarded-Proto": "http"}, address="127.0.0.1")
        assert f'location="{PAGE}"'.encode() in wsdl.body


def test_the_client_of_tests_reads_the_same_answers(iis):
    """The other SOAP client of the tests, by this door."""

    def application(environ, start_response):
        length = int(environ["CONTENT_LENGTH"])
        answer = iis.ask(f"{BASE}{environ['PATH_INFO']}", environ["wsgi.input"].read(length))
        start_response(f"{answer.status} ", answer.headers)
        return [answer.body]

    answer = Api(application).ValidateClient("olga", PASSWORD)
    assert (answer.Status, bool(answer.Token)) == (1, True)
