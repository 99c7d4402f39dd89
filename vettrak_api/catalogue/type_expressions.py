"""The type notation of the catalogue: a scalar, a wire type, or `List<...>` of either, nested at will."""

import re
from dataclasses import dataclass

VALUE_TYPES = frozenset({"boolean", "dateTime", "decimal", "int", "long"})
"""XSD types that are .NET value types: without nullable they are always present on the wire."""

SCALARS = VALUE_TYPES | {"base64Binary", "string"}

_NOTATION = re.compile(r"(?P<lists>(?:List<)*)(?P<name>[A-Za-z]\w*)(?P<closing>>*)")


@dataclass(frozen=True, slots=True)
class TypeExpression:
    """`name` inside `depth` lists: `List<List<string>>` is `string` at depth 2."""

    name: str
    depth: int = 0

    @property
    def is_list(self) -> bool:
        """Lists are never nil on the wire: null is absent, empty is an empty element."""
        return self.depth > 0

    @property
    def is_scalar(self) -> bool:
        """One XSD built-in, not a list of them."""
        return self.depth == 0 and self.name in SCALARS

    @property
    def is_value_type(self) -> bool:
        """Written even when it has no value: as its default, or nil when nullable."""
        return self.depth == 0 and self.name in VALUE_TYPES

    @property
    def item(self) -> "TypeExpression":
        """What one element of the list is."""
        if not self.is_list:
            raise ValueError(f"{self} is not a list.")
        return TypeExpression(self.name, self.depth - 1)

    def __str__(self) -> str:
        """Write the notation that `parse_type` reads."""
        return "List<" * self.depth + self.name + ">" * self.depth


def parse_type(text: str) -> TypeExpression:
    """Raise ValueError when brackets do not match or the name is no name."""
    match = _NOTATION.fullmatch(text)
    depth = match["lists"].count("<") if match else 0
    if match is None or len(match["closing"]) != depth:
        raise ValueError(f"Not a type of the catalogue: {text!r}.")
    return TypeExpression(match["name"], depth)
