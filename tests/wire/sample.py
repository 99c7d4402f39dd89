"""The sample service of the recordings, declared on our own wire layer, and the means to call it in process."""

import base64
import io
from dataclasses import dataclass
from typing import Any

from vettrak_api.asmx import Endpoint
from vettrak_api.asmx.wire_types import (
    Boolean,
    ComplexModel,
    DateTime,
    Int,
    ListOf,
    Money,
    NullableDateTime,
    NullableInt,
    NullableMoney,
    ServiceBase,
    String,
    rpc,
)

NAMESPACE = "http://www.ozsoft.com.au/VETtrak/api/complete"
SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


class TAuthenticate(ComplexModel):
    ID = Int
    Token = String
    Status = Int
    StatusMessage = String
    Identifier = String
    TokenType = String


class TClie(ComplexModel):
    Clie_Surname = String
    Clie_Given = String
    Clie_Code = String


class TAddress(ComplexModel):
    Building = String
    City = String


class TClieDetail(TClie):
    Empl_Identifier = String
    Clie_DOB = NullableDateTime
    USIExempt = Boolean
    Clie_Salary = NullableMoney
    UsualAddress = TAddress


class TAuthClieList(ComplexModel):
    Auth = TAuthenticate
    ClieList = ListOf(TClie)


class TAuthClieDetail(ComplexModel):
    Auth = TAuthenticate
    ClieDetail = TClieDetail


class QueryResult(ComplexModel):
    Auth = TAuthenticate
    Fields = ListOf(String)
    Values = ListOf(ListOf(String))


class TEcho(ComplexModel):
    Text = String
    Number = Int
    Flag = Boolean
    When = DateTime
    Amount = Money
    MaybeNumber = NullableInt
    MaybeWhen = NullableDateTime
    Numbers = ListOf(Int)
    Texts = ListOf(String)


OK = {"ID": 3037, "Token": "ABC", "Status": 1, "Identifier": "03037", "TokenType": "02"}
REFUSED = {
    "ID": -1,
    "Token": "",
    "Status": -1,
    "StatusMessage": "Invalid username or password",
    "Identifier": "-1",
    "TokenType": "",
}


class SampleService(ServiceBase):
    @rpc(String, String, _returns=TAuthenticate)
    def ValidateClient(ctx, sUsername, sPassword):
        """Validates a client"""  # noqa: D400 - as recorded in sample.wsdl
        return OK if sPassword == "p" else REFUSED

    @rpc(
        String, Int, Boolean, DateTime, Money, NullableInt, NullableDateTime, ListOf(Int), ListOf(String),
        _returns=TEcho,
    )  # fmt: skip
    def Echo(ctx, text, number, flag, when, amount, maybeNumber, maybeWhen, numbers, texts):
        """Echoes every kind of parameter"""  # noqa: D400 - as recorded
        return {
            "Text": text,
            "Number": number,
            "Flag": flag,
            "When": when,
            "Amount": amount,
            "MaybeNumber": maybeNumber,
            "MaybeWhen": maybeWhen,
            "Numbers": numbers,
            "Texts": texts,
        }

    @rpc(String, Int, _returns=TAuthClieList)
    def GetClients(ctx, sToken, count):
        rows = [
            {"Clie_Surname": f"O'Brien & <Söns> {index}", "Clie_Given": "", "Clie_Code": f"{index:010}"}
            for index in range(count)
        ]
        return {"Auth": OK, "ClieList": rows if count >= 0 else None}

    @rpc(String, String, _returns=TAuthClieDetail)
    def GetClientDetails(ctx, sToken, sClie_Code):
        detail = TClieDetail(
            Clie_Surname="Smith",
            Clie_Given="John",
            Clie_Code=sClie_Code,
            USIExempt=False,
            UsualAddress=TAddress(City="Launceston"),
        )
        return {"Auth": OK, "ClieDetail": detail}

    @rpc(String, TClieDetail, _returns=TAuthenticate)
    def UpdateClientDetails(ctx, sToken, cClient):
        return {**OK, "StatusMessage": summary(cClient)}

    @rpc(String, _returns=QueryResult)
    def QueryAdditionalData(ctx, token):
        return {
            "Auth": OK,
            "Fields": ["ClientCode", "ActiveFlag"],
            "Values": [["0000000001", "Y"], ["0000000002", None]],
        }

    @rpc(_returns=String)
    def API_Handshake(ctx):
        return "You are connected to the API."

    @rpc(_returns=Int)
    def Boom(ctx):
        raise RuntimeError("bang")


def summary(client: Any) -> str:
    """What UpdateClientDetails says of the object that arrived."""
    if client is None:
        return "null"
    born, address = client.Clie_DOB, client.UsualAddress
    return "|".join(
        [
            "nosurname" if client.Clie_Surname is None else client.Clie_Surname,
            born.strftime("%Y-%m-%dT%H:%M:%S") if born else "nodob",
            str(client.USIExempt),
            "noaddr" if address is None else address.City or "",
        ]
    )


def sample_endpoint(**settings: Any) -> Endpoint:
    """The sample service on one page."""
    settings = {"services": [SampleService], "documentation": "VETtrak API web services"} | settings
    return Endpoint(namespace=NAMESPACE, name="VT_API", **settings)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "")

    @property
    def text(self) -> str:
        return self.body.decode()


def call(
    application: Any, body: bytes | str = b"", *, method: str = "POST", path: str = "/VT_API.asmx", **headers: str
) -> Answer:
    """One request to a WSGI application; `headers` are WSGI names such as HTTP_SOAPACTION or CONTENT_TYPE."""
    data = body.encode() if isinstance(body, str) else body
    page, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": page,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(data)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "203.0.113.9",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(data),
    }
    environ.update(headers)
    started: list[Any] = []
    content = b"".join(application(environ, lambda status, fields: started.append((status, fields))))
    status, fields = started[0]
    return Answer(int(status.split()[0]), dict(fields), content)


def soap(payload: str, *, version: str = SOAP11, header: str = "") -> str:
    """A message with the payload in its Body."""
    return f'<s:Envelope xmlns:s="{version}" xmlns:xsi="{XSI}">{header}<s:Body>{payload}</s:Body></s:Envelope>'


def operation(name: str, parameters: str = "") -> str:
    """The element of an operation in the service's namespace."""
    return f'<{name} xmlns="{NAMESPACE}">{parameters}</{name}>'


def ask(application: Any, name: str, parameters: str = "", **headers: str) -> Answer:
    """One call of an operation by SOAP 1.1."""
    headers = {"CONTENT_TYPE": "text/xml; charset=utf-8"} | headers
    return call(application, soap(operation(name, parameters)), **headers)


def play(application: Any, request: dict[str, Any]) -> Answer:
    """The request of a recorded case."""
    names = {name: name.upper().replace("-", "_") for name in request["headers"]}
    headers = {
        wsgi if wsgi == "CONTENT_TYPE" else f"HTTP_{wsgi}": request["headers"][name] for name, wsgi in names.items()
    }
    body = base64.b64decode(request["body_base64"]) if "body_base64" in request else request.get("body", "")
    return call(application, body, method=request["method"], path=request["path"], **headers)
