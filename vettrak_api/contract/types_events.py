"""Wire types of the area events."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, ListOf, String
from vettrak_api.contract.types_common import TAuthenticate, TEven


class TEventType(ComplexModel):
    """A kind of event."""

    __type_name__ = "TEventType"

    Name = String  # What events take as EventName. Codes: event-type.
    Code = String  # A short form, if the organisation has one.


class TAuthEvenList(ComplexModel):
    """The outcome of the call with the events."""

    __type_name__ = "TAuthEvenList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    EvenList = ListOf(TEven)  # The events; empty when nothing was found.


class TAuthEventTypeList(ComplexModel):
    """The outcome of the call with the kinds of event."""

    __type_name__ = "TAuthEventTypeList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    EventTypeList = ListOf(TEventType)  # The kinds of event; empty when nothing was found.
