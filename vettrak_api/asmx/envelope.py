"""The SOAP message around the parameters: its version, its headers, and the operation its Body names.

The engine looks at a message twice: loosely, to find out which operation it names when no action says so, and
strictly, to read it. The two tell what is wrong differently (recorded: envelope_no_body, order_no_body_action).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vettrak_api.asmx.context import CompiledOperation
from vettrak_api.asmx.faults import (
    SOAP11_NAMESPACE,
    SOAP12_NAMESPACE,
    VERSIONS,
    MustUnderstandFault,
    SoapClientFault,
    SoapServerFault,
    Version,
    VersionMismatchFault,
)
from vettrak_api.asmx.tokenizer import FINISHED, Attributes, Token, Tokens, content, skip

_MUST_UNDERSTAND = (f"{SOAP11_NAMESPACE} mustUnderstand", f"{SOAP12_NAMESPACE} mustUnderstand")
NO_ENVELOPE = "Request format is invalid: Missing required soap:Envelope element."
NO_BODY = "Request format is invalid: Missing required soap:Body element."


@dataclass(frozen=True)
class Names:
    """The qualified names of the parts of one version's message."""

    envelope: str
    header: str
    body: str


_NAMES = {
    namespace: Names(f"{namespace} Envelope", f"{namespace} Header", f"{namespace} Body") for namespace in VERSIONS
}


def version_of(tokens: list[Token]) -> Version:
    """The SOAP version of the document element's namespace.

    Raises the Trouble that hid it, or VersionMismatchFault for any other namespace (recorded: not_soap).
    """
    name, _ = _document_element(iter(tokens))
    version = VERSIONS.get(name.rpartition(" ")[0])
    if version is None:
        raise VersionMismatchFault(
            "Possible SOAP version mismatch: the document element is not in the namespace of SOAP 1.1 "
            f"({SOAP11_NAMESPACE}) or SOAP 1.2 ({SOAP12_NAMESPACE})."
        )
    return version


def requested_element(tokens: list[Token], version: Version) -> str | None:
    """The loose look: the qualified name of Body's first content if it is an element.

    Raises SoapServerFault when there is no envelope or no body.
    """
    names = _NAMES[version.namespace]
    walk = iter(tokens)
    if _document_element(walk)[0] != names.envelope:
        raise SoapServerFault(f"Server was unable to process request. ---> {NO_ENVELOPE}")
    for part in content(walk):
        if part.__class__ is tuple:
            if part[0] == names.body:
                first = next(content(walk), None)
                return first[0] if first.__class__ is tuple else None
            skip(walk)
    raise SoapServerFault(f"Server was unable to process request. ---> {NO_BODY}")


def read_arguments(
    tokens: list[Token], version: Version, operation: CompiledOperation, operations: Mapping[str, CompiledOperation]
) -> list[Any]:
    """The strict reading: the arguments of the operation; `operations` are all, by the name of their element.

    Raises SoapClientFault when envelope or body are not where they must be, when Body names another operation than
    the action did, and what the readers raise; MustUnderstandFault when all else is right.
    """
    names = _NAMES[version.namespace]
    walk = iter(tokens)
    if _document_element(walk)[0] != names.envelope:
        raise SoapClientFault(f"Server was unable to read request. ---> {NO_ENVELOPE}")
    parts = content(walk)
    part = next(parts, None)
    not_understood = False
    if part.__class__ is tuple and part[0] == names.header:
        not_understood = _must_understand(walk)
        part = next(parts, None)
    if part.__class__ is not tuple or part[0] != names.body:
        raise SoapClientFault(f"Server was unable to read request. ---> {NO_BODY}")
    arguments = _read_body(walk, operation, operations)
    _check_end(tokens)
    if not_understood:
        raise MustUnderstandFault("A SOAP header marked mustUnderstand was not understood.")
    return arguments


def _document_element(walk: Tokens) -> tuple[str, Attributes]:
    for part in content(walk):
        if part.__class__ is tuple:
            return part
    raise AssertionError  # the token list always ends with a Trouble, which content() raises


def _must_understand(walk: Tokens) -> bool:
    """Whether any header must be understood; for whom it is meant is not asked (header_must_understand_actor)."""
    found = False
    for part in content(walk):
        if part.__class__ is tuple:
            attributes: Attributes = part[1]
            found = found or any(attributes.get(name) in {"1", "true"} for name in _MUST_UNDERSTAND)
            skip(walk)
    return found


def _read_body(walk: Tokens, operation: CompiledOperation, operations: Mapping[str, CompiledOperation]) -> list[Any]:
    """The arguments from the element of the operation; other elements are passed over.

    Raises SoapClientFault when Body's first element names another operation, or none of its elements fits: the engine
    would run the operation of the action with nothing (action_other, action_unknown_body), which is not safe.
    """
    arguments: list[Any] | None = None
    misnamed: str | None = None
    first = True
    for part in content(walk):
        if part.__class__ is not tuple:
            continue
        name: str = part[0]
        if name == operation.element and arguments is None:
            arguments = operation.read(walk, part[1])
        else:
            if first and name in operations:
                raise _contradiction(operation)
            if name.rpartition(" ")[2] != operation.name:
                misnamed = name
            skip(walk)
        first = False
    if arguments is None and misnamed is not None:
        raise _contradiction(operation)
    return operation.defaults() if arguments is None else arguments


def _contradiction(operation: CompiledOperation) -> SoapClientFault:
    return SoapClientFault(f"The action names {operation.name}, but the body does not.")


def _check_end(tokens: list[Token]) -> None:
    """The engine reads to the end before it calls: what follows must be well-formed (envelope_text_after)."""
    last = tokens[-1]
    if last is not FINISHED:
        raise last
