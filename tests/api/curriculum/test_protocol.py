"""HTTP: bodies, media types, methods, tags, keys of requests, parts of lists; and what the log tells."""

import json
import logging

import pytest
from sqlalchemy import select

from tests.support.rest import Rest, basic
from tests.support.world import PASSWORD
from vettrak_api.hosting.background import clean_requests
from vettrak_api.model.idempotency import IdempotentRequest

UNIT = {"eduUnitId": "BREW1", "eduOtherUnitId": "B1", "unitName": "Brew"}


@pytest.fixture
def unit(rest):
    return rest.made("Unit", UNIT)


def is_problem(answer, status, title=None):
    assert answer.status == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.body) >= {"type", "title", "status", "detail"}
    assert answer.body["status"] == status
    assert title is None or answer.body["title"] == title
    return True


class TestBodies:
    @pytest.mark.parametrize(
        "body",
        [
            "", "{", '{"a": }', "[]", "null", '"text"', "1", "[" * 100_000, '{"unitName": NaN}', '{"unitName": 1e}',
            '{"eduUnitId": "A", "eduUnitId": "B"}', f'{{"avet040": {"9" * 5000}}}', b"\xff\xfe{}", b"{\x00}",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("method", ["post", "put"])
    def test_what_is_no_object_can_not_be_read(self, rest, unit, body, method):
        answer = getattr(rest, method)("Unit" if method == "post" else "Unit/BREW1", data=body)
        assert is_problem(answer, 400)
        assert rest.get("Unit/BREW1").body == unit

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
    def test_another_media_type_is_refused(self, rest, kind):
        assert is_problem(rest.post("Unit", UNIT, {"Content-Type": kind}), 415)
        assert rest.get("Unit/BREW1").status == 404

    @pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
    def test_the_media_type_may_have_parameters(self, rest, kind):
        assert rest.post("Unit", UNIT, {"Content-Type": kind}).status == 201

    def test_an_encoded_body_is_refused(self, rest):
        assert is_problem(rest.post("Unit", UNIT, {"Content-Encoding": "gzip"}), 415)

    def test_a_body_of_10_megabytes_is_too_long(self, rest):
        assert is_problem(rest.post("Unit", UNIT | {"description": "x" * 10_000_000}), 413)

    def test_every_wrong_field_is_named_at_once(self, rest):
        answer = rest.post("Unit", {"eduUnitId": ["a"], "avet040": "x", "colour": 1, "unitCategory": {}})
        assert is_problem(answer, 422)
        assert set(answer.faults) == {
            ("eduUnitId", "string"),
            ("eduOtherUnitId", "required"),
            ("unitName", "required"),
            ("avet040", "number"),
            ("unitCategory", "string"),
            ("colour", "unknown"),
        }
        assert all(each["detail"].startswith(each["field"]) for each in answer.body["errors"])

    def test_the_type_of_a_problem_leads_to_its_explanation(self, rest):
        page, _, name = rest.post("Unit", {}).body["type"].partition("#")
        assert (page, name) == ("/api/rest/v1/", "invalid-fields")
        assert f'id="{name}"' in Rest(rest.site).get("").text


class TestAddresses:
    @pytest.mark.parametrize("path", ["Nothing", "unit", "Nothing/1", "Unit/", ""])
    def test_nothing_is_elsewhere(self, rest, path):
        answer = rest.put(path or "x/y", {})
        assert answer.status in {404, 405}
        assert answer.headers["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize(("method", "path"), [("put", "Unit"), ("post", "Unit/BREW1")])
    def test_another_method_is_refused(self, rest, method, path):
        answer = getattr(rest, method)(path, {})
        assert is_problem(answer, 405)
        assert answer.headers["Allow"]

    @pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS"])
    def test_nothing_is_deleted(self, rest, unit, method):
        assert is_problem(rest._send(method, "Unit/BREW1"), 405)

    def test_a_record_may_be_asked_for_without_itself(self, rest, unit):
        answer = rest._send("HEAD", "Unit/BREW1")
        assert (answer.status, answer.text) == (200, "")
        assert answer.headers["ETag"] == rest.get("Unit/BREW1").headers["ETag"]

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"limit": "0"}, "limit"), ({"limit": "1001"}, "limit"), ({"limit": "x"}, "limit"),
            ({"limit": ""}, "limit"), ({"offset": "-1"}, "offset"), ({"offset": "99999999999"}, "offset"),
            ({"avet040": "x"}, "avet040"), ({"avet078": "maybe"}, "avet078"), ({"unitName": "a\x00"}, "unitName"),
            ({"unitName": ["a", "b"]}, "unitName"),
        ],
    )  # fmt: skip
    def test_a_query_that_can_not_be_read_is_refused(self, rest, query, field):
        answer = rest.get("Unit", **query)
        assert is_problem(answer, 400)
        assert [name for name, _ in answer.faults] == [field]

    def test_derived_lists_can_not_be_asked_for(self, rest):
        assert is_problem(rest.get("ScheduledUnitFee", scheduledFees="x"), 400)

    def test_pages_are_linked(self, rest, curriculum):
        curriculum(units=("A", "B", "C"), programs=())
        answer = rest.get("Unit", limit=1, offset=1, avet078="")
        links = answer.headers["Link"]
        assert '</api/rest/v1/Unit?avet078=&limit=1&offset=0>; rel="prev"' in links
        assert '</api/rest/v1/Unit?avet078=&limit=1&offset=2>; rel="next"' in links


