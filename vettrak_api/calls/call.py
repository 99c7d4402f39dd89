"""What an operation's function gets and gives, and the registry that the functions enter."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeAlias

from sqlalchemy.orm import Session

from vettrak_api.calls.parameters import by_wire_names
from vettrak_api.calls.texts import Texts
from vettrak_api.database.connections import Lease
from vettrak_api.errors import TokenMissing
from vettrak_api.model.statements import Reader
from vettrak_api.runtime import Runtime
from vettrak_api.security.tokens import Caller
from vettrak_api.settings import Settings

Record: TypeAlias = Annotated[Any, "object"]
"""Payload of a result with one object: a labelled row, a mapping by wire member, or None for absent."""

Records: TypeAlias = Annotated[Iterable[Any], "list"]
"""Payload of a result with one list."""

Members: TypeAlias = Annotated[Mapping[str, Any], "members"]
"""Payload of a result with several members besides Auth, by wire member."""

Number: TypeAlias = Annotated[int, "number"]
"""Payload of a result with one number, such as TAuthID."""

Confirmation: TypeAlias = Annotated[None, "confirmation"]
"""A bare TAuthenticate that confirms success."""

Text: TypeAlias = Annotated[str, "text"]
"""A bare text, or the one text of a result."""


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """A bare TAuthenticate that is about somebody else than the caller: log-ins and password checks."""

    id: int
    token: str
    message: str
    identifier: str
    token_type: str


@dataclass(frozen=True, slots=True)
class Message:
    """A bare TAuthenticate that confirms success with a StatusMessage."""

    text: str


NO_TEXTS = Texts({})


@dataclass(slots=True)
class Call:
    """One call on its way: who calls which operation, with the session of its one transaction.

    Operations read the properties; only the steps of the pipeline fill the fields.
    """

    operation: str
    runtime: Runtime
    database: Lease
    address: str
    now: datetime.datetime
    product: str = ""
    """The product by whose page the call came in, as the catalogue names it; blank when it came by none."""
    token: str | None = None
    known_caller: Caller | None = None
    open_session: Session | None = field(default=None, repr=False)
    texts: Texts = field(default=NO_TEXTS, repr=False)
    """Reads the texts that the call sends."""
    prepared: Any = field(default=None, repr=False)
    """What was computed for the operation before its transaction began: see `prepares`."""

    @property
    def caller(self) -> Caller:
        """The token's owner; raises TokenMissing in public operations, which have none."""
        if self.known_caller is None:
            raise TokenMissing
        return self.known_caller

    @property
    def reader(self) -> Reader:
        """Where the operation reads: a connection without a transaction, or the session of one that writes."""
        return self.open_session or self.database.reader()

    @property
    def session(self) -> Session:
        """The session of the call's transaction; open only in operations that the catalogue marks as writing."""
        if self.open_session is None:
            message = "a session is open only while the operation runs"
            raise RuntimeError(message)
        return self.open_session

    @property
    def settings(self) -> Settings:
        """The server's settings."""
        return self.runtime.settings


Function: TypeAlias = Callable[..., Any]

REGISTRY: dict[str, Function] = {}
"""Every implemented operation by name."""


PREPARATIONS: dict[str, Function] = {}
"""What operations compute before their transaction begins, by name."""


def prepares(name: str) -> Callable[[Function], Function]:
    """Register a function whose result the operation of a name finds in `call.prepared`.

    It takes what the operation takes, before the transaction begins for which others wait, and opens none. It refuses
    nothing that the operation judges itself: whoever may not call the operation is not prepared for.
    """

    def register(function: Function) -> Function:
        PREPARATIONS[name] = function
        return function

    return register


def operation(function: Function) -> Function:
    """Register a function as the operation of its own name; a name may be taken once.

    It takes the call and the parameters by their wire names, or all of them as the object that
    `vettrak_api.contract.parameters` declares for it.
    """
    name = function.__name__
    if name in REGISTRY:
        message = f"the operation {name} is implemented twice"
        raise ValueError(message)
    REGISTRY[name] = by_wire_names(function)
    return function
