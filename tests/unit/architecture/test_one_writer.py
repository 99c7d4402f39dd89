"""Only rules write, and `security/` for passwords and tokens: everybody else reads arguments and calls one of them."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[3] / "vettrak_api"

READERS = (
    "operations",
    "views",
    "web",
    "cli",
    "hosting",
    "demo",
    "doctor",
    "documentation",
    "calls",
    "rest",
    "transfer",
)
"""Rooms that may not write; those that do not exist yet are watched from their first file on."""

SESSIONS_VERBS = {"add", "add_all", "delete", "flush", "merge", "bulk_save_objects", "bulk_insert_mappings"}
SESSIONS = {"session", "connection"}
STATEMENTS = {"insert", "update", "delete"}


def files_of(rooms, package=PACKAGE):
    return [path for room in rooms for path in sorted((package / room).rglob("*.py"))]


def mapped_attributes():
    """Every attribute that some table maps."""
    from vettrak_api.model import Base

    return {name for mapper in Base.registry.mappers for name in mapper.attrs.keys()}  # noqa: SIM118


def writes_of(text, mapped):
    """The lines of a module that write: session verbs, statements that write, and assignments to mapped attributes."""
    tree = ast.parse(text)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and is_a_write(node, imported):
            yield ast.unparse(node)
        for target in targets_of(node):
            if isinstance(target, ast.Attribute) and target.attr in mapped and not is_self(target.value):
                yield ast.unparse(node)


def is_a_write(call, imported):
    function = call.func
    if isinstance(function, ast.Name):
        return function.id == "setattr" or (function.id in STATEMENTS and function.id in imported)
    if not isinstance(function, ast.Attribute) or function.attr not in SESSIONS_VERBS:
        return False
    owner = function.value
    return getattr(owner, "id", getattr(owner, "attr", "")) in SESSIONS


def targets_of(node):
    if isinstance(node, ast.Assign):
        return [
            part for target in node.targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])
        ]
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def is_self(node):
    return isinstance(node, ast.Name) and node.id == "self"


@pytest.mark.parametrize("room", READERS)
def test_a_room_of_readers_writes_nothing(room):
    mapped = mapped_attributes()
    found = {
        str(path.relative_to(PACKAGE)): writes
        for path in files_of([room])
        if (writes := list(writes_of(path.read_text(encoding="utf-8"), mapped)))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "call.session.add(client)",
        "session.add_all(rows)",
        "session.flush()",
        "session.delete(client)",
        "client.surname = name",
        "client.surname, other = name, 1",
        "client.places += 1",
        "setattr(client, column, value)",
        "from sqlalchemy import update\nsession.execute(update(Client).values(surname='x'))",
    ],
)
def test_the_scan_sees_every_way_to_write(line):
    assert list(writes_of(line, {"surname", "places"})) != []


@pytest.mark.parametrize(
    "line", ["self.surname = name", "found.add(1)", "values.update(more)", "response.headers = {}"]
)
def test_what_writes_no_row_is_left_alone(line):
    assert list(writes_of(line, {"surname", "places"})) == []