class TestTags:
    def test_a_record_that_is_known_is_not_sent_again(self, rest, unit):
        tag = rest.get("Unit/BREW1").headers["ETag"]
        answer = rest.get("Unit/BREW1", headers={"If-None-Match": tag})
        assert (answer.status, answer.text, answer.headers["ETag"]) == (304, "", tag)

    def test_a_change_changes_the_tag(self, rest, unit):
        before = rest.get("Unit/BREW1").headers["ETag"]
        answer = rest.put("Unit/BREW1", {"unitName": "Other"})
        assert answer.headers["ETag"] != before
        assert answer.headers["ETag"] == rest.get("Unit/BREW1").headers["ETag"]

    @pytest.mark.parametrize("others", ["", '"x", '])
    def test_who_knows_the_record_may_change_it(self, rest, unit, others):
        tag = rest.get("Unit/BREW1").headers["ETag"]
        assert rest.put("Unit/BREW1", {"unitName": "Other"}, {"If-Match": others + tag}).status == 200
        answer = rest.put("Unit/BREW1", {"unitName": "Third"}, {"If-Match": others + tag})
        assert is_problem(answer, 412)
        assert rest.get("Unit/BREW1").body["unitName"] == "Other"

    def test_any_record_may_be_meant(self, rest, unit):
        assert rest.put("Unit/BREW1", {"unitName": "Other"}, {"If-Match": "*"}).status == 200
        assert rest.put("Unit/BREW2", {"unitName": "Other"}, {"If-Match": "*"}).status == 404

    def test_a_weak_tag_is_no_proof(self, rest, unit):
        tag = rest.get("Unit/BREW1").headers["ETag"]
        assert rest.put("Unit/BREW1", {"unitName": "Other"}, {"If-Match": f"W/{tag}"}).status == 412


