"""The API in OpenAPI 3.1, made from the very fields and models that read and answer records."""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

from vettrak_api import __version__
from vettrak_api.errors import PROBLEM_OF
from vettrak_api.rest.bodies import JSON
from vettrak_api.rest.entities import ENTITIES
from vettrak_api.rest.entities.assessments import SCHEDULED_ASSESSMENT
from vettrak_api.rest.entities.schedules import SCHEDULED_FEE
from vettrak_api.rest.queries import FARTHEST, LIMIT, MOST, OFFSET, USUAL
from vettrak_api.rest.records import FIXED, LIST, Entity, Field
from vettrak_api.web.kit.headers import PROBLEM

Node: TypeAlias = dict[str, Any]

SUMMARY = """Maintains programs, units, schedules, fees, assessments, competencies and codes. What it holds appears in
the SOAP services: programs as qualifications and programmes, units as units, schedules as occurrences.

Values may be sent as strings or as JSON numbers and booleans, and are answered as strings. Blanks around a value are
taken off; null and a blank string are no value. Dates are local times of the training organisation.
"""
LISTS = {"scheduledFees": SCHEDULED_FEE.name, "scheduledAssessments": SCHEDULED_ASSESSMENT.name}
MALFORMED = 400
STATUSES = {
    401: "User name and password are missing or wrong.",
    403: "The account does not hold the API role.",
    503: "The server is busy; the same request may succeed a moment later.",
}


def openapi(address: str) -> Node:
    """Return the document of an API at an address, which is a path."""
    return {**_document(), "servers": [{"url": address}]}


@cache
def _document() -> Node:
    schemas: Node = {"Problem": _problem()}
    paths: Node = {}
    for entity in ENTITIES.values():
        schemas[entity.name] = _answered(entity)
        schemas[f"Changed{entity.name}"] = _sent(entity, is_new=False)
        if entity.create is not None:
            schemas[f"New{entity.name}"] = _sent(entity, is_new=True)
        paths[f"/{entity.name}"] = _collection(entity)
        paths[f"/{entity.name}/{{{entity.key}}}"] = _member(entity)
    return {
        "openapi": "3.1.0",
        "info": {"title": "VETtrak curriculum API", "version": __version__, "description": SUMMARY},
        "security": [{"basic": []}],
        "tags": [{"name": entity.name, "description": entity.meaning} for entity in ENTITIES.values()],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic", "description": "An account that holds the API role."}
            },
            "schemas": schemas,
        },
    }


def _collection(entity: Entity) -> Node:
    found: Node = {
        "get": {
            "operationId": f"list{entity.name}",
            "tags": [entity.name],
            "summary": f"Find {entity.name} records",
            "description": "All fields that are named must have exactly the value; a blank one finds records without.",
            "parameters": [*_filters(entity), _part(LIMIT, USUAL, 1, MOST), _part(OFFSET, 0, 0, FARTHEST)],
            "responses": _responses(
                {
                    "200": {
                        "description": "The records in the order in which they were made.",
                        "headers": {
                            "X-Total-Count": {"description": "How many there are.", "schema": {"type": "integer"}},
                            "Link": {"description": "The pages before and after.", "schema": {"type": "string"}},
                        },
                        "content": {JSON: {"schema": {"type": "array", "items": _reference(entity.name)}}},
                    }
                },
                400,
            ),
        }
    }
    if entity.create is not None:
        found["post"] = {
            "operationId": f"create{entity.name}",
            "tags": [entity.name],
            "summary": f"Create a {entity.name}",
            "parameters": [
                {
                    "name": "Idempotency-Key",
                    "in": "header",
                    "description": "The same request under the same key is carried out once within 24 hours.",
                    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
                }
            ],
            "requestBody": _body(f"New{entity.name}"),
            "responses": _responses(
                {
                    "201": {
                        "description": "The record as it was created.",
                        "headers": {
                            "Location": {"description": "Where the record is.", "schema": {"type": "string"}},
                            **_tag(),
                        },
                        "content": {JSON: {"schema": _reference(entity.name)}},
                        "links": _links(entity),
                    }
                },
                400, 409, 413, 415, 422,
            ),
        }  # fmt: skip
    return found


def _links(entity: Entity) -> Node:
    """Return how the record that was created is shown and updated."""
    parameters = {entity.key: f"$response.body#/{entity.key}"}
    return {verb: {"operationId": f"{verb}{entity.name}", "parameters": parameters} for verb in ("show", "update")}


def _member(entity: Entity) -> Node:
    key = {
        "name": entity.key,
        "in": "path",
        "required": True,
        "description": entity.by_name[entity.key].meaning,
        "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"^[^\x00-\x1f\x7f]+$"},
    }
    record = {"headers": _tag(), "content": {JSON: {"schema": _reference(entity.name)}}}
    return {
        "parameters": [key],
        "get": {
            "operationId": f"show{entity.name}",
            "tags": [entity.name],
            "summary": f"Show a {entity.name}",
            "responses": _responses({"200": {"description": "The record.", **record}}, 400, 404),
        },
        "put": {
            "operationId": f"update{entity.name}",
            "tags": [entity.name],
            "summary": f"Change a {entity.name}",
            "description": "Fields that are not sent stay as they are.",
            "parameters": [
                {
                    "name": "If-Match",
                    "in": "header",
                    "description": "The tags of what may be changed, as ETag told them.",
                    "schema": {"type": "string"},
                }
            ],
            "requestBody": _body(f"Changed{entity.name}"),
            "responses": _responses(
                {"200": {"description": "The record as it is now.", **record}}, 400, 404, 409, 412, 413, 415, 422
            ),
        },
    }


