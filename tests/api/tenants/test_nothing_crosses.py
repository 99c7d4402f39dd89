"""Two organisations in one process: nothing of one shows in the other, whoever calls whatever."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.test import Client

from tests.api.security.test_matrix import OPERATIONS, naming, samples
from tests.support.reading import reading_operations
from tests.support.rest import Rest
from tests.support.staff import Visitor
from tests.support.tenants import KINDS
from tests.support.world import PASSWORD
from tests.support.writing import writing_operations
from vettrak_api.asmx.values import time_parser
from vettrak_api.rest.entities import ENTITIES
from vettrak_api.runtime import served
from vettrak_api.tenants.zone import ServedZone

INVALID = b"<Status>-1</Status><StatusMessage>Invalid token.</StatusMessage>"
WITH_TOKEN = [name for name in OPERATIONS if OPERATIONS[name].security != "public"]


def pairs(two):
    """Both ways round: whose host is called, and who else there is."""
    return [tuple(two), tuple(reversed(two))]


def arguments(organisation, name, caller):
    """What names records of the student around whom callers stand, as far as the operation names any."""
    token = organisation.callers[caller]
    given = samples(name, token) | organisation.examples.arguments(name, token)
    for scope in OPERATIONS[name].scope if caller != "role" else ():
        if scope.kind in organisation.student.names():
            given |= naming(scope, organisation.student.names())
    return given


@pytest.mark.parametrize("name", reading_operations())
def test_what_an_operation_reads_is_of_the_organisation_that_is_called(two, name):
    for ours, others in pairs(two):
        for caller in KINDS:
            answer = ours.called(name, **arguments(ours, name, caller))
            assert others.mark.encode() not in answer, caller


def test_the_marks_are_where_they_would_be_seen(two):
    for ours, _ in pairs(two):
        marked = [
            name
            for name in reading_operations()
            if ours.mark.encode() in ours.called(name, **arguments(ours, name, "role"))
        ]
        assert len(marked) > 30, marked


@pytest.mark.parametrize("name", writing_operations())
def test_what_an_operation_writes_is_written_at_the_organisation_that_is_called(two, name):
    for ours, others in pairs(two):
        written, untouched = ours.commits(), others.commits()
        given = {OPERATIONS[name].params[0].name: ours.callers["role"]} | ours.writing.arguments(name)
        answer = ours.called(name, **given)
        assert others.mark.encode() not in answer
        assert ours.commits() != written
        for caller in KINDS[1:]:
            assert others.mark.encode() not in ours.called(name, **arguments(ours, name, caller))
        assert others.commits() == untouched


@pytest.mark.parametrize("name", WITH_TOKEN)
def test_a_token_of_one_is_nothing_to_the_other(two, name):
    for ours, others in pairs(two):
        for caller in ("role", "the client"):
            assert INVALID in ours.called(name, **arguments(others, name, caller)), caller


def test_a_log_in_that_one_remembers_is_none_at_the_other(two):
    first, second = two
    first.world.client("Once", username="once", password=PASSWORD)
    for _ in range(2):
        assert first.api.ValidateClient("once", PASSWORD).Status == 1
        assert second.api.ValidateClient("once", PASSWORD).Status == -1


def test_each_answers_in_its_own_time(two):
    """Midnight of UTC is ten in the morning in Sydney, and eight in Perth."""
    read = time_parser(ServedZone(two[0].runtime.settings))
    told = []
    for each in two:
        with served(each.at_host.site.tenants.of_host(each.host)):
            told.append(read("2026-09-01T00:00:00Z"))
    assert told == [datetime.datetime(2026, 9, 1, 10), datetime.datetime(2026, 9, 1, 8)]


@pytest.mark.parametrize("entity", sorted(ENTITIES))
def test_the_curriculum_of_one_is_not_the_others(two, entity):
    for ours, others in pairs(two):
        answer = Rest(ours.at_host, "olga", PASSWORD).get(entity)
        assert answer.status == 200
        assert others.mark not in answer.text


NUMBERS = frozenset({"number", "line", "link"})
"""Arguments of pages that are numbers."""


def pages_of(site):
    """Yield the address of every page that is for reading, with number 1 where it needs one."""
    for folder, pages in site.page_sites.items():
        urls = pages.url_map.bind("localhost", script_name=f"/{folder}" if folder else "/")
        for endpoint, _, names in pages.addresses_of_pages():
            values = {name: 1 if name in NUMBERS else "x" for name in names}
            yield urls.build(endpoint, values)


def test_no_page_shows_what_is_the_others(two):
    for ours, others in pairs(two):
        visitor = Visitor(ours.at_host)
        visitor.log_in("olga", PASSWORD)
        client, seen = visitor._client, 0
        for address in pages_of(ours.at_host.site):
            text = client.get(address, follow_redirects=True).get_data(as_text=True)
            assert others.mark not in text, address
            seen += ours.mark in text
        assert seen > 10


def test_a_log_in_on_pages_is_for_one_host(two):
    first, second = two
    visitor = Visitor(first.at_host)
    visitor.log_in("olga", PASSWORD)
    cookie = visitor.cookie()
    assert cookie.domain == "localhost"
    elsewhere = Client(second.at_host)
    elsewhere.set_cookie(cookie.key, cookie.value, path=cookie.path)
    answer = elsewhere.get("/staff/", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    assert (answer.status_code, answer.location) == (303, answer.location)
    assert "/staff/login" in answer.location


def test_threads_that_answer_both_at_once_mix_nothing(two):
    def call(turn):
        ours, others = pairs(two)[turn % 2]
        at_host = type(ours.at_host)(ours.at_host.site, ours.host)
        api = type(ours.api)(at_host)
        name = reading_operations()[turn % len(reading_operations())]
        getattr(api, name)(**arguments(ours, name, "role"))
        return others.mark.encode() not in at_host.answer

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(call, range(200)))