class TestIdempotencyKeys:
    KEY = {"Idempotency-Key": "the one and only"}

    def test_the_same_request_is_carried_out_once(self, rest, curriculum):
        curriculum()
        told = {"eduUnitId": "BREW1", "fee": "10"}
        first, second = (rest.post("ScheduledUnitFee", told, self.KEY) for _ in range(2))
        assert (first.status, first.text, first.headers["ETag"]) == (second.status, second.text, second.headers["ETag"])
        assert first.headers["Location"] == second.headers["Location"]
        assert "Idempotency-Replayed" not in first.headers
        assert second.headers["Idempotency-Replayed"] == "true"
        assert len(rest.get("ScheduledUnitFee", eduUnitId="BREW1").body) == 1

    def test_another_body_under_the_same_key_is_refused(self, rest):
        rest.post("Unit", UNIT, self.KEY)
        answer = rest.post("Unit", UNIT | {"eduUnitId": "BREW2"}, self.KEY)
        assert is_problem(answer, 422, "The Idempotency-Key was used for another request")
        assert rest.get("Unit/BREW2").status == 404

    def test_keys_belong_to_an_entity_and_an_account(self, rest, world, site):
        other = world.staff(api_role=True, password=PASSWORD)
        assert rest.post("Unit", UNIT, self.KEY).status == 201
        assert rest.post("Program", {"eduProgramId": "P", "programName": "P"}, self.KEY).status == 201
        answer = Rest(site, other.username, PASSWORD).post("Unit", UNIT | {"eduUnitId": "B2"}, self.KEY)
        assert (answer.status, answer.body["eduUnitId"]) == (201, "B2")

    def test_a_failure_leaves_the_key_free(self, rest):
        assert rest.post("Unit", UNIT | {"unitCategory": "none"}, self.KEY).status == 422
        assert rest.post("Unit", UNIT, self.KEY).status == 201

    def test_a_key_ends_after_a_day(self, rest, clock, world, runtime):
        assert rest.post("Unit", UNIT, self.KEY).status == 201
        clock.advance(hours=23, minutes=59)
        assert clean_requests(runtime) == 0
        assert rest.post("Unit", UNIT, self.KEY).status == 201
        clock.advance(minutes=1)
        assert rest.post("Unit", UNIT, self.KEY).status == 409
        other = UNIT | {"eduUnitId": "B2"}
        assert rest.post("Unit", other, self.KEY).body["eduUnitId"] == "B2"
        clock.advance(hours=24)
        assert clean_requests(runtime) == 1
        assert world.all(select(IdempotentRequest)) == []

    @pytest.mark.parametrize("key", ["", "x" * 256, "é"])
    def test_a_key_that_is_none_is_refused(self, rest, key):
        assert is_problem(rest.post("Unit", UNIT, {"Idempotency-Key": key}), 400)
        assert rest.get("Unit/BREW1").status == 404

    def test_no_key_is_kept_itself(self, rest, world):
        rest.post("Unit", UNIT, self.KEY)
        [row] = world.all(select(IdempotentRequest))
        assert self.KEY["Idempotency-Key"] not in json.dumps([row.digest, row.request, row.location])


def test_a_line_is_logged_without_what_was_sent(rest, officer, caplog):
    with caplog.at_level(logging.INFO, "vettrak_api.calls"):
        rest.post("Unit", UNIT | {"description": "secret words"})
        rest.get("Secret/words")
    assert [record.getMessage().rpartition(" from=")[0] for record in caplog.records] == [
        f"POST Unit ok door=api http=201 caller={officer.code}",
        f"GET ? refused door=api http=404 caller={officer.code}",
    ]
    assert "secret" not in caplog.text.lower()


def test_answers_forbid_sniffing(rest):
    assert rest.get("Unit").headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.settings(staff_pages=False)
def test_the_api_is_there_without_staff_pages(rest):
    assert rest.get("Unit").status == 200


def test_what_nobody_expected_is_told_without_details(rest, monkeypatch, caplog):
    from vettrak_api.rest import exchange

    def fail(record):
        raise ZeroDivisionError("".join(reversed("terces")))

    monkeypatch.setattr(exchange, "text_of", fail)
    answer = rest.get("Unit")
    assert is_problem(answer, 500)
    assert "Reference" in answer.body["detail"]
    assert "secret" not in answer.text + caplog.text


def test_credentials_are_not_logged(rest, site, officer, caplog):
    with caplog.at_level(logging.DEBUG):
        Rest(site, officer.username, "a wrong secret").get("Unit")
    assert "a wrong secret" not in caplog.text
    assert basic(officer.username, "a wrong secret") not in caplog.text
