"""What holds for each of the twelve entities: creating, showing, finding, changing, and what is refused."""

import pytest

from tests.support.curriculum import BODIES, ENTITIES, KEYS, MADE, body_of, one_of, prepared

CREATED = [name for name in ENTITIES if name in BODIES]


@pytest.fixture(params=ENTITIES)
def entity(request):
    return request.param


@pytest.fixture
def record(entity, rest, curriculum):
    return one_of(entity, rest, curriculum)


@pytest.fixture
def path(entity, record):
    return f"{entity}/{record[KEYS[entity]]}"


def test_there_are_twelve():
    from vettrak_api.rest.entities import ENTITIES as DECLARED

    assert tuple(DECLARED) == ENTITIES


@pytest.mark.parametrize("entity", CREATED)
def test_a_new_record_is_answered_with_its_place(entity, rest, curriculum):
    schedule = prepared(rest, curriculum)
    answer = rest.post(entity, body_of(entity, schedule))
    assert answer.status == 201
    assert answer.headers["Content-Type"] == "application/json"
    key = answer.body[KEYS[entity]]
    assert answer.headers["Location"] == f"/api/rest/v1/{entity}/{key}"
    shown = rest.get(f"{entity}/{key}")
    assert (shown.status, shown.body, shown.headers["ETag"]) == (200, answer.body, answer.headers["ETag"])


def test_every_value_is_answered_as_a_string_or_null(record):
    assert {type(value) for value in record.values() if not isinstance(value, list)} <= {str, type(None)}


def test_what_was_answered_may_be_sent_back(rest, path, record):
    answer = rest.put(path, record)
    assert (answer.status, answer.body) == (200, record)


def test_nothing_sent_changes_nothing(rest, path, record):
    assert rest.changed(path, {}) == record


def test_an_unknown_field_is_refused_by_name(entity, rest, path, record):
    answer = rest.put(path, {"colour": "red"})
    assert (answer.status, answer.faults) == (422, [("colour", "unknown")])
    if entity in BODIES:
        answer = rest.post(entity, BODIES[entity] | {"colour": "red"})
        assert answer.status == 422
        assert ("colour", "unknown") in answer.faults


def test_the_key_can_not_be_changed(entity, rest, path, record):
    other = str(int(record[KEYS[entity]]) + 1) if entity in MADE else "OTHERKEY"
    answer = rest.put(path, {KEYS[entity]: other})
    assert (answer.status, answer.faults) == (422, [(KEYS[entity], "fixed")])
    assert rest.get(path).body == record


@pytest.mark.parametrize("entity", sorted(MADE & set(CREATED)))
def test_a_key_that_the_server_makes_must_not_be_sent(entity, rest, curriculum):
    schedule = prepared(rest, curriculum)
    answer = rest.post(entity, body_of(entity, schedule) | {KEYS[entity]: "7"})
    assert (answer.status, answer.faults) == (422, [(KEYS[entity], "readOnly")])


@pytest.mark.parametrize("entity", sorted(set(CREATED) - MADE))
def test_a_key_exists_once_ignoring_case_where_it_is_a_code(entity, rest, curriculum):
    record = one_of(entity, rest, curriculum)
    taken = [record[KEYS[entity]]]
    if entity in {"Program", "Unit", "Competency"}:
        taken.append(taken[0].lower())
    for key in taken:
        answer = rest.post(entity, BODIES[entity] | {KEYS[entity]: key})
        assert (answer.status, answer.faults) == (409, [(KEYS[entity], "unique")])
    assert rest.get(f"{entity}/{record[KEYS[entity]]}").body == record


def test_a_record_is_found_by_each_of_its_values(entity, rest, record):
    for name, value in record.items():
        if isinstance(value, list):
            continue
        answer = rest.get(entity, **{name: value or "", "limit": 1000})
        assert answer.status == 200, answer.text
        assert record in answer.body, name
        assert {each[name] for each in answer.body} == {value}


def test_all_filters_must_match(entity, rest, record):
    key = KEYS[entity]
    whole = {name: value for name, value in record.items() if isinstance(value, str)}
    assert rest.get(entity, **whole).body == [record]
    assert rest.get(entity, **whole | {key: "999999999" if entity in MADE else "nothing"}).body == []


def test_what_is_no_field_can_not_be_asked_for(entity, rest):
    answer = rest.get(entity, colour="red")
    assert (answer.status, answer.faults) == (400, [("colour", "unknown")])


@pytest.mark.parametrize("key", ["nothing", "0", "99999999999999999999", "2147483648", "A/B", "é"])
def test_nothing_is_where_nothing_is(entity, rest, key):
    assert rest.get(f"{entity}/{key}").status == 404
    assert rest.put(f"{entity}/{key}", {}).status == 404


def test_a_list_comes_in_parts_in_a_stable_order(entity, rest, record):
    everything = rest.get(entity, limit=1000)
    total = int(everything.headers["X-Total-Count"])
    assert total == len(everything.body) > 0
    parts = [rest.get(entity, limit=1, offset=offset).body for offset in range(total)]
    assert [each for part in parts for each in part] == everything.body
    beyond = rest.get(entity, limit=1, offset=total + 5)
    assert (beyond.body, beyond.headers["X-Total-Count"]) == ([], str(total))


def test_an_entity_that_is_not_created_says_what_may_be_done(rest, curriculum):
    prepared(rest, curriculum)
    answer = rest.post("ScheduledAssessment", {})
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
