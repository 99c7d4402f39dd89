"""Wire types of the area events."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, ListOf, String
from vettrak_api.contract.types_common import TAuthenticate, TEven


class TEventType(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TEventType"

    Name = String  # event name
    Code = String  # code


class TAuthEvenList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthEvenList"

    Auth = TAuthenticate  # outcome of the call
    EvenList = ListOf(TEven)  # events


class TAuthEventTypeList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthEventTypeList"

    Auth = TAuthenticate  # outcome of the call
    EventTypeList = ListOf(TEventType)  # event types
