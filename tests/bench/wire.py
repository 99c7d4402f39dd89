"""Stock Spyne against our wire layer: the same declared service, both called as WSGI applications in this process.

Usage: python tests/bench/wire.py [rounds]. Prints CPU time per call and the ratio; asserts nothing.
"""

import io
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from spyne import Application
from spyne.protocol.soap import Soap11
from spyne.runtime.wsgi import WsgiApplication

from tests.wire.sample import (
    NAMESPACE,
    OK,
    TAuthenticate,
    operation,
    sample_endpoint,
    soap,
)
from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, ServiceBase, String, rpc


class TProg(ComplexModel):
    """A row of four members."""

    Prog_ID = Int
    Prog_Name = String
    Prog_Code = String
    Prog_Desc = String


class TAuthProgList(ComplexModel):
    """A list as the interface gives it."""

    Auth = TAuthenticate
    ProgList = ListOf(TProg)


ACCEPTED = TAuthenticate(**OK)
ROWS = [
    TProg(Prog_ID=n, Prog_Name=f"Beer & Wine {n}", Prog_Code=f"SITHFAB{n:03}", Prog_Desc="Tasting for beginners")
    for n in range(100)
]
LISTED = TAuthProgList(Auth=ACCEPTED, ProgList=ROWS)


class BenchService(ServiceBase):
    """Results are made beforehand: only the wire is measured."""

    @rpc(String, String, _returns=TAuthenticate)
    def ValidateClient(ctx, sUsername, sPassword):
        return ACCEPTED

    @rpc(String, Int, _returns=TAuthProgList)
    def GetProgrammes(ctx, sToken, count):
        return LISTED


def caller(application: Any, name: str, parameters: str) -> Callable[[], bytes]:
    """One call of an operation by a whole HTTP request."""
    body = soap(operation(name, parameters)).encode()
    template = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/VT_API.asmx",
        "QUERY_STRING": "",
        "CONTENT_TYPE": "text/xml; charset=utf-8",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_SOAPACTION": f'"{NAMESPACE}/{name}"',
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
    }

    def call() -> bytes:
        environ = {**template, "wsgi.input": io.BytesIO(body)}
        return b"".join(application(environ, lambda _status, _headers, _error=None: None))

    return call


def cpu_microseconds(call: Callable[[], bytes], rounds: int) -> float:
    """The best of five runs, in microseconds of CPU per call."""
    for _ in range(max(rounds // 10, 3)):
        call()
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(rounds):
            call()
        best = min(best, time.process_time() - start)
    return best / rounds * 1e6


def main() -> None:
    """Print the table."""
    logging.disable(logging.CRITICAL)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    ours = sample_endpoint(services=[BenchService])
    stocks = {
        f"Spyne, validator={validator}": WsgiApplication(
            Application([BenchService], tns=NAMESPACE, in_protocol=Soap11(validator=validator), out_protocol=Soap11())
        )
        for validator in (None, "lxml")
    }
    calls = {
        "ValidateClient": ("ValidateClient", "<sUsername>u</sUsername><sPassword>p</sPassword>", rounds),
        "List, 100 rows of 4 members": ("GetProgrammes", "<sToken>t</sToken><count>100</count>", max(rounds // 10, 5)),
    }
    print(f"{'call':28}{'server':28}{'CPU us/call':>12}{'ratio':>8}")
    for title, (name, parameters, count) in calls.items():
        own = cpu_microseconds(caller(ours, name, parameters), count * 5)
        print(f"{title:28}{'ours':28}{own:12.1f}{1:8.1f}")
        for stock_name, stock in stocks.items():
            taken = cpu_microseconds(caller(stock, name, parameters), count)
            print(f"{title:28}{stock_name:28}{taken:12.1f}{taken / own:8.1f}")


if __name__ == "__main__":
    main()
