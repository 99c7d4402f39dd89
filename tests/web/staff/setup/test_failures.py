"""What integrations could not do: gathered while they call, written beside the calls, shown with what helps."""

import pytest
from sqlalchemy import select

from tests.support.rest import Rest
from tests.support.world import PASSWORD
from vettrak_api.hosting.background import clean_failures
from vettrak_api.model.installation import CallFailure
from vettrak_api.rules import failures


@pytest.fixture
def web(world):
    """An integration."""
    return world.staff("Website", "Our", code="WEB1", api_role=True)


@pytest.fixture
def other(world):
    """Another one."""
    return world.staff("Lms", "Our", code="LMS1", api_role=True)


@pytest.fixture
def kept(runtime, world):
    """Write what was gathered, as the thread does, and return the rows."""

    def write():
        runtime.failures.write(runtime.database)
        return world.everything(select(CallFailure).order_by(CallFailure.id))

    return write


def told(row):
    return row.integration, row.operation, row.outcome, row.status, row.message, row.times


def test_failures_alike_are_one_row_whoever_else_fails(api, world, web, other, kept, clock):
    mine, theirs = world.token(web), world.token(other)
    for _ in range(3):
        api.GetClientByCode(mine, "nobody")
    api.GetClientByCode(theirs, "nobody")
    api.GetClientByCode(mine, web.code)
    first = kept()
    message = api.GetClientByCode(mine, "nobody").Auth.StatusMessage
    assert [told(row) for row in first] == [
        ("WEB1", "GetClientByCode", "refused", -4, message, 3),
        ("LMS1", "GetClientByCode", "refused", -4, message, 1),
    ]
    clock.advance(minutes=5)
    api.GetClientByCode(mine, "nobody")
    again = kept()
    assert [row.times for row in again] == [5, 1]
    assert again[0].first == first[0].first
    assert again[0].last == first[0].last + 300_000
    assert again[0].request != first[0].request


def test_nothing_is_written_within_the_call_nor_for_calls_that_went_well(api, world, web, kept):
    api.GetClientByCode(world.token(web), web.code)
    assert kept() == []
    api.GetClientByCode(world.token(web), "nobody")
    assert world.everything(select(CallFailure)) == []


def test_a_token_that_has_expired_counts_as_its_owner_s(api, world, web, kept, clock):
    token = world.token(web)
    clock.advance(minutes=90)
    api.GetClientByCode(token, "nobody")
    api.GetClientByCode("x" * 43, "nobody")
    assert [told(row)[:5] for row in kept()] == [
        ("WEB1", "GetClientByCode", "refused", -2, "Token has expired."),
        ("-", "GetClientByCode", "refused", -1, "Invalid token."),
    ]


def test_the_curriculum_api_counts_and_pages_do_not(site, world, kept, setup):
    world.staff(code="CUR1", api_role=True, username="rest", password=PASSWORD)
    Rest(site, "rest", PASSWORD).get("Unit/nothing")
    setup.get("/setup/nothing")
    assert [told(row)[:4] for row in kept()] == [("CUR1", "GET Unit", "refused", None)]


def test_what_can_not_be_written_waits(api, world, web, runtime, kept):
    api.GetClientByCode(world.token(web), "nobody")

    class Away:
        def connection(self, **_):
            raise OSError

    with pytest.raises(OSError):
        runtime.failures.write(Away())
    api.GetClientByCode(world.token(web), "nobody")
    assert [row.times for row in kept()] == [2]


def test_memory_is_bounded(api, world, web, kept, monkeypatch):
    monkeypatch.setattr(failures, "MOST_GATHERED", 1)
    token = world.token(web)
    for name in ("GetClientByCode", "GetClientDetails", "GetClientByCode"):
        getattr(api, name)(token, "nobody")
    assert [(row.operation, row.times) for row in kept()] == [("GetClientByCode", 2)]


def test_old_ones_go_and_so_do_the_oldest_of_too_many(api, world, web, other, runtime, kept, clock):
    api.GetClientByCode(world.token(other), "nobody")
    kept()
    clock.advance(days=31)
    assert clean_failures(runtime) == 1
    for number in range(203):
        values = {
            "kind": "NotFound",
            "status": -4,
            "message": "",
            "times": 1,
            "first": 1,
            "request": "r",
            "address": "",
        }
        last = clock.milliseconds() - number
        row = CallFailure(
            digest=f"{number:064}", integration="WEB1", operation="Get", outcome="refused", last=last, **values
        )
        world.add(row)
    api.GetClientByCode(world.token(other), "nobody")
    kept()
    assert clean_failures(runtime) == 3
    assert clean_failures(runtime) == 0
    assert len(kept()) == 201


def test_the_page_tells_whose_calls_failed_and_what_helps(api, world, web, other, kept, setup):
    api.GetClientByCode(world.token(web), "nobody")
    api.GetClientByCode(world.token(other), "nobody")
    api.GetLMSNewOccurrences("x" * 43)
    kept()
    page = setup.get("/setup/failures")
    assert page.heading == "Failed calls"
    assert "Our Website (WEB1)" in page.text
    assert "Log in again" in page.text
    assert len(page.document.xpath("//tbody/tr")) == 3
    one = setup.get("/setup/failures?caller=LMS1")
    assert len(one.document.xpath("//tbody/tr")) == 1
    assert "GetClientByCode" in one.text
    assert "Nothing of theirs has failed." in setup.get("/setup/failures?caller=NOBODY1").text


def test_without_failures_the_page_says_so(setup):
    assert "No call has failed." in setup.get("/setup/failures").text
