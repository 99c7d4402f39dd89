"""Whose host is whose: how names are compared, what proxies may say, and what is answered where nobody is."""

import json
import logging
import shutil

import pytest

from tests.support.soap import Api, SoapFault
from tests.support.tenants import AtHost, asked, settings_for, site_for, tenants_file
from vettrak_api.hosting.log_format import formatter
from vettrak_api.hosting.log_reading import Wanted, request_of
from vettrak_api.tenants import live
from vettrak_api.web.strangers import NOBODY_HERE

MISDIRECTED = "421 Misdirected Request"


@pytest.fixture
def folder(template, tmp_path):
    for name in ("alpha", "bravo", "later"):
        shutil.copyfile(template.bare, tmp_path / f"{name}.db")
    return tmp_path


def tables(folder, **more):
    return {
        "alpha": {"hosts": ["Alpha.example.edu.au.", "bücher.example"], "database_url": f"sqlite:///{folder}/alpha.db"},
        "bravo": {"hosts": ["[::1]", "bravo.example"], "database_url": f"sqlite:///{folder}/bravo.db"},
        **more,
    }


@pytest.fixture
def site(folder, clock, monkeypatch):
    monkeypatch.setattr(live, "LOOK_SECONDS", 0)
    path = tenants_file(folder / "tenants.toml", **tables(folder))
    site = site_for(settings_for(path, trusted_proxies=("10.0.0.9",), forwarded_headers=("X-Forwarded-Host",)), clock)
    yield site
    site.close()


def whose(site, host, **headers):
    """Return who answers at a host; blank for nobody."""
    told = []
    site.tell(lambda request: told.append(request.tenant))
    asked(site, host, "/healthz", **headers)
    return told[-1]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("alpha.example.edu.au", "alpha"),
        ("ALPHA.Example.edu.au", "alpha"),
        ("alpha.example.edu.au.", "alpha"),
        ("alpha.example.edu.au:8443", "alpha"),
        ("xn--bcher-kva.example", "alpha"),
        ("[::1]:8000", "bravo"),
        ("bravo.example", "bravo"),
        ("alpha.example", ""),
        ("evil.alpha.example.edu.au", ""),
        ("alpha.example.edu.au.evil.example", ""),
        ("alpha.example.edu.au@bravo.example", ""),
        ("", ""),
        ("bücher.example".encode().decode("latin-1"), ""),
    ],
)
def test_hosts_are_compared_as_dns_does_and_without_their_port(site, host, name):
    assert whose(site, host) == name


def test_a_proxy_tells_the_host_where_the_settings_say_so_and_nobody_else(site):
    assert whose(site, "alpha.example.edu.au", HTTP_X_FORWARDED_HOST="bravo.example") == "alpha"
    assert whose(site, "inside", HTTP_X_FORWARDED_HOST="bravo.example", REMOTE_ADDR="10.0.0.9") == "bravo"
    assert (
        whose(site, "inside", HTTP_X_FORWARDED_HOST="alpha.example, bravo.example", REMOTE_ADDR="10.0.0.9") == "bravo"
    )
    assert whose(site, "bravo.example", HTTP_FORWARDED="host=alpha.example.edu.au", REMOTE_ADDR="10.0.0.9") == "bravo"


def test_where_nobody_is_each_door_says_so_in_its_own_form(site):
    status, headers, body = asked(site, "nobody.example", "/staff/login")
    assert (status, body.decode()) == (MISDIRECTED, f"{NOBODY_HERE}\n")
    assert headers["X-Content-Type-Options"] == "nosniff"
    status, headers, body = asked(site, "nobody.example", "/api/rest/v1/Unit")
    assert (status, headers["Content-Type"]) == (MISDIRECTED, "application/problem+json")
    assert json.loads(body) == {"title": "Misdirected request", "status": 421, "detail": NOBODY_HERE}
    with pytest.raises(SoapFault, match="No training organisation is served at this host name"):
        Api(AtHost(site, "nobody.example")).API_Handshake()
    assert asked(site, "nobody.example", "/VT_API.asmx", QUERY_STRING="wsdl")[0] == MISDIRECTED
    assert asked(site, "nobody.example", "/VT_API.asmx", "OPTIONS")[0] == MISDIRECTED


