"""Help pages for people, in the manner of ASMX: the list of operations, and each operation with sample messages."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, select_autoescape

from vettrak_api.asmx.context import CompiledOperation
from vettrak_api.asmx.faults import SOAP11, SOAP12, XSD, XSI, Version
from vettrak_api.asmx.help_notes import OperationNotes
from vettrak_api.asmx.responses import NO_FRAMES
from vettrak_api.asmx.shapes import Listed, Member, Scalar, Shape

_ITEMS_SHOWN = 2


@dataclass(frozen=True)
class Sample:
    """One sample exchange."""

    title: str
    request: str
    response: str


class Pages:
    """The pages of one service; made anew for each visitor, since the address in the samples is the visitor's."""

    def __init__(
        self,
        name: str,
        namespace: str,
        documentation: str,
        operations: Mapping[str, CompiledOperation],
        describe: Callable[[str], OperationNotes | None],
    ) -> None:
        self._name = name
        self._namespace = namespace
        self._documentation = documentation
        self._operations = operations
        self._describe = describe
        self._templates = Environment(
            loader=PackageLoader("vettrak_api.asmx"), autoescape=select_autoescape(default=True), trim_blocks=True
        )
        style = self._templates.get_template("page.css").render()
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
        self.policy = f"default-src 'none'; style-src 'sha256-{digest}'; {NO_FRAMES}"
        """What a browser may do on these pages: draw them by the one style that stands in them."""

    def overview(self, location: str) -> bytes:
        """All operations in alphabetical order, with their purposes."""
        listed = [(name, quote(name), self._notes(name).purpose) for name in sorted(self._operations, key=str.lower)]
        return self._render("overview.html", location=location, operations=listed)

    def operation(self, name: str, location: str) -> bytes | None:
        """One operation; None when there is none of that name."""
        operation = self._operations.get(name)
        if operation is None:
            return None
        return self._render(
            "operation.html",
            operation=operation,
            notes=self._notes(name),
            parameters=[(parameter.name, type_name(parameter.shape)) for parameter in operation.parameters],
            result=type_name(operation.result.shape) if operation.result else "",
            samples=[self._sample(operation, location, version) for version in (SOAP11, SOAP12)],
        )

    def unknown(self, name: str) -> bytes:
        """The page that says there is no such operation."""
        return self._render("unknown.html", asked=name[:100])

    def _notes(self, name: str) -> OperationNotes:
        notes = self._describe(name) or OperationNotes()
        if notes.purpose:
            return notes
        first_line = self._operations[name].doc.partition("\n")[0]
        return replace(notes, purpose=first_line)

    def _render(self, template: str, **values: Any) -> bytes:
        page = self._templates.get_template(template)
        text = page.render(service=self._name, namespace=self._namespace, documentation=self._documentation, **values)
        return text.encode("utf-8", "replace")

    def _sample(self, operation: CompiledOperation, location: str, version: Version) -> Sample:
        place = urlsplit(location)
        request = self._envelope(version, operation.name, operation.parameters)
        response = self._envelope(version, f"{operation.name}Response", [operation.result] if operation.result else [])
        start = f"POST {place.path or '/'} HTTP/1.1\nHost: {place.netloc}\n"
        kind = f"Content-Type: {version.content_type}\nContent-Length: "
        action = f'\nSOAPAction: "{self._namespace}/{operation.name}"' if version is SOAP11 else ""
        title = "SOAP 1.1" if version is SOAP11 else "SOAP 1.2"
        return Sample(
            title,
            f"{start}{kind}length{action}\n\n{request}",
            f"HTTP/1.1 200 OK\n{kind}length\n\n{response}",
        )

    def _envelope(self, version: Version, element: str, members: list[Member]) -> str:
        prefix = "soap" if version is SOAP11 else "soap12"
        content = [line for member in members for line in _member(member.name, member.shape, ())]
        opening = f'    <{element} xmlns="{self._namespace}"'
        payload = [f"{opening}>", *(f"      {line}" for line in content), f"    </{element}>"]
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<{prefix}:Envelope xmlns:xsi="{XSI}" xmlns:xsd="{XSD}" xmlns:{prefix}="{version.namespace}">',
            f"  <{prefix}:Body>",
            *(payload if content else [f"{opening} />"]),
            f"  </{prefix}:Body>",
            f"</{prefix}:Envelope>",
        ]
        return "\n".join(lines)


def _member(name: str, shape: Shape, inside: tuple[str, ...]) -> Iterator[str]:
    """The sample lines of one element; a type within itself is shown empty."""
    if isinstance(shape, Scalar):
        yield f"<{name}>{shape.kind}</{name}>"
        return
    if shape.name in inside:
        yield f"<{name} />"
        return
    yield f"<{name}>"
    if isinstance(shape, Listed):
        for _ in range(_ITEMS_SHOWN):
            yield from (f"  {line}" for line in _member(shape.item_name, shape.item, (*inside, shape.name)))
    else:
        for member in shape.members:
            yield from (f"  {line}" for line in _member(member.name, member.shape, (*inside, shape.name)))
    yield f"</{name}>"


def type_name(shape: Shape) -> str:
    """What a page calls a type: `int`, `int or null`, `TClie`, `list of TClie`."""
    if isinstance(shape, Listed):
        return f"list of {type_name(shape.item)}"
    if isinstance(shape, Scalar):
        return f"{shape.kind} or null" if shape.is_value and shape.nullable else shape.kind
    return shape.name