def _filters(entity: Entity) -> list[Node]:
    return [
        {
            "name": each.name,
            "in": "query",
            "description": each.meaning,
            "schema": {"type": "string", **{k: v for k, v in each.kind.sent.items() if k in {"pattern", "maxLength"}}},
        }
        for each in entity.fields
        if each.kind is not None
    ]


def _part(name: str, usual: int, least: int, most: int) -> Node:
    schema = {"type": "integer", "minimum": least, "maximum": most, "default": usual}
    about = "How many records at most." if name == LIMIT else "How many records to pass over."
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _body(schema: str) -> Node:
    return {"required": True, "content": {JSON: {"schema": _reference(schema)}}}


def _tag() -> Node:
    return {"ETag": {"description": "The tag of the record as it is.", "schema": {"type": "string"}}}


def _responses(good: Node, *statuses: int) -> Node:
    told = dict(reversed(PROBLEM_OF.values())) | STATUSES
    told |= {413: "The body is too long.", 415: "The body is not JSON.", 422: "The record breaks a rule."}
    problems = {
        str(status): {"description": told[status], "content": _told_by(status)}
        for status in sorted({*statuses, *STATUSES})
    }
    return {**good, **problems}


def _told_by(status: int) -> Node:
    """Return how a problem is told; an address that no page can have, in a line of text."""
    found: Node = {PROBLEM: {"schema": _reference("Problem")}}
    return found | ({"text/plain": {"schema": {"type": "string"}}} if status == MALFORMED else {})


def _reference(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def _answered(entity: Entity) -> Node:
    properties = {each.name: _answered_field(each) for each in entity.fields}
    return {"type": "object", "description": entity.meaning, "properties": properties, "required": [*properties]}


def _answered_field(each: Field) -> Node:
    if each.kind is None:
        return {"type": "array", "items": _reference(LISTS[each.name]), "readOnly": True, "description": each.meaning}
    schema = _or_null(each.kind.answered) if _may_be_none(each) else each.kind.answered
    return {**schema, "description": each.meaning, **({"readOnly": True} if each.role == "made" else {})}


def _may_be_none(each: Field) -> bool:
    return each.is_foreign or not (each.role == "made" or each.is_required or each.is_kept)


def _sent(entity: Entity, *, is_new: bool) -> Node:
    fields = [each for each in entity.fields if not is_new or each.role in {"", FIXED}]
    found: Node = {
        "type": "object",
        "properties": {each.name: _sent_field(each, is_new=is_new) for each in fields},
        "additionalProperties": False,
    }
    required = [each.name for each in fields if each.is_required]
    if is_new and required:
        found["required"] = required
    return found


def _sent_field(each: Field, *, is_new: bool) -> Node:
    about = each.meaning if not each.more else f"{each.meaning} Default: {each.more}."
    if each.role == LIST or each.kind is None:
        return {"type": ["array", "null"], "description": f"{about} Read only: may be sent back unchanged."}
    told: Node = {"description": about}
    if each.role and not is_new:
        told["description"] = f"{about} Can not be changed; may be sent back unchanged."
    if each.example is not None:
        told["examples"] = [each.example]
    if each.only is not None:
        return {**told, "enum": [each.only] if each.is_required else [each.only, None, ""]}
    if is_new and each.default is not None:
        told["default"] = each.default
    if each.is_required or (each.is_kept and not is_new):
        return {**each.kind.sent, **_not_blank(each.kind.sent), **told}
    return {**_or_null(each.kind.sent), **told}


def _not_blank(schema: Node) -> Node:
    return {} if "pattern" in schema else {"minLength": 1, "pattern": r"\S"}


def _or_null(schema: Node) -> Node:
    kinds = schema["type"]
    told: Node = {**schema, "type": [*(kinds if isinstance(kinds, list) else [kinds]), "null"]}
    if "enum" in schema:
        told["enum"] = [*schema["enum"], None]
    if "pattern" in schema:
        told["pattern"] = rf"^ *$|{schema['pattern']}"
    told.pop("minLength", None)
    return told


def _problem() -> Node:
    text: Node = {"type": "string"}
    fault = {"type": "object", "properties": dict.fromkeys(("field", "rule", "detail"), text)}
    return {
        "type": "object",
        "description": "What is wrong (RFC 9457). errors: the fields and the rules that they break.",
        "properties": {
            "type": {**text, "description": "Leads to the page that explains it, or about:blank."},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {"type": "array", "items": {**fault, "required": ["field", "rule", "detail"]}},
        },
        "required": ["type", "title", "status", "detail"],
    }


def operations(entity: Entity) -> Iterable[tuple[str, str]]:
    """Yield the methods and addresses of an entity."""
    if entity.create is not None:
        yield "POST", f"/{entity.name}"
    yield "GET", f"/{entity.name}"
    yield "GET", f"/{entity.name}/{{{entity.key}}}"
    yield "PUT", f"/{entity.name}/{{{entity.key}}}"
