"""What the log tells of calls: who, what, when and from where; never a token, a password or personal data."""

import logging

import psycopg
import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError

from tests.support.soap import Api, SoapFault, post
from tests.support.world import PASSWORD

SURNAME, EMAIL, BIRTHDAY, PHONE = "Zwiebelhuber", "zwiebel@example.com", "1987-06-05", "0499 888 777"
USI = "7QRP3KV395"


@pytest.fixture
def log(caplog):
    """Record everything that any logger says, however little it matters."""
    caplog.set_level(logging.DEBUG)
    return lambda: "\n".join(
        f"{record.levelname} {record.getMessage()} {record.exc_text or ''}" for record in caplog.records
    )


@pytest.fixture
def person(world):
    return world.client(SURNAME, "Zenzi", code="Z1", email=EMAIL, username="zenzi", password=PASSWORD)


def document(**fields):
    return (
        "<AdditionalData>" + "".join(f"<{name}>{text}</{name}>" for name, text in fields.items()) + "</AdditionalData>"
    )


def test_a_call_leaves_who_what_whence_and_how_long(api, world, person, log):
    api.GetClientByCode(world.token(person), "Z1")
    lines = [line for line in log().splitlines() if "GetClientByCode" in line]
    assert lines[-1].startswith("INFO GetClientByCode ok door=soap http=200 status=1 caller=Z1 from=127.0.0.1 ms=")


def test_refusals_say_why(api, world, person, log):
    api.GetLMSNewOccurrences(world.token(person))
    api.GetLMSNewOccurrences("x" * 43)
    api.ValidateClient("zenzi", "wrong")
    text = log()
    refused = "refused door=soap http=200 status=-1"
    denied = f'GetLMSNewOccurrences {refused} kind=NotPermitted message="Access denied." caller=Z1 from=127.0.0.1'
    assert denied in text
    assert f'GetLMSNewOccurrences {refused} kind=TokenInvalid message="Invalid token." caller=- from=' in text
    assert f"ValidateClient {refused} kind=LoginRefused" in text


def test_nothing_secret_or_personal_is_in_it(site, api, world, token, person, log):
    """A day in the life: log-ins good and bad, reads, writes, refusals, wrong XML and wrong arguments."""
    mine = api.ValidateClient("zenzi", PASSWORD).Token
    unused = "unused-but-secret-token-0123456789"
    api.ValidateClient("zenzi", "a wrong passphrase")
    api.ValidateClient("a secret typed as a name", "x")
    api.GetClientByCode(unused, "Z1")
    api.GetClientDetails(mine, "Z1")
    api.GetClientByEmail(token, EMAIL)
    api.GetClientByName(token, SURNAME, "Zenzi")
    api.AddClientAfterCheck(token, SURNAME, "Zenzi", BIRTHDAY, 0, EMAIL)
    fields = document(USI=USI, DateOfBirth=BIRTHDAY, MobilePhone=PHONE, Surname=SURNAME)
    assert api.UpdateClientAdditionalFields(mine, "Z1", fields).Status == 1
    api.UpdateClientAdditionalFields(mine, "Z1", document(USI="7QRP3KV394", MobilePhone=PHONE))
    api.UpdateClientAdditionalFields(mine, "Z1", f"<{SURNAME}")
    api.UpdateClientUsernamePassword(mine, "Z1", "zenzi", "an even better one")
    api.QueryAdditionalData(token, "Client", [("FilterCriteria", {"Field": "Email", "Value": EMAIL})], None, None, None)
    post(site, "/VT_API.asmx", f"<broken>{mine}{SURNAME}")
    with pytest.raises(SoapFault):
        api.GetLMSOccurrencesInDateRange(mine, EMAIL, EMAIL)
    text = log()
    secrets = {mine, token, unused, PASSWORD, "a wrong passphrase", "a secret typed as a name", "an even better one"}
    personal = {SURNAME, "Zenzi", EMAIL, BIRTHDAY, PHONE, USI, "7QRP3KV394", "zenzi"}
    assert [word for word in secrets | personal if word.lower() in text.lower()] == []


@pytest.mark.parametrize("kind", ["bug", "database"])
def test_a_failure_of_ours_is_told_by_its_place_and_not_by_its_text(api, token, log, monkeypatch, kind):
    def fail(*_arguments, **_options):
        if kind == "bug":
            raise ValueError(SURNAME)
        raise ProgrammingError(f"SELECT {SURNAME}", {"email": EMAIL}, Exception(SURNAME))

    monkeypatch.setattr("vettrak_api.operations.additional_data.additional_data.run_query", fail)
    auth = api.QueryAdditionalData(token, "Client", None, None, None, None).Auth
    text = log()
    assert "QueryAdditionalData failed" in text
    assert "operations/additional_data/additional_data.py" in text
    assert SURNAME not in text
    assert EMAIL not in text
    if kind == "bug":
        reference = auth.StatusMessage.split("Reference ")[1].rstrip(".")
        assert auth.StatusMessage == f"The server could not process the request. Reference {reference}."
        assert f"reference {reference}" in text
    else:
        assert (auth.Status, auth.StatusMessage) == (-3, "Database error.")


def test_a_failure_of_the_database_is_named_by_its_own_code(api, token, log, monkeypatch):
    def fail(*_arguments, **_options):
        raise OperationalError(f"SELECT {SURNAME}", {"email": EMAIL}, psycopg.errors.DiskFull(SURNAME))

    monkeypatch.setattr("vettrak_api.operations.additional_data.additional_data.run_query", fail)
    api.QueryAdditionalData(token, "Client", None, None, None, None)
    assert "QueryAdditionalData failed, reference -: OperationalError DiskFull 53100\n" in log()
    assert SURNAME not in log()


def test_a_row_that_can_not_be_written_leaves_no_data_in_the_log(api, token, log, monkeypatch):
    """The answer is written after the operation has returned; what goes wrong there is told as sparingly."""

    class Unwritable:
        def __str__(self):
            raise ValueError(SURNAME)

    class Rows:
        titles, rows = ("Surname",), ((Unwritable(),),)

    monkeypatch.setattr("vettrak_api.operations.additional_data.additional_data.run_query", lambda *_: Rows)
    with pytest.raises(SoapFault) as fault:
        api.QueryAdditionalData(token, "Client", None, None, None, None)
    assert SURNAME not in fault.value.text
    assert SURNAME not in log()


@pytest.mark.parametrize("claimed", ["ADMIN ok", "' OR 1=1", "x" * 500, "999.1.1.1"])
def test_what_a_client_claims_as_its_address_is_not_repeated_unless_it_is_one(site, log, claimed):
    Api(behind_a_proxy(site, claimed)).ValidateClient("x", "y")
    assert "from=127.0.0.1" in log()
    assert claimed not in log()


def test_a_trusted_proxy_s_word_counts(site, log):
    Api(behind_a_proxy(site, "203.0.113.9")).ValidateClient("x", "y")
    assert "from=203.0.113.9" in log()


def behind_a_proxy(site, claimed):
    return lambda environ, start_response: site({**environ, "HTTP_X_FORWARDED_FOR": claimed}, start_response)
