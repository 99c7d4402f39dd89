"""One operation ready to be called, and what its body sees of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vettrak_api.asmx.proxies import Proxies
from vettrak_api.asmx.reader import Read, Readers
from vettrak_api.asmx.request import Environ
from vettrak_api.asmx.shapes import Member, Operation
from vettrak_api.asmx.writer import Writers, result_writer


class CallContext:
    """The first argument of an operation's function, in the place of Spyne's own context."""

    __slots__ = ("_proxies", "environ", "operation", "service", "udc")

    def __init__(self, udc: Any, operation: str, environ: Environ, service: Any, proxies: Proxies) -> None:
        self.udc = udc
        self.operation = operation
        """The operation's name."""
        self.environ = environ
        """The WSGI environment of the request."""
        self.service = service
        """The endpoint that received the call."""
        self._proxies = proxies

    @property
    def remote_address(self) -> str:
        """The client's address as trusted proxies tell it."""
        return self._proxies.client_address(self.environ)


@dataclass(frozen=True)
class CompiledOperation:
    """An operation with its reader and its writer."""

    name: str
    parameters: list[Member]
    result: Member | None
    doc: str
    element: str
    """The qualified name of its element in Body."""
    function: Any
    takes_context: bool
    read: Read
    write: Callable[[Any], str | Iterator[str]]
    _defaults: Callable[[], list[Any]]

    def defaults(self) -> list[Any]:
        """The arguments of a call without any parameter."""
        return self._defaults()

    @classmethod
    def of(
        cls, operation: Operation, namespace: str, readers: Readers, writers: Writers, aliases: Mapping[str, str]
    ) -> CompiledOperation:
        """Compile an operation; `aliases` are further names of its parameters, accepted and never published."""
        return cls(
            name=operation.name,
            parameters=operation.parameters,
            result=operation.result,
            doc=operation.documentation,
            element=f"{namespace} {operation.name}",
            function=operation.function,
            takes_context=operation.takes_context,
            read=readers.parameters(operation.name, operation.parameters, aliases),
            write=result_writer(operation.name, namespace, operation.result, writers),
            _defaults=lambda: readers.defaults(operation.parameters),
        )
