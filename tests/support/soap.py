"""A small SOAP client for tests: calls a WSGI application through its public door and reads the answer."""

import datetime
import io
from collections.abc import Mapping
from decimal import Decimal
from types import SimpleNamespace
from xml.sax.saxutils import escape

from lxml import etree

from vettrak_api.catalogue.loader import load_catalogue

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NUMBERS = {"int": int, "long": int, "decimal": Decimal}


class SoapFault(Exception):
    """The answer was a fault."""

    def __init__(self, code, text):
        super().__init__(f"{code}: {text}")
        self.code, self.text = code, text


class Reply(SimpleNamespace):
    """An object of an answer; members that were absent are None."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)


def post(application, path, body, *, action=None, content_type="text/xml; charset=utf-8", address="127.0.0.1"):
    """POST a body and return (status line, headers, body)."""
    payload = body.encode() if isinstance(body, str) else body
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": address,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(payload)),
        "wsgi.input": io.BytesIO(payload),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }
    if action is not None:
        environ["HTTP_SOAPACTION"] = action
    return collect(application, environ)


def get(application, path, query="", **headers):
    """GET a path and return (status line, headers, body)."""
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        **headers,
    }
    return collect(application, environ)


def collect(application, environ):
    """Run a WSGI application and return (status line, headers, body)."""
    answer = {}

    def start_response(status, headers, exc_info=None):
        answer.update(status=status, headers=dict(headers))

    chunks = application(environ, start_response)
    body = b"".join(chunks)
    return answer["status"], answer["headers"], body


class Api:
    """Calls operations by name: `api.GetClientByCode(token, "00001")`; parameters by position or by name."""

    def __init__(self, application, product="complete", address="127.0.0.1"):
        catalogue = load_catalogue()
        self._application = application
        self._operations = catalogue.operations
        self._types = catalogue.types
        self._namespace = catalogue.namespaces[product]
        self._path = catalogue.endpoints[product]
        self._address = address

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *values, **named: self._call(name, *values, **named)

    def _call(self, name, /, *values, **named):
        declared = self._operations[name]
        given = {parameter.name: value for parameter, value in zip(declared.params, values, strict=False)} | named
        parameters = "".join(_element(key, value) for key, value in given.items() if value is not None)
        body = (
            f'<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="{SOAP}"><soap:Body>'
            f'<{name} xmlns="{self._namespace}">{parameters}</{name}></soap:Body></soap:Envelope>'
        )
        action = f'"{self._namespace}/{name}"'
        _, _, answer = post(self._application, self._path, body, action=action, address=self._address)
        return self._read(declared, answer)

    def _read(self, declared, answer):
        body = etree.fromstring(answer).find(f"{{{SOAP}}}Body")
        fault = body.find(f"{{{SOAP}}}Fault")
        if fault is not None:
            raise SoapFault(fault.findtext("faultcode"), fault.findtext("faultstring"))
        result = body[0][0] if len(body[0]) else None
        return None if result is None else self._value(result, declared.result.name, declared.result.depth)

    def _value(self, element, type_name, depth):
        if element.get(f"{{{XSI}}}nil") == "true":
            return None
        if depth:
            return [self._value(item, type_name, depth - 1) for item in element]
        if type_name in self._types:
            members = {member.name: member for member in self._types[type_name].all_members()}
            return Reply(
                **{
                    name: self._value(child, members[name].type.name, members[name].type.depth)
                    for child in element
                    for name in [etree.QName(child).localname]
                }
            )
        return _scalar(type_name, element.text or "")


def _scalar(type_name, text):
    if type_name in NUMBERS:
        return NUMBERS[type_name](text)
    if type_name == "boolean":
        return text == "true"
    if type_name == "dateTime":
        return datetime.datetime.fromisoformat(text)
    return text


def _element(name, value):
    if isinstance(value, Mapping):
        inner = "".join(_element(key, member) for key, member in value.items() if member is not None)
    elif isinstance(value, list | tuple):
        inner = "".join(_item(item) for item in value)
    else:
        inner = escape(_text(value))
    return f"<{name}>{inner}</{name}>"


def _item(item):
    """Write a list item; items of an object list are given as (type name, mapping)."""
    if isinstance(item, tuple):
        return _element(*item)
    return _element("int" if isinstance(item, int) else "string", item)


def _text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return f"{value.isoformat()}T00:00:00"
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value)