def test_a_fault_where_nobody_is_has_the_callers_version_of_soap(site):
    told = {"CONTENT_TYPE": "application/soap+xml; charset=utf-8"}
    status, headers, body = asked(site, "nobody.example", "/VT_API.asmx", "POST", b"<x/>", **told)
    assert (status[:3], headers["Content-Type"].partition(";")[0]) == ("500", "application/soap+xml")
    assert b"<soap:Value>soap:Sender</soap:Value>" in body


def test_addresses_of_services_are_of_the_host_that_was_asked(site):
    for host in ("alpha.example.edu.au", "bravo.example"):
        body = asked(site, host, "/VT_API.asmx", QUERY_STRING="wsdl")[2].decode()
        assert f'location="http://{host}/VT_API.asmx"' in body


def test_each_may_have_an_address_of_its_own(site, folder):
    public = {"bravo": tables(folder)["bravo"] | {"public_url": "https://public.example/vet", "staff_pages": False}}
    tenants_file(folder / "tenants.toml", **(tables(folder) | public))
    wsdl = asked(site, "bravo.example", "/VT_API.asmx", QUERY_STRING="wsdl")[2].decode()
    assert 'location="https://public.example/vet/VT_API.asmx"' in wsdl
    assert asked(site, "bravo.example", "/staff/login")[0].startswith("404")
    assert asked(site, "alpha.example.edu.au", "/staff/login")[0].startswith("200")


def test_watchmen_are_answered_for_one_and_for_all(site, folder):
    assert asked(site, "10.0.0.1", "/healthz")[0] == "200 OK"
    assert asked(site, "bravo.example", "/readyz")[0] == "200 OK"
    told = {"status": "ready", "organisations": {"served": 2, "asked": 1, "away": 0}, "log": {"ok": True}}
    assert json.loads(asked(site, "10.0.0.1", "/readyz")[2]) == told
    (folder / "alpha.db").unlink()
    (folder / "alpha.db").mkdir()
    assert asked(site, "alpha.example.edu.au", "/readyz")[0].startswith("503")
    status, _, body = asked(site, "10.0.0.1", "/readyz")
    assert (status, json.loads(body)["organisations"]) == ("200 OK", {"served": 2, "asked": 2, "away": 1})
    assert Api(AtHost(site, "bravo.example")).DB_Handshake() == "You are connected to the Database via the API."


def test_one_that_is_added_while_the_server_runs_is_served(site, folder):
    assert whose(site, "later.example") == ""
    later = {"hosts": ["later.example"], "database_url": f"sqlite:///{folder}/later.db"}
    tenants_file(folder / "tenants.toml", **tables(folder, later=later))
    assert whose(site, "later.example") == "later"
    tenants_file(folder / "tenants.toml", **tables(folder))
    assert whose(site, "later.example") == ""


def test_a_file_that_can_not_be_read_changes_nothing(site, folder, caplog):
    (folder / "tenants.toml").write_text('[alpha]\npassword = "secret', encoding="utf-8")
    assert whose(site, "alpha.example.edu.au") == "alpha"
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "is not TOML" in record.getMessage()
    assert "secret" not in record.getMessage()


@pytest.mark.parametrize("kind", ["text", "json"])
def test_the_log_names_the_organisation(site, caplog, kind, clock):
    caplog.set_level(logging.INFO)
    Api(AtHost(site, "bravo.example")).API_Handshake()
    asked(site, "nobody.example")
    lines = [formatter(kind, clock.zone).format(record) for record in caplog.records if record.name.endswith("calls")]
    told = [request_of(line) for line in lines]
    assert [facts.get("tenant") for facts in told] == ["bravo", None]
    assert [Wanted(tenant="bravo").fits(facts) for facts in told] == [True, False]
