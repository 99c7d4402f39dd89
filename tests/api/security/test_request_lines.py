"""Every request of every door leaves one line in the log, under an id that its answer and the change log bear."""

import json
import logging

import pytest
from sqlalchemy import select
from werkzeug.test import Client as Browser

from tests.support.rest import Rest
from tests.support.soap import get, post
from tests.support.world import PASSWORD
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.hosting.log_format import formatter
from vettrak_api.hosting.log_reading import request_of
from vettrak_api.model.changes import Change
from vettrak_api.web.kit.request_log import facts_of

NAMESPACE = load_catalogue().namespaces["complete"]


@pytest.fixture
def lines(caplog):
    """Return the facts of the requests so far."""
    caplog.set_level(logging.INFO, "vettrak_api")
    return lambda: [facts_of(record.msg.request) for record in caplog.records if record.name == "vettrak_api.calls"]


@pytest.fixture
def last(lines):
    """Return the facts of the last request."""
    return lambda: lines()[-1]


def facts(line, *names):
    return {name: line.get(name) for name in names}


@pytest.mark.parametrize(
    ("path", "door", "operation", "outcome", "http"),
    [
        ("/", "public", "public.home", "ok", 200),
        ("/ready", "public", "public.ready", "ok", 200),
        ("/nowhere", "public", "-", "refused", 404),
        ("/password-reset?key=secret", "public", "public.password_reset", "ok", 200),
        ("/VT_API.asmx", "service", "VT_API.asmx", "ok", 200),
        ("/VT_API.asmx?WSDL", "service", "VT_API.asmx", "ok", 200),
        ("/VT_API.asmx?op=Nothing", "service", "VT_API.asmx", "refused", 404),
        ("/staff/", "staff", "staff.pending", "ok", 303),
        ("/staff/login", "staff", "entrance.login", "ok", 200),
        ("/docs/", "docs", "reference.contents", "ok", None),
        ("/api/rest/v1/Unit", "api", "GET Unit", "refused", 401),
    ],
)
def test_every_door_leaves_one_line(site, lines, path, door, operation, outcome, http):
    answer = Browser(site).get(path, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    (line,) = lines()
    assert facts(line, "door", "outcome", "http") == {
        "door": door,
        "outcome": outcome,
        "http": http or answer.status_code,
    }
    assert line["operation"] == operation or door == "docs"
    assert answer.headers["X-Request-Id"] == line["id"]
    assert line["from"] == "203.0.113.9"


def test_a_call_tells_status_caller_and_the_records_that_it_names(api, token, world, last):
    student = world.client()
    api.GetClientByCode(token, student.code)
    assert facts(last(), "operation", "outcome", "status", "records") == {
        "operation": "GetClientByCode",
        "outcome": "ok",
        "status": 1,
        "records": f"sClie_Code={student.code}",
    }
    api.GetUnitsForEnrolment(token, 4711)
    assert last()["records"] == "iEnro_ID=4711"


@pytest.mark.parametrize(
    "typed", ["Brewer", "bea@brewer.example", "1990-01-02", "19900102", "0412345678", "3AW88YH9U5"]
)
def test_what_is_typed_in_the_place_of_a_code_is_not_repeated(api, token, last, typed):
    api.GetClientByCode(token, typed)
    assert last()["records"] == "sClie_Code=?"
    assert typed not in str(last())


def test_a_message_is_told_as_it_was_sent_if_it_is_always_the_same(api, token, last):
    told = api.GetClientByCode(token, "nobody").Auth
    assert (last()["message"], last()["status"], last()["kind"]) == (told.StatusMessage, told.Status, "NotFound")


def test_a_message_that_quotes_is_told_by_its_pattern(api, token, last):
    filters = [("FilterCriteria", {"Field": "Brewer", "Value": "x"})]
    assert "Brewer" in api.QueryAdditionalData(token, "Client", filters, None, None, None).Auth.StatusMessage
    assert last()["message"] == "Unknown field: <name>."


def test_whose_token_or_log_in_was_refused_is_told_by_code(api, world, clock, last):
    person = world.client(password=PASSWORD)
    token = world.token(person)
    clock.advance(minutes=90)
    api.GetClientByCode(token, person.code)
    assert facts(last(), "kind", "caller", "whose") == {"kind": "TokenExpired", "caller": "-", "whose": person.code}
    api.ValidateClient(person.username, "wrong")
    assert facts(last(), "kind", "whose") == {"kind": "LoginRefused", "whose": person.code}


def test_a_user_name_that_nobody_has_is_not_told(api, last):
    api.ValidateClient("a secret typed as a name", "x")
    assert "whose" not in last()
    assert "secret" not in str(last())


def test_what_no_operation_gets_to_see_says_why(site, last):
    post(site, "/VT_API.asmx", "<broken", action='"http://nowhere/Nothing"')
    assert facts(last(), "door", "operation", "outcome") == {
        "door": "soap",
        "operation": "VT_API.asmx",
        "outcome": "refused",
    }
    assert last()["message"] == "Server did not recognize the value of HTTP Header SOAPAction."
    post(site, "/VT_API.asmx", "<x/>", content_type="text/plain", action=f'"{NAMESPACE}/GetClientByCode"')
    assert facts(last(), "outcome", "http") == {"outcome": "refused", "http": 415}


def test_the_curriculum_api_tells_which_fields_break_which_rules_by_our_names(site, world, last):
    world.staff(api_role=True, username="rest", password=PASSWORD)
    answer = Rest(site, "rest", PASSWORD).post("Unit", {"Brewer": 1})
    assert answer.status == 422
    assert facts(last(), "operation", "kind", "outcome") == {
        "operation": "POST Unit", "kind": "InvalidFields", "outcome": "refused"
    }  # fmt: skip
    assert "Brewer" in answer.text
    assert "Brewer" not in str(last())


def test_the_change_log_has_the_id_of_the_request(site, api, token, world, last):
    student = world.client()
    api.UpdateClientUsernamePassword(token, student.code, "somebody", "an even better one")
    changes = world.everything(select(Change).where(Change.table_name == "client", Change.record_id == student.id))
    assert {change.request for change in changes if change.operation} == {last()["id"]}


def test_an_error_page_shows_the_id(site, last):
    page = Browser(site).get("/nowhere", headers={"Accept": "text/html"})
    assert last()["id"] in page.text


@pytest.mark.settings(forwarded_headers=("X-Forwarded-For", "X-Request-ID"))
@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"),
        ("0F0E0D0C-1111-4222-8333-444455556666", "0f0e0d0c111142228333444455556666"),
        ("short", None),
        ("x" * 33, None),
        ("with blanks in it", None),
        ("name@example.com", None),
        ('quote"quote"', None),
    ],
)
def test_a_trusted_proxy_may_name_a_request_in_a_safe_form(site, last, told, kept):
    _, headers, _ = get(site, "/ready", HTTP_X_REQUEST_ID=told)
    assert headers["X-Request-Id"] == last()["id"]
    assert (last()["id"] == kept) if kept else (told not in last()["id"])


