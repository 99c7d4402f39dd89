"""What a Spyne declaration means on the wire, in the four shapes that the reader, the writer and the WSDL share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from spyne import Array, Boolean, ByteArray, DateTime, Decimal, Integer, Integer64, Unicode
from spyne.model.complex import ComplexModelBase

# The first declared type that fits decides; Spyne's integers are decimals too, so they stand before Decimal.
_KINDS: tuple[tuple[Any, str], ...] = (
    (Boolean, "boolean"),
    (ByteArray, "base64Binary"),
    (DateTime, "dateTime"),
    (Integer64, "long"),
    (Integer, "int"),
    (Decimal, "decimal"),
    (Unicode, "string"),
)
_REFERENCE_KINDS = frozenset({"string", "base64Binary"})


@dataclass(frozen=True, eq=False)
class Scalar:
    """Text, bytes or one value; `kind` is the name of its XML Schema type.

    Of a dateTime that `is_day` the day alone counts. `missing` is what a missing value of a plain value type is,
    where it is not .NET's default.
    """

    kind: str
    nullable: bool
    is_day: bool = False
    missing: Any = None

    @property
    def is_value(self) -> bool:
        """Whether it is a .NET value type (number, boolean, dateTime), which is never simply absent."""
        return self.kind not in _REFERENCE_KINDS

    @property
    def schema_type(self) -> str:
        """The qualified name in the WSDL."""
        return f"s:{self.kind}"

    @property
    def array_part(self) -> str:
        """What follows `ArrayOf` in the name of a list of these."""
        name = self.kind[0].upper() + self.kind[1:]
        return f"NullableOf{name}" if self.is_value and self.nullable else name


@dataclass(frozen=True, eq=False)
class Listed:
    """A list: `<Wrapper><item/><item/></Wrapper>`."""

    item: Shape

    @property
    def is_value(self) -> bool:
        """Never: a list is a reference type."""
        return False

    @property
    def name(self) -> str:
        """The name of the array type, as ASMX makes it: ArrayOfString, ArrayOfTClie, ArrayOfArrayOfString."""
        return f"ArrayOf{self.item.array_part}"

    @property
    def array_part(self) -> str:
        """What follows `ArrayOf` in the name of a list of these."""
        return self.name

    @property
    def item_name(self) -> str:
        """The element name of one item: the item's own type name."""
        return self.item.kind if isinstance(self.item, Scalar) else self.item.name

    @property
    def schema_type(self) -> str:
        """The qualified name in the WSDL."""
        return f"tns:{self.name}"


@dataclass(frozen=True, eq=False)
class Member:
    """A named part of an object, or a parameter of an operation."""

    name: str
    shape: Shape


@dataclass(frozen=True, eq=False)
class Structure:
    """An object: members of the base class first, each in the order of declaration."""

    declared: Any
    name: str
    base: Structure | None
    own_members: list[Member] = field(default_factory=list)

    @property
    def is_value(self) -> bool:
        """Never: an object is a reference type."""
        return False

    @property
    def members(self) -> list[Member]:
        """All members in wire order."""
        inherited = self.base.members if self.base else []
        return [*inherited, *self.own_members]

    @property
    def array_part(self) -> str:
        """What follows `ArrayOf` in the name of a list of these."""
        return self.name

    @property
    def schema_type(self) -> str:
        """The qualified name in the WSDL."""
        return f"tns:{self.name}"

    def extends(self, other: Structure) -> bool:
        """Whether it is the other one or derived from it."""
        return self is other or (self.base is not None and self.base.extends(other))


Shape: TypeAlias = Scalar | Listed | Structure


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation as published: parameters in declared order, and what its body is."""

    name: str
    parameters: list[Member]
    result: Member | None
    documentation: str
    function: Any
    takes_context: bool


class Shapes:
    """Turns Spyne types into shapes, one structure per declared class."""

    def __init__(self) -> None:
        self.structures: dict[str, Structure] = {}

    def operation(self, descriptor: Any) -> Operation:
        """The shape of one `public_methods` entry of a Spyne service class."""
        parameters = self._members(descriptor.in_message._type_info)  # noqa: SLF001 - Spyne's own way in
        results = self._members(descriptor.out_message._type_info)  # noqa: SLF001
        return Operation(
            name=descriptor.name,
            parameters=parameters,
            result=results[0] if results else None,
            documentation=(descriptor.doc or "").strip(),
            function=descriptor.function,
            takes_context=not descriptor.no_ctx,
        )

    def of(self, declared: Any) -> Shape:
        """The shape of one Spyne type.

        Raises TypeError for a type that ASMX services of this kind never had.
        """
        if issubclass(declared, Array):
            (item,) = declared._type_info.values()  # noqa: SLF001
            return Listed(self.of(item))
        if issubclass(declared, ComplexModelBase):
            return self._structure(declared)
        return _scalar(declared)

    def _members(self, type_info: Any) -> list[Member]:
        return [Member(name, self.of(declared)) for name, declared in type_info.items()]

    def _structure(self, declared: Any) -> Structure:
        declared = declared.__orig__ or declared
        name = declared.get_type_name()
        known = self.structures.get(name)
        if known is not None:
            return known
        base = declared.__extends__
        structure = Structure(declared, name, self._structure(base) if base is not None else None)
        # Known before its members are looked at, so that a type may refer to itself.
        self.structures[name] = structure
        structure.own_members.extend(self._members(declared._type_info))  # noqa: SLF001
        return structure


def _scalar(declared: Any) -> Scalar:
    for family, kind in _KINDS:
        if issubclass(declared, family):
            attributes = declared.Attributes
            return Scalar(kind, bool(attributes.nillable), getattr(attributes, "is_day", False), attributes.default)
    message = f"{declared.__name__} has no place in an ASMX service"
    raise TypeError(message)
