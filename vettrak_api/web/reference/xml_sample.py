"""A class as XML with believable values, as it stands in a message."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from vettrak_api.catalogue.loader import Catalogue
from vettrak_api.catalogue.type_expressions import TypeExpression
from vettrak_api.web.reference.samples.values import Value, of_class

MOST_LEVELS = 3
"""Elements within elements that are shown; what is deeper has a page of its own."""


def xml_of_class(name: str, catalogue: Catalogue) -> str:
    """Return an element of a class, with all its members."""
    return "\n".join(_element(name, TypeExpression(name), of_class(catalogue, name), catalogue, 0))


def xml_of_value(name: str, expression: TypeExpression, told: Value, catalogue: Catalogue) -> str:
    """Return an element of any type that holds a value."""
    return "\n".join(_element(name, expression, told, catalogue, 0))


def _element(name: str, expression: TypeExpression, told: Value, catalogue: Catalogue, level: int) -> Iterator[str]:
    if told is None:
        return
    if isinstance(told, str):
        yield f"<{name}>{escape(told)}</{name}>"
        return
    if level == MOST_LEVELS or not told:
        yield f"<{name} />"
        return
    yield f"<{name}>"
    for inner_name, inner, value in _parts(expression, told, catalogue):
        yield from (f"  {line}" for line in _element(inner_name, inner, value, catalogue, level + 1))
    yield f"</{name}>"


def _parts(
    expression: TypeExpression, told: Value, catalogue: Catalogue
) -> Iterator[tuple[str, TypeExpression, Value]]:
    if isinstance(told, list):
        item = expression.item
        name = f"ArrayOf{item.name[0].upper()}{item.name[1:]}" if item.is_list else item.name
        yield from ((name, item, value) for value in told)
    elif isinstance(told, dict):
        for member in catalogue.types[expression.name].all_members():
            yield member.name, member.type, told.get(member.name)
