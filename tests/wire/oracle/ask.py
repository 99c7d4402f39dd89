"""How a question to the genuine engine is put: one request, with a name and a note of what it tries."""

from __future__ import annotations

import base64
from typing import Any

NAMESPACE = "http://www.ozsoft.com.au/VETtrak/api/complete"
SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
PAGE = "/VT_API.asmx"
LOGIN = f'<ValidateClient xmlns="{NAMESPACE}"><sUsername>u</sUsername><sPassword>p</sPassword></ValidateClient>'

QUESTIONS: list[dict[str, Any]] = []


def ask(
    case: str,
    note: str,
    body: str | bytes,
    *,
    action: str | None = None,
    content_type: str | None = "text/xml; charset=utf-8",
    method: str = "POST",
    path: str = PAGE,
    headers: dict[str, str] | None = None,
) -> None:
    """Add one question; `action` is the whole value of the SOAPAction header."""
    sent: dict[str, str] = {}
    if content_type is not None:
        sent["Content-Type"] = content_type
    if action is not None:
        sent["SOAPAction"] = action
    sent.update(headers or {})
    request: dict[str, Any] = {"method": method, "path": path, "headers": sent}
    if isinstance(body, str):
        request["body"] = body
    else:
        request["body_base64"] = base64.b64encode(body).decode()
    QUESTIONS.append({"case": case, "note": note, "request": request})


def envelope(payload: str, *, header: str = "", version: str = SOAP11, prefix: str = "soap") -> str:
    """A whole message with the payload as the content of its Body."""
    return (
        f'{DECLARATION}<{prefix}:Envelope xmlns:{prefix}="{version}" {XSI}>{header}'
        f"<{prefix}:Body>{payload}</{prefix}:Body></{prefix}:Envelope>"
    )


def operation(name: str, inner: str, *, namespace: str = NAMESPACE) -> str:
    """The element of one operation with the inner XML as its parameters."""
    return f'<{name} xmlns="{namespace}">{inner}</{name}>'


def echo(case: str, note: str, inner: str) -> None:
    """Ask Echo with the inner XML as its parameters."""
    ask(case, note, envelope(operation("Echo", inner)), action=f'"{NAMESPACE}/Echo"')


def update(case: str, note: str, inner: str) -> None:
    """Ask UpdateClientDetails with the inner XML as its parameters."""
    body = envelope(operation("UpdateClientDetails", inner))
    ask(case, note, body, action=f'"{NAMESPACE}/UpdateClientDetails"')


def details(case: str, note: str, inner: str) -> None:
    """Ask GetClientDetails, which gives the client code back as it came."""
    body = envelope(operation("GetClientDetails", inner))
    ask(case, note, body, action=f'"{NAMESPACE}/GetClientDetails"')