@pytest.mark.settings(forwarded_headers=("X-Request-ID",), trusted_proxies=("10.0.0.1",))
def test_nobody_else_names_a_request(site, last):
    get(site, "/ready", HTTP_X_REQUEST_ID="0123456789abcdef")
    assert last()["id"] != "0123456789abcdef"


def test_a_proxy_that_passes_the_header_on_from_clients_names_nothing(site, last):
    get(site, "/ready", HTTP_X_REQUEST_ID="0123456789abcdef")
    assert last()["id"] != "0123456789abcdef"


@pytest.mark.parametrize("kind", ["text", "json"])
def test_both_formats_tell_the_same_with_the_rto_s_time(api, token, world, caplog, lines, runtime, kind):
    api.GetClientByCode(token, 'no"body =\n')
    record = [each for each in caplog.records if each.name == "vettrak_api.calls"][-1]
    written = formatter(kind, runtime.settings.zone).format(record)
    assert "\n" not in written
    told = request_of(written)
    assert {name: str(value) for name, value in told.items() if name not in {"time", "level", "logger", "event"}} == {
        name: str(value) for name, value in facts_of(record.msg.request).items() if name != "event"
    }
    assert told["time"][-6:] in {"+10:00", "+11:00"}
    if kind == "json":
        assert json.loads(written)["event"] == "request"


def test_a_request_that_failed_is_a_warning(api, token, caplog, monkeypatch):
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("vettrak_api.operations.additional_data.additional_data.run_query", None)
    api.QueryAdditionalData(token, "Client", None, None, None, None)
    failed, line = caplog.records[-2:]
    assert (line.levelname, line.msg.request.outcome, line.msg.request.kind) == ("WARNING", "failed", "Unexpected")
    assert "QueryAdditionalData failed, reference" in failed.getMessage()
