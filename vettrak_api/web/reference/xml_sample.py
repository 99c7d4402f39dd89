"""A class as XML with believable values, as it stands in a message."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from vettrak_api.catalogue.loader import Catalogue, Member, WireType
from vettrak_api.catalogue.type_expressions import TypeExpression

_VALUES = {
    "int": "1",
    "long": "1",
    "decimal": "120.00",
    "boolean": "true",
    "dateTime": "2026-09-14T09:00:00",
    "base64Binary": "JVBERi0xLjc=",
    "string": "text",
}


def xml_of_class(wire_type: WireType, catalogue: Catalogue) -> str:
    """Return an element of the class; classes within it are shown one level deep."""
    return "\n".join(_object(wire_type.name, wire_type, catalogue, levels=2))


def _object(name: str, wire_type: WireType, catalogue: Catalogue, levels: int) -> Iterator[str]:
    if not levels:
        yield f"<{name} />"
        return
    yield f"<{name}>"
    for member in wire_type.all_members():
        yield from (f"  {line}" for line in _member(member, catalogue, levels - 1))
    yield f"</{name}>"


def _member(member: Member, catalogue: Catalogue, levels: int) -> Iterator[str]:
    name, expression, given = member.name, member.type, member.sample
    if expression.is_list:
        yield from _list(name, expression.item, given if isinstance(given, list) else [], catalogue, levels)
    elif expression.name in catalogue.types:
        yield from _object(name, catalogue.types[expression.name], catalogue, levels)
    else:
        yield _text(name, given if isinstance(given, str) else _VALUES[expression.name])


def _list(name: str, item: TypeExpression, given: list[str], catalogue: Catalogue, levels: int) -> Iterator[str]:
    if not levels or item.is_list:
        yield f"<{name} />"
        return
    yield f"<{name}>"
    if item.name in catalogue.types:
        yield from (f"  {line}" for line in _object(item.name, catalogue.types[item.name], catalogue, levels))
    else:
        yield from (f"  {_text(item.name, value)}" for value in given or [_VALUES[item.name]])
    yield f"</{name}>"


def _text(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>"
