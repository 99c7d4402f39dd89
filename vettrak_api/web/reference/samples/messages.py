"""The messages on the wire: a request as it is sent, and the answer as this server's own writer writes it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from vettrak_api.asmx.faults import CLOSING, SOAP11
from vettrak_api.asmx.responses import OK
from vettrak_api.asmx.shapes import Listed, Member, Operation, Scalar, Shape, Shapes, Structure
from vettrak_api.asmx.text import escape
from vettrak_api.asmx.values import parsers
from vettrak_api.asmx.writer import Writers, result_writer
from vettrak_api.contract.services import SERVICES
from vettrak_api.web.reference.samples.calls import Conversation
from vettrak_api.web.reference.samples.text import Sample, sample, value
from vettrak_api.web.reference.samples.values import Value, result

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
STEP = "  "

_TAG = re.compile(r"<(/?)[^<>]*?(/?)>")


def request(talk: Conversation) -> Sample:
    """Write the request, headers and all."""
    operation = declared(talk)
    name = operation.name
    place = urlsplit(talk.page)
    given = {argument.name: argument.value for argument in talk.call.given}
    content = [line for member in operation.parameters for line in _element(member, given.get(member.name))]
    opening = f'    <{name} xmlns="{talk.namespace}"'
    body = [f"{opening}>", *(f"      {line}" for line in content), f"    </{name}>"] if content else [f"{opening} />"]
    text = [
        f"POST {value(place.path)} HTTP/1.1",
        f"Host: {value(place.netloc)}",
        f"Content-Type: {SOAP11.content_type}",
        f'SOAPAction: "{talk.namespace}/{name}"',
        "",
        DECLARATION,
        f'<soap:Envelope xmlns:soap="{SOAP11.namespace}">',
        "  <soap:Body>",
        *body,
        "  </soap:Body>",
        "</soap:Envelope>",
        "",
    ]
    return sample("request", "Request", "\n".join(text), has_markup=True)


def answer(talk: Conversation) -> Sample:
    """Write the answer of a call that went well."""
    headers = [f"HTTP/1.1 {OK}", f"Content-Type: {SOAP11.content_type}", ""]
    return sample("answer", "Answer", "\n".join([*headers, *_laid_out(written_answer(talk)), ""]), has_markup=True)


def written_answer(talk: Conversation) -> str:
    """Return the answer as the server would write it, which is on one line."""
    operation = declared(talk)
    told = result(talk.catalogue, talk.call.operation)
    payload = None if operation.result is None else python_value(operation.result.shape, told)
    write = result_writer(operation.name, talk.namespace, operation.result, _writers())
    written = write(payload)
    return f"{SOAP11.opening}{written if isinstance(written, str) else ''.join(written)}{CLOSING}"


def declared(talk: Conversation) -> Operation:
    """Return the operation as the product's service declares it."""
    return _declared(talk.product, talk.call.operation.name)


@cache
def _declared(product: str, name: str) -> Operation:
    return Shapes().operation(SERVICES[product].public_methods[name])


@cache
def _writers() -> Writers:
    return Writers(None, "nil")


def python_value(shape: Shape, told: Value) -> Any:
    """Turn the text of a value into what an operation returns."""
    if told is None:
        return None
    if isinstance(shape, Scalar):
        return told if shape.kind == "string" else parsers(None)[shape.kind](str(told))
    if isinstance(shape, Listed):
        return [python_value(shape.item, item) for item in told]
    assert isinstance(told, dict)  # noqa: S101 - for the type checker
    return {member.name: python_value(member.shape, told.get(member.name)) for member in shape.members}


# The request


def _element(member: Member, told: Value) -> Iterator[str]:
    """Yield the lines of one element; none for what is left out."""
    yield from _named(member.name, member.shape, told)


def _named(name: str, shape: Shape, told: Value) -> Iterator[str]:
    if told is None:
        return
    if isinstance(shape, Scalar):
        yield f"<{name}>{value(escape(str(told)))}</{name}>" if told else f"<{name} />"
        return
    inner = [*(_items(shape, told) if isinstance(shape, Listed) else _members(shape, told))]
    yield from [f"<{name}>", *(f"{STEP}{line}" for line in inner), f"</{name}>"] if inner else [f"<{name} />"]


def _items(shape: Listed, told: Value) -> Iterator[str]:
    for item in told or ():
        yield from _named(shape.item_name, shape.item, item)


def _members(shape: Structure, told: Value) -> Iterator[str]:
    assert isinstance(told, dict)  # noqa: S101 - for the type checker
    for member in shape.members:
        yield from _named(member.name, member.shape, told.get(member.name))


# The answer


def _laid_out(written: str) -> Iterator[str]:
    """Yield the lines of an XML text, indented; an element that holds text stays on one line."""
    start = written.index(">") + 1
    yield written[:start]
    depth, line, at = 0, "", start
    for match in _TAG.finditer(written, start):
        text = written[at : match.start()]
        at = match.end()
        if match[1]:
            depth -= 1
            yield f"{line}{value(text)}{match[0]}" if line else f"{STEP * depth}{match[0]}"
            line = ""
            continue
        if line:
            yield line
        line = f"{STEP * depth}{match[0]}"
        if match[2]:
            yield line
            line = ""
        else:
            depth += 1
