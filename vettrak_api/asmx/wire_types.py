"""Short names for declaring operations and types: what each becomes on the wire stands beside it."""

from __future__ import annotations

from typing import Any

from spyne import (
    Array,
    ByteArray,
    ComplexModel,
    Integer32,
    Integer64,
    ServiceBase,
    Unicode,
    rpc,
)
from spyne import (
    Boolean as _Boolean,
)
from spyne import (
    DateTime as _DateTime,
)
from spyne import (
    Decimal as _Decimal,
)

__all__ = [
    "Base64",
    "Boolean",
    "ComplexModel",
    "DateTime",
    "Day",
    "Int",
    "IntOr",
    "ListOf",
    "Long",
    "Money",
    "NullableBoolean",
    "NullableDateTime",
    "NullableDay",
    "NullableInt",
    "NullableLong",
    "NullableMoney",
    "ServiceBase",
    "String",
    "rpc",
]


def _plain(declared: Any) -> Any:
    """A .NET value type: always present, with a default in place of null."""
    return declared.customize(nillable=False, min_occurs=1)


def _nullable(declared: Any) -> Any:
    """A .NET `Nullable<T>`: always present, `xsi:nil` when null."""
    return declared.customize(nillable=True, min_occurs=1)


String = Unicode
Base64 = ByteArray
Int = _plain(Integer32)
Long = _plain(Integer64)
Money = _plain(_Decimal)
Boolean = _plain(_Boolean)
DateTime = _plain(_DateTime)
NullableInt = _nullable(Integer32)
NullableLong = _nullable(Integer64)
NullableMoney = _nullable(_Decimal)
NullableBoolean = _nullable(_Boolean)
NullableDateTime = _nullable(_DateTime)
# A dateTime of which the day alone counts: the sender's where it is midnight there, else that of our zone.
Day = _plain(_DateTime.customize(is_day=True))
NullableDay = _nullable(_DateTime.customize(is_day=True))


def IntOr(missing: int) -> Any:  # noqa: N802 - reads as a type in declarations
    """An int that is `missing`, not 0, when nobody sends it."""
    return Int.customize(default=missing)


def ListOf(item: Any) -> Any:  # noqa: N802 - reads as a type in declarations
    """A .NET `List<item>`: `ArrayOfItem` in the schema, absent when null, an empty element when empty."""
    return Array(item)
