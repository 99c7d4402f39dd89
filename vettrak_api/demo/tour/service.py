"""Calls a server as an LMS does, with a SOAP client that is not ours, and says clearly what goes wrong."""

from collections.abc import Collection
from typing import Any

import requests
from zeep import Client, Transport
from zeep.exceptions import Error as ZeepError
from zeep.exceptions import Fault

from vettrak_api.catalogue.loader import load_catalogue

PRODUCT = "integrate"
PATIENCE_SECONDS = 30

OK, NO_RECORDS = 1, -4
"""Values of Status."""


class Trouble(Exception):
    """The scenario can not go on; the message tells why and what to do."""


class Service:
    """The Integrate API at one address, with the token of one log-in."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/") + load_catalogue().endpoints[PRODUCT]
        self.token = ""
        self._proxy = self._connect()

    def _connect(self) -> Any:
        """Read the WSDL; call the address that was asked for, whatever public address the WSDL names."""
        transport: Any = Transport(timeout=PATIENCE_SECONDS, operation_timeout=PATIENCE_SECONDS)  # type: ignore[no-untyped-call]
        try:
            client: Any = Client(f"{self.url}?WSDL", transport=transport)  # type: ignore[no-untyped-call]
        except requests.ConnectionError:
            raise Trouble(f"No server answers at {self.url}. Start one in another window: vettrak-api serve") from None
        except (requests.RequestException, ZeepError, OSError) as error:
            raise Trouble(f"{self.url}?WSDL is no service description: {error}. Is the address right?") from None
        port = next(iter(next(iter(client.wsdl.services.values())).ports.values()))
        return client.create_service(port.binding.name, self.url)

    def log_in(self, username: str, password: str) -> Any:
        """Log in and keep the token for the calls that follow."""
        answer = self._send("ValidateClient", username, password)
        if answer.Status != OK:
            raise Trouble(
                f"ValidateClient answered Status {answer.Status}: {answer.StatusMessage} "
                "The tour wants a user with the API role: the demo data has one, others are added by "
                "`vettrak-api user add NAME --surname ... --api` and named by --username and --password."
            )
        self.token = answer.Token
        return answer

    def call(self, operation: str, *arguments: Any, accept: Collection[int] = (OK,)) -> Any:
        """Call an operation with the token; raises Trouble when Status is none of those that are accepted."""
        answer = self._send(operation, self.token, *arguments)
        auth = answer.Auth if hasattr(answer, "Auth") else answer
        if auth.Status not in accept:
            raise Trouble(f"{operation} answered Status {auth.Status}: {auth.StatusMessage}")
        return answer

    def _send(self, operation: str, *arguments: Any) -> Any:
        try:
            return getattr(self._proxy, operation)(*arguments)
        except Fault as fault:
            raise Trouble(f"{operation} was refused with a SOAP fault: {fault.message}") from None
        except requests.ConnectionError:
            raise Trouble(f"The server at {self.url} went away during {operation}. Its log tells why.") from None
        except (requests.RequestException, ZeepError, AttributeError) as error:
            raise Trouble(f"{operation} failed: {error}") from None


def items(answer: Any, list_name: str, item_name: str) -> list[Any]:
    """Return the items of a list in an answer; zeep gives None for an empty one."""
    wrapper = getattr(answer, list_name)
    return list(getattr(wrapper, item_name) or []) if wrapper is not None else []
