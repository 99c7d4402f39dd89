"""The WSDL as ASMX writes it: document/literal wrapped, two bindings over one port type, types after first use.

The shape is that of the recorded `sample.wsdl`, without its HttpGet and HttpPost parts, which a .NET server switches
off for remote callers. The text is made once; only the service's address is put in when it is sent. With notes it holds
them as xs:documentation, and is the same otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from vettrak_api.asmx.help_notes import OperationNotes, TypeNotes
from vettrak_api.asmx.shapes import Listed, Member, Operation, Scalar, Shape, Structure
from vettrak_api.asmx.text import escape, escape_attribute
from vettrak_api.asmx.writer import NullValues

_ADDRESS = "\x00"  # no XML text can hold it, so it can not be anything else

_OPENING = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<wsdl:definitions xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" '
    'xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/" '
    'xmlns:tns="{namespace}" xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" '
    'xmlns:tm="http://microsoft.com/wsdl/mime/textMatching/" xmlns:s="http://www.w3.org/2001/XMLSchema" '
    'xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" targetNamespace="{namespace}" '
    'xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">'
)
_DISCOVERY = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<discovery xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns="http://schemas.xmlsoap.org/disco/">'
)
_CONTRACT = '  <contractRef ref="{address}?wsdl" docRef="{address}" xmlns="http://schemas.xmlsoap.org/disco/scl/" />'
_SOAP = (
    '  <soap address="{address}" xmlns:{prefix}="{namespace}" binding="{prefix}:{binding}" '
    'xmlns="http://schemas.xmlsoap.org/disco/soap/" />'
)
_BINDINGS = (("Soap", "soap"), ("Soap12", "soap12"))


@dataclass(frozen=True)
class Notes:
    """Where a documented WSDL has its texts from: the notes on an operation and on a type, by name."""

    of_operation: Callable[[str], OperationNotes | None]
    of_type: Callable[[str], TypeNotes | None]


NO_NOTES = Notes(lambda _name: None, lambda _name: None)


class Wsdl:
    """The description of one service."""

    def __init__(
        self,
        *,
        name: str,
        namespace: str,
        documentation: str,
        operations: list[Operation],
        null_values: NullValues,
        notes: Notes = NO_NOTES,
    ) -> None:
        self._name = name
        self._namespace = namespace
        self._documentation = documentation
        self._operations = operations
        self._schema = _Schema(null_values, notes)
        self._before, *self._between, self._after = "\n".join(self._lines()).encode("utf-8").split(_ADDRESS.encode())

    def at(self, location: str) -> bytes:
        """The description of the service at that address."""
        address = escape_attribute(location).encode("utf-8")
        return address.join([self._before, *self._between, self._after])

    def discovery(self, location: str) -> bytes:
        """What `?disco` answers, by which old tools of .NET find the WSDL (recorded: disco)."""
        address, namespace = escape_attribute(location), escape_attribute(self._namespace)
        lines = [_DISCOVERY, _CONTRACT.format(address=address)]
        for number, (suffix, _) in enumerate(_BINDINGS, 1):
            binding = f"{self._name}{suffix}"
            lines.append(_SOAP.format(address=address, namespace=namespace, prefix=f"q{number}", binding=binding))
        return "\n".join([*lines, "</discovery>"]).encode()

    def _lines(self) -> Iterator[str]:
        namespace = escape_attribute(self._namespace)
        yield _OPENING.format(namespace=namespace)
        yield from _indent(_documentation(self._documentation))
        yield "  <wsdl:types>"
        yield f'    <s:schema elementFormDefault="qualified" targetNamespace="{namespace}">'
        for operation in self._operations:
            yield from _indent(self._schema.operation(operation), 3)
        yield "    </s:schema>"
        yield "  </wsdl:types>"
        yield from _indent(self._messages())
        yield from _indent(self._port_type())
        for suffix, prefix in _BINDINGS:
            yield from _indent(self._binding(suffix, prefix))
        yield from _indent(self._service())
        yield "</wsdl:definitions>"

    def _messages(self) -> Iterator[str]:
        for operation in self._operations:
            for message, element in (("In", operation.name), ("Out", f"{operation.name}Response")):
                yield f'<wsdl:message name="{operation.name}Soap{message}">'
                yield f'  <wsdl:part name="parameters" element="tns:{element}" />'
                yield "</wsdl:message>"

    def _port_type(self) -> Iterator[str]:
        yield f'<wsdl:portType name="{self._name}Soap">'
        for operation in self._operations:
            yield f'  <wsdl:operation name="{operation.name}">'
            yield from _indent(_documentation(operation.documentation.partition("\n")[0].strip()), 2)
            yield f'    <wsdl:input message="tns:{operation.name}SoapIn" />'
            yield f'    <wsdl:output message="tns:{operation.name}SoapOut" />'
            yield "  </wsdl:operation>"
        yield "</wsdl:portType>"

    def _binding(self, suffix: str, prefix: str) -> Iterator[str]:
        yield f'<wsdl:binding name="{self._name}{suffix}" type="tns:{self._name}Soap">'
        yield f'  <{prefix}:binding transport="http://schemas.xmlsoap.org/soap/http" />'
        for operation in self._operations:
            action = escape_attribute(f"{self._namespace}/{operation.name}")
            yield f'  <wsdl:operation name="{operation.name}">'
            yield f'    <{prefix}:operation soapAction="{action}" style="document" />'
            for direction in ("input", "output"):
                yield f"    <wsdl:{direction}>"
                yield f'      <{prefix}:body use="literal" />'
                yield f"    </wsdl:{direction}>"
            yield "  </wsdl:operation>"
        yield "</wsdl:binding>"

    def _service(self) -> Iterator[str]:
        yield f'<wsdl:service name="{self._name}">'
        yield from _indent(_documentation(self._documentation))
        for suffix, prefix in _BINDINGS:
            yield f'  <wsdl:port name="{self._name}{suffix}" binding="tns:{self._name}{suffix}">'
            yield f'    <{prefix}:address location="{_ADDRESS}" />'
            yield "  </wsdl:port>"
        yield "</wsdl:service>"


class _Schema:
    """The types, each told once, after the element that first needs it."""

    def __init__(self, null_values: NullValues, notes: Notes) -> None:
        self._null_values = null_values
        self._notes = notes
        self._told: set[str] = set()

    def operation(self, operation: Operation) -> Iterator[str]:
        notes = self._notes.of_operation(operation.name) or OperationNotes()
        results = [operation.result] if operation.result else []
        of_result = {result.name: notes.result for result in results}
        for name, members, meanings in (
            (operation.name, operation.parameters, notes.parameters),
            (f"{operation.name}Response", results, of_result),
        ):
            yield f'<s:element name="{name}">'
            yield from _indent(self._wrapper(members, meanings))
            yield "</s:element>"
            for member in members:
                yield from self._type(member.shape)

    def _wrapper(self, members: list[Member], meanings: Mapping[str, str]) -> Iterator[str]:
        if not members:
            yield "<s:complexType />"
            return
        yield "<s:complexType>"
        yield from _indent(self._sequence(members, meanings))
        yield "</s:complexType>"

    def _type(self, shape: Shape) -> Iterator[str]:
        if isinstance(shape, Scalar) or shape.name in self._told:
            return
        self._told.add(shape.name)
        if isinstance(shape, Listed):
            yield from self._array(shape)
            yield from self._type(shape.item)
            return
        yield from self._structure(shape)
        if shape.base is not None:
            yield from self._type(shape.base)
        for member in shape.own_members:
            yield from self._type(member.shape)

    @staticmethod
    def _array(shape: Listed) -> Iterator[str]:
        item = shape.item
        nillable = not isinstance(item, Scalar) or not item.is_value or item.nullable
        mark = ' nillable="true"' if nillable else ""
        yield f'<s:complexType name="{shape.name}">'
        yield "  <s:sequence>"
        yield (
            f'    <s:element minOccurs="0" maxOccurs="unbounded" name="{shape.item_name}"{mark} '
            f'type="{item.schema_type}" />'
        )
        yield "  </s:sequence>"
        yield "</s:complexType>"

    def _structure(self, shape: Structure) -> Iterator[str]:
        notes = self._notes.of_type(shape.name) or TypeNotes()
        yield f'<s:complexType name="{shape.name}">'
        yield from _indent(_annotation(notes.meaning))
        if shape.base is None:
            yield from _indent(self._sequence(shape.own_members, notes.members))
        else:
            yield '  <s:complexContent mixed="false">'
            yield f'    <s:extension base="tns:{shape.base.name}">'
            yield from _indent(self._sequence(shape.own_members, notes.members), 3)
            yield "    </s:extension>"
            yield "  </s:complexContent>"
        yield "</s:complexType>"

    def _sequence(self, members: list[Member], meanings: Mapping[str, str]) -> Iterator[str]:
        if not members:
            return
        yield "<s:sequence>"
        for member in members:
            yield from _indent(self._member(member, meanings.get(member.name, "")))
        yield "</s:sequence>"

    def _member(self, member: Member, meaning: str) -> Iterator[str]:
        shape = member.shape
        is_nullable = isinstance(shape, Scalar) and shape.is_value and shape.nullable
        is_present = shape.is_value and not (is_nullable and self._null_values == "absent")
        nillable = ' nillable="true"' if is_nullable else ""
        element = (
            f'<s:element minOccurs="{int(is_present)}" maxOccurs="1" name="{member.name}"{nillable} '
            f'type="{shape.schema_type}"'
        )
        if not meaning:
            yield f"{element} />"
            return
        yield f"{element}>"
        yield from _indent(_annotation(meaning))
        yield "</s:element>"


def _documentation(text: str) -> list[str]:
    if not text:
        return []
    opening = '<wsdl:documentation xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">'
    return [f"{opening}{escape(text)}</wsdl:documentation>"]


def _annotation(text: str) -> list[str]:
    if not text:
        return []
    documentation = f"  <s:documentation>{escape(text)}</s:documentation>"
    return ["<s:annotation>", documentation, "</s:annotation>"]


def _indent(lines: Iterable[str], levels: int = 1) -> Iterator[str]:
    for line in lines:
        yield "  " * levels + line
