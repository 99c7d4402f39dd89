"""The description of the API: OpenAPI 3.1 and the reference page, made from what reads and answers records."""

import re

import pytest
from lxml import html

from tests.support.curriculum import BODIES, ENTITIES, one_of
from tests.support.rest import Rest
from vettrak_api.rest.entities import ENTITIES as DECLARED


@pytest.fixture
def anybody(site):
    """Ask without logging in."""
    return Rest(site)


@pytest.fixture
def document(anybody):
    answer = anybody.get("openapi.json")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    return answer.body


def test_it_is_of_this_version_and_knows_its_place(document):
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "/api/rest/v1"}]
    assert [tag["name"] for tag in document["tags"]] == list(ENTITIES)


def test_every_entity_has_its_addresses(document):
    for name, entity in DECLARED.items():
        assert set(document["paths"][f"/{name}"]) == ({"get", "post"} if name in BODIES else {"get"})
        assert {"get", "put"} <= set(document["paths"][f"/{name}/{{{entity.key}}}"])


@pytest.mark.parametrize("name", ENTITIES)
def test_every_field_of_every_body_is_named(document, name):
    schemas, fields = document["components"]["schemas"], DECLARED[name].by_name
    assert list(schemas[name]["properties"]) == list(fields)
    assert list(schemas[f"Changed{name}"]["properties"]) == list(fields)
    if name in BODIES:
        made = {each.name for each in fields.values() if each.role in {"made", "list"}}
        assert set(schemas[f"New{name}"]["properties"]) == set(fields) - made
        assert set(schemas[f"New{name}"]["required"]) == {each.name for each in fields.values() if each.is_required}
    for kind in (name, f"Changed{name}"):
        assert all(each.get("description") for each in schemas[kind]["properties"].values())


@pytest.mark.parametrize("name", ENTITIES)
def test_answers_have_the_fields_that_are_told(rest, curriculum, document, name):
    record = one_of(name, rest, curriculum)
    told = document["components"]["schemas"][name]
    assert set(record) == set(told["properties"]) == set(told["required"])


def test_references_lead_somewhere(document):
    text = str(document)
    names = set(re.findall(r"#/components/schemas/(\w+)", text))
    assert names <= set(document["components"]["schemas"])


def test_the_page_tells_all_entities_fields_and_problems(anybody):
    answer = anybody.get("")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    told = {code.text_content() for code in html.fromstring(answer.text).iter("code")}
    for name, entity in DECLARED.items():
        assert f'id="{name}"' in answer.text
        assert told >= set(entity.by_name)
    assert 'id="invalid-fields"' in answer.text
    assert 'href="/api/rest/v1/openapi.json"' in answer.text


def test_the_page_has_one_address(anybody):
    answer = anybody.get(None)
    assert (answer.status, answer.headers["Location"]) == (303, "/api/rest/v1/")
