"""A SOAP call from request to answer, in the order in which the engine does it.

1. The version of a fault is guessed: SOAP 1.1 if there is a SOAPAction header outside SOAP 1.2's media type.
2. The operation is found: by SOAPAction (which must then be right), by the action of the media type (if it is known),
   or by the first element of Body.
3. The media type is checked, the message read, the operation called, the result written.
Recorded: soap11_*, soap12_*, action_*, type_*, envelope_*.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any
from urllib.parse import unquote

from vettrak_api.asmx.context import CompiledOperation
from vettrak_api.asmx.envelope import read_arguments, requested_element, version_of
from vettrak_api.asmx.faults import (
    CLOSING,
    SOAP11,
    SOAP12,
    UNREADABLE,
    UNSUPPORTED,
    Fault,
    Refusal,
    SoapClientFault,
    SoapServerFault,
    Version,
    VersionMismatchFault,
)
from vettrak_api.asmx.limits import Limits
from vettrak_api.asmx.packed import Packed, pack
from vettrak_api.asmx.request import ContentType, Environ, content_type, read_body, to_utf8
from vettrak_api.asmx.responses import OK, PLAIN, Response
from vettrak_api.asmx.tokenizer import Excess, Token, Trouble, tokenize
from vettrak_api.asmx.values import NotReadable

_LOG = logging.getLogger(__name__)
_LONGEST_CONTENT_TYPE = 1024  # characters; what was taken apart is remembered, so it must be bounded
_WRONG_TYPE = f"The Content-Type must be {SOAP11.media_type} (SOAP 1.1) or {SOAP12.media_type} (SOAP 1.2)."
_WRONG_VERSION = f"The message is SOAP 1.1, so its Content-Type must be {SOAP11.media_type}."
_UNCACHED = [("Cache-Control", "private, max-age=0")]
Invoke = Callable[[CompiledOperation, list[Any], Environ], Any]


class Processor:
    """Answers the POST requests of one endpoint."""

    def __init__(
        self, operations: Mapping[str, CompiledOperation], namespace: str, limits: Limits, invoke: Invoke
    ) -> None:
        self._by_action = {f"{namespace}/{name}": operation for name, operation in operations.items()}
        self._by_element = {operation.element: operation for operation in operations.values()}
        self._limits = limits
        self._invoke = invoke
        self._openings = {version.namespace: version.opening for version in (SOAP11, SOAP12)}

    def answer(self, environ: Environ) -> Response:
        """The answer to one call; never raises."""
        call = _Call(self, environ)
        try:
            body = call.perform()
        except Fault as fault:
            version = SOAP11 if isinstance(fault, VersionMismatchFault) else call.version
            return Response(
                fault.status, version.content_type, version.fault(fault), _UNCACHED, fault.message, call.name
            )
        except Refusal as refusal:
            # The engine sends no body; a developer who reads the answer wants to know what is wrong with the request.
            return Response(refusal.status, PLAIN, f"{refusal}\n".encode(), _UNCACHED, refusal.reason, call.name)
        return Response(OK, call.version.content_type, body, _UNCACHED, operation=call.name)

    @staticmethod
    def refused(environ: Environ, message: str) -> Response:
        """The fault that a call gets which nobody looks at: neither who sent it nor what it asks matters."""
        told = content_type((environ.get("CONTENT_TYPE") or "")[:_LONGEST_CONTENT_TYPE])
        version, fault = _guess(told, environ.get("HTTP_SOAPACTION")), SoapClientFault(message)
        return Response(fault.status, version.content_type, version.fault(fault), _UNCACHED, message)

    def by_action(self, action: str) -> CompiledOperation | None:
        """The operation that an action names in full."""
        return self._by_action.get(action)

    def tokens(self, environ: Environ, charset: str) -> list[Token]:
        """The message as far as it is well-formed and within the limits."""
        return tokenize(to_utf8(read_body(environ, self._limits), charset), self._limits)

    def by_body(self, tokens: list[Token], version: Version) -> CompiledOperation:
        """The operation that Body's first element names.

        Raises SoapClientFault when it names none of this service.
        """
        operation = self._by_element.get(requested_element(tokens, version) or "")
        if operation is None:
            raise SoapClientFault(
                "Unable to handle request without a valid action parameter. The first element of the body is not an "
                "operation of this service in its namespace."
            )
        return operation

    def arguments(self, tokens: list[Token], version: Version, operation: CompiledOperation) -> list[Any]:
        """The arguments of the call, read strictly."""
        return read_arguments(tokens, version, operation, self._by_element)

    def result(
        self, operation: CompiledOperation, arguments: list[Any], environ: Environ, version: Version
    ) -> bytes | Packed:
        """The answer's body; what the operation raised is logged under a number, and the client sees the number."""
        opening = self._openings[version.namespace]
        try:
            written = operation.write(self._invoke(operation, arguments, environ))
            if isinstance(written, str):
                return f"{opening}{written}{CLOSING}".encode()
            return pack(chain((opening,), written, (CLOSING,)))
        except Fault:
            raise
        except Exception as error:  # noqa: BLE001 - the last resort: the client learns nothing of it
            reference = secrets.token_hex(4)
            told = _Untold(type(error).__name__)
            exc_info = (_Untold, told, error.__traceback__)
            _LOG.error("operation %s failed, reference %s", operation.name, reference, exc_info=exc_info)
            raise SoapServerFault(f"Server was unable to process request. Reference {reference}.") from None


