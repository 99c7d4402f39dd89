"""SOAP versions, and the faults and refusals a request can end in.

The bytes of both fault forms are recorded (cases server_error, echo_empty_int, malformed, header_must_understand,
not_soap): a SOAP 1.1 fault and a SOAP 1.2 fault both travel under HTTP status 500.
"""

from __future__ import annotations

from dataclasses import dataclass

from vettrak_api.asmx.text import escape

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
SOAP11_NAMESPACE = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12_NAMESPACE = "http://www.w3.org/2003/05/soap-envelope"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"

_UPGRADE = (
    f'<soap:Header><soap12:Upgrade xmlns:soap12="{SOAP12_NAMESPACE}">'
    f'<soap12:SupportedEnvelope qname="soap:Envelope" xmlns:soap="{SOAP11_NAMESPACE}" />'
    f'<soap12:SupportedEnvelope qname="soap12:Envelope" xmlns:soap12="{SOAP12_NAMESPACE}" />'
    "</soap12:Upgrade></soap:Header>"
)


@dataclass(frozen=True)
class Version:
    """One SOAP version: its namespace, its media type and how its faults look."""

    namespace: str
    media_type: str
    fault_codes: dict[str, str]

    @property
    def content_type(self) -> str:
        """The exact Content-Type of answers: a client is known to compare it byte for byte."""
        return f"{self.media_type}; charset=utf-8"

    @property
    def opening(self) -> str:
        """Everything before the content of Body."""
        return self._opening("")

    def _opening(self, header: str) -> str:
        names = f'xmlns:soap="{self.namespace}" xmlns:xsi="{XSI}" xmlns:xsd="{XSD}"'
        return f"{DECLARATION}<soap:Envelope {names}>{header}<soap:Body>"

    def fault(self, fault: Fault) -> bytes:
        """The whole message that tells the fault."""
        code = self.fault_codes.get(fault.code, fault.code)
        detail = fault.code != "MustUnderstand"  # a fault about a header has no detail (header_must_understand)
        reason = escape(fault.message)
        opening = self._opening(_UPGRADE if fault.code == "VersionMismatch" else "")
        tell = self._fault12 if self is SOAP12 else self._fault11
        content = tell(code, reason, detail=detail)
        return f"{opening}<soap:Fault>{content}</soap:Fault>{CLOSING}".encode()

    @staticmethod
    def _fault11(code: str, reason: str, *, detail: bool) -> str:
        tail = "<detail />" if detail else ""
        return f"<faultcode>soap:{code}</faultcode><faultstring>{reason}</faultstring>{tail}"

    @staticmethod
    def _fault12(code: str, reason: str, *, detail: bool) -> str:
        tail = "<soap:Detail />" if detail else ""
        return (
            f"<soap:Code><soap:Value>soap:{code}</soap:Value></soap:Code>"
            f'<soap:Reason><soap:Text xml:lang="en">{reason}</soap:Text></soap:Reason>{tail}'
        )


CLOSING = "</soap:Body></soap:Envelope>"
SOAP11 = Version(SOAP11_NAMESPACE, "text/xml", {})
SOAP12 = Version(SOAP12_NAMESPACE, "application/soap+xml", {"Client": "Sender", "Server": "Receiver"})
VERSIONS = {version.namespace: version for version in (SOAP11, SOAP12)}


class Fault(Exception):
    """A SOAP fault: the client sees the message, so it never holds what was sent or what went wrong inside."""

    code = "Server"
    status = "500 Internal Server Error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SoapClientFault(Fault):
    """The request is at fault: sending it again unchanged gives the same answer."""

    code = "Client"


class TooLarge(SoapClientFault):
    """The request has more bytes than one may have."""

    status = "413 Content Too Large"


class SoapServerFault(Fault):
    """The server could not do what a sound request asked for."""

    code = "Server"


class MustUnderstandFault(Fault):
    """A header marked mustUnderstand: this server understands none (recorded: header_must_understand)."""

    code = "MustUnderstand"


class VersionMismatchFault(Fault):
    """The document element is of neither SOAP version; always told in SOAP 1.1 (recorded: not_soap)."""

    code = "VersionMismatch"


class Refusal(Exception):
    """An answer of an HTTP status and no SOAP message, as the engine gives for XML it can not read on.

    The reason says what is wrong and where, never what was sent.
    """

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(f"{status}: {reason}")
        self.status = status
        self.reason = reason


UNREADABLE = "400 Bad Request"
UNSUPPORTED = "415 Unsupported Media Type"
