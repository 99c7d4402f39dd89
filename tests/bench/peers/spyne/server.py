"""Three operations of the API on stock Spyne, lxml, waitress and SQLAlchemy, with the statements of the product.

Usage: python server.py PORT DATABASE FOLDER THREADS; the folder holds the statements, each in NAME.sql.
"""

import datetime
import hashlib
import hmac
import secrets
import sys
import time
from decimal import Decimal as Money
from pathlib import Path
from typing import Any

from vettrak_api import spyne_shim

spyne_shim.install()  # the newer Pythons can not import Spyne without it

from spyne import Application, Array, ComplexModel, DateTime, Decimal, Integer, ServiceBase, Unicode, rpc  # noqa: E402
from spyne.protocol.soap import Soap11  # noqa: E402
from spyne.server.wsgi import WsgiApplication  # noqa: E402
from sqlalchemy import Connection, create_engine, event  # noqa: E402
from waitress import serve  # noqa: E402

PORT, DATABASE, FOLDER, THREADS = sys.argv[1:5]
NAMESPACE = "http://www.ozsoft.com.au/VETtrak/api/complete"
STATEMENTS = {file.stem: file.read_text(encoding="utf-8") for file in Path(FOLDER).glob("*.sql")}

DATES = ("StartDate", "EndDate", "DateOfEffect")
MONEY = ("Amount", "GST", "AmountPaid", "AmountCredited")
NUMBERS = (
    *("ID", "StatusType", "OrganisationId", "DivisionId", "Reportable", "WebPublished", "Uploaded", "Vacancies"),
    "Prog_ID",
)
MEMBERS = (
    *("ID", "Code", "StartDate", "EndDate", "Status", "StatusType", "DateOfEffect", "Qual_Code", "Qual_Name"),
    *("OrganisationId", "Description", "Loca_Code", "DeliveryType", "DeliveryModes", "EmployerIdentifier"),
    *("EmployerName", "EmployerContactCode", "Amount", "GST", "DivisionId", "EnrolmentType", "EnrolmentTypeCode"),
    *("AmountPaid", "AmountCredited", "Prog_Code", "Prog_Name", "Reportable", "WebPublished", "Uploaded", "Vacancies"),
    *("Colour", "Prog_ID"),
)


def kind(member: str) -> Any:
    """Return the type of a member of an occurrence."""
    kinds = {"DeliveryModes": Array(Unicode)} | dict.fromkeys(DATES, DateTime) | dict.fromkeys(MONEY, Decimal)
    return (kinds | dict.fromkeys(NUMBERS, Integer)).get(member, Unicode)


class TAuthenticate(ComplexModel):
    """Whose call it is."""

    __namespace__ = NAMESPACE
    _type_info = [
        ("ID", Integer),
        ("Token", Unicode),
        ("Status", Integer),
        ("StatusMessage", Unicode),
        ("Identifier", Unicode),
        ("TokenType", Unicode),
    ]


class TClie(ComplexModel):
    """A client."""

    __namespace__ = NAMESPACE
    _type_info = [("Clie_Surname", Unicode), ("Clie_Given", Unicode), ("Clie_Code", Unicode)]


class TAuthClie(ComplexModel):
    """A client, for a caller."""

    __namespace__ = NAMESPACE
    _type_info = [("Auth", TAuthenticate), ("Clie", TClie)]


class TOccu(ComplexModel):
    """An occurrence."""

    __namespace__ = NAMESPACE
    _type_info = [(member, kind(member)) for member in MEMBERS]


class TAuthOccuList(ComplexModel):
    """Occurrences, for a caller."""

    __namespace__ = NAMESPACE
    _type_info = [("Auth", TAuthenticate), ("OccuList", Array(TOccu))]


engine = create_engine(f"sqlite:///{DATABASE}", connect_args={"check_same_thread": False, "timeout": 5})


@event.listens_for(engine, "connect")
def set_up(connection: Any, _record: Any) -> None:
    """Set a connection up as the product's are."""
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


class Api(ServiceBase):
    """The operations."""

    @rpc(Unicode, Unicode, _returns=TAuthClie)
    def GetClientByCode(ctx, sToken, sClie_Code):
        with engine.connect() as connection:
            authenticated = caller(connection, sToken)
            asked = (sClie_Code.lower(), authenticated.ID)
            row = connection.exec_driver_sql(STATEMENTS["client"], asked).mappings().one()
            return TAuthClie(Auth=authenticated, Clie=TClie(**row))

    @rpc(Unicode, _returns=TAuthOccuList)
    def GetLMSNewOccurrences(ctx, sToken):
        with engine.connect() as connection:
            authenticated = caller(connection, sToken)
            rows = connection.exec_driver_sql(STATEMENTS["occurrences"]).mappings()
            return TAuthOccuList(Auth=authenticated, OccuList=[occurrence(dict(row)) for row in rows])

    @rpc(Unicode, Unicode, _returns=TAuthenticate)
    def ValidateClient(ctx, sUsername, sPassword):
        with engine.begin() as connection:
            user = connection.exec_driver_sql(STATEMENTS["user"], (sUsername.lower(),)).one()
            hmac.digest(user.password_hash.encode(), sPassword.encode(), "sha256")
            token, now = secrets.token_urlsafe(32), int(time.time() * 1000)
            connection.exec_driver_sql(STATEMENTS["insert"], (digest(token), user.id, None, now, now))
            return TAuthenticate(
                ID=user.id,
                Token=token,
                Status=1,
                StatusMessage="Success",
                Identifier=user.identifier,
                TokenType="03",
            )


def caller(connection: Connection, token: str) -> TAuthenticate:
    """Return to whom a token belongs."""
    found = connection.exec_driver_sql(STATEMENTS["token"], (digest(token),)).one()
    return TAuthenticate(ID=found.client_id, Token=token, Status=1, Identifier=found.client_code, TokenType="02")


def occurrence(row: dict[str, Any]) -> TOccu:
    """Make an occurrence of a row."""
    for name in DATES:
        row[name] = None if row[name] is None else datetime.datetime.fromisoformat(row[name])
    for name in MONEY:
        row[name] = Money(str(row[name] or 0))
    row["DeliveryModes"] = row["DeliveryModes"].split("\n") if row["DeliveryModes"] else None
    return TOccu(**row)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


if __name__ == "__main__":
    application = Application(
        [Api], NAMESPACE, name="VT_API", in_protocol=Soap11(validator="lxml"), out_protocol=Soap11()
    )
    serve(WsgiApplication(application), host="127.0.0.1", port=int(PORT), threads=int(THREADS))
