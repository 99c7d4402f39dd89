"""Sample messages of an operation, as the help pages of ASMX show them: with the types in the places of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from vettrak_api.asmx.context import CompiledOperation
from vettrak_api.asmx.faults import SOAP11, SOAP12, XSD, XSI, Version
from vettrak_api.asmx.shapes import Listed, Member, Scalar, Shape

_ITEMS_SHOWN = 2


@dataclass(frozen=True)
class Sample:
    """One sample exchange."""

    title: str
    request: str
    response: str


def sample_messages(operation: CompiledOperation, namespace: str, location: str) -> list[Sample]:
    """Return an exchange by each version of SOAP, with a service at that address."""
    return [_sample(operation, namespace, location, version) for version in (SOAP11, SOAP12)]


def _sample(operation: CompiledOperation, namespace: str, location: str, version: Version) -> Sample:
    place = urlsplit(location)
    result = [operation.result] if operation.result else []
    request = _envelope(version, namespace, operation.name, operation.parameters)
    response = _envelope(version, namespace, f"{operation.name}Response", result)
    start = f"POST {place.path or '/'} HTTP/1.1\nHost: {place.netloc}\n"
    kind = f"Content-Type: {version.content_type}\nContent-Length: "
    action = f'\nSOAPAction: "{namespace}/{operation.name}"' if version is SOAP11 else ""
    title = "SOAP 1.1" if version is SOAP11 else "SOAP 1.2"
    return Sample(
        title,
        f"{start}{kind}length{action}\n\n{request}",
        f"HTTP/1.1 200 OK\n{kind}length\n\n{response}",
    )


def _envelope(version: Version, namespace: str, element: str, members: list[Member]) -> str:
    prefix = "soap" if version is SOAP11 else "soap12"
    content = [line for member in members for line in _member(member.name, member.shape, ())]
    opening = f'    <{element} xmlns="{namespace}"'
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