class _Untold(Exception):
    """Stands in the log for an exception, by its kind and place: its text may hold personal data."""


class _Call:
    """The state of one call: above all the version in which an answer would be written now."""

    def __init__(self, processor: Processor, environ: Environ) -> None:
        self._processor = processor
        self._environ = environ
        self._content_type = content_type((environ.get("CONTENT_TYPE") or "")[:_LONGEST_CONTENT_TYPE])
        self._soap_action: str | None = environ.get("HTTP_SOAPACTION")
        self.version = _guess(self._content_type, self._soap_action)
        self.name = ""
        """The operation's, once it is known."""
        self._declared: Version | None = None
        """The version of the envelope, once it has been looked at."""

    def perform(self) -> bytes | Packed:
        """The body of the answer.

        Raises a Fault or a Refusal.
        """
        operation = self._named_operation()
        self.name = operation.name if operation else ""
        tokens = self._read()
        guessed = self.version
        if operation is None:
            operation = self._requested_operation(tokens)
            self.name = operation.name
        arguments = self._arguments(tokens, operation, guessed)
        return self._processor.result(operation, arguments, self._environ, self.version)

    def _read(self) -> list[Token]:
        """The tokens; a body that is not taken at all is refused in the version that its media type names."""
        try:
            return self._processor.tokens(self._environ, self._content_type.charset)
        except SoapClientFault:
            self.version = self._content_type.version or self.version
            raise

    def _named_operation(self) -> CompiledOperation | None:
        """The operation that an action names; None when there is no action to go by.

        Raises SoapClientFault for a SOAPAction header, even an empty one, that names none (soap11_empty_action).
        """
        if self.version is SOAP12:
            action = self._content_type.action
            return self._processor.by_action(unquote(action)) if action else None
        operation = self._processor.by_action(_unquoted(self._soap_action or ""))
        if operation is None:
            raise SoapClientFault("Server did not recognize the value of HTTP Header SOAPAction.")
        return operation

    def _requested_operation(self, tokens: list[Token]) -> CompiledOperation:
        try:
            self.version = self._declared = version_of(tokens)
            return self._processor.by_body(tokens, self.version)
        except Excess as excess:
            raise _too_much(excess) from None
        except Trouble as trouble:
            raise SoapServerFault(f"Server was unable to process request. ---> The XML is wrong: {trouble}.") from None

    def _arguments(self, tokens: list[Token], operation: CompiledOperation, guessed: Version) -> list[Any]:
        """The arguments, once the media type has been found to fit the message."""
        claimed = self._content_type.version
        if claimed is None:
            self.version = guessed
            raise Refusal(UNSUPPORTED, _WRONG_TYPE)
        try:
            self.version = self._declared or version_of(tokens)
            # SOAP 1.2 is welcome under the type of SOAP 1.1, but not the other way round (action_11_under_12_type).
            if self.version is SOAP11 and claimed is SOAP12:
                raise Refusal(UNSUPPORTED, _WRONG_VERSION)
            return self._processor.arguments(tokens, self.version, operation)
        except NotReadable as problem:
            raise _unreadable(operation, problem) from None
        except Excess as excess:
            raise _too_much(excess) from None
        except Trouble as trouble:
            raise Refusal(UNREADABLE, f"The XML can not be read: {trouble}.") from None


def _guess(claimed: ContentType, soap_action: str | None) -> Version:
    return SOAP12 if soap_action is None or claimed.version is SOAP12 else SOAP11


def _unquoted(action: str) -> str:
    """The action without one pair of quotes; clients send it with and without (soap11_unquoted_action)."""
    if len(action) > 1 and action[0] == action[-1] == '"':
        return action[1:-1]
    return action


def _unreadable(operation: CompiledOperation, problem: NotReadable) -> SoapClientFault:
    place = "/".join([operation.name, *problem.path])
    return SoapClientFault(f"Server was unable to read request. ---> {place} must be {problem.expected}.")


def _too_much(excess: Excess) -> SoapClientFault:
    return SoapClientFault(f"Server was unable to read request. ---> The message has {excess}.")
