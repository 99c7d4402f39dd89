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
    lines = (f"  {line}" for member in wire_type.all_members() for line in _member(member, catalogue, is_deep=False))
    return "\n".join((f"<{wire_type.name}>", *lines, f"</{wire_type.name}>"))


def _member(member: Member, catalogue: Catalogue, *, is_deep: bool) -> Iterator[str]:
    given = member.sample
    if member.type.is_list:
        yield from _listed(member.name, member.type.item, given if isinstance(given, list) else None, catalogue, is_deep)
    elif member.type.name in catalogue.types:
        yield from _object(member.name, catalogue.types[member.type.name], catalogue, is_deep)
    else:
        yield _text(member.name, given if isinstance(given, str) else _VALUES[member.type.name])


def _listed(
    name: str, item: TypeExpression, given: list[str] | None, catalogue: Catalogue, is_deep: bool  # noqa: FBT001
) -> Iterator[str]:
    if is_deep or item.is_list:
        yield f"<{name} />"
        return
    yield f"<{name}>"
    if item.name in catalogue.types:
        yield from (f"  {line}" for line in _object(item.name, catalogue.types[item.name], catalogue, is_deep))
    else:
        yield from (f"  {_text(item.name, value)}" for value in given or [_VALUES[item.name]])
    yield f"</{name}>"


def _object(name: str, wire_type: WireType, catalogue: Catalogue, is_deep: bool) -> Iterator[str]:  # noqa: FBT001
    if is_deep:
        yield f"<{name} />"
        return
    yield f"<{name}>"
    for member in wire_type.all_members():
        yield from (f"  {line}" for line in _member(member, catalogue, is_deep=True))
    yield f"</{name}>"


def _text(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>"
