"""What every sample does, whatever its language: log in, call, look at the status, read what came."""

from collections.abc import Iterator
from dataclasses import dataclass

from vettrak_api.catalogue.loader import Catalogue, Member, Operation, Parameter, WireType
from vettrak_api.catalogue.type_expressions import TypeExpression
from vettrak_api.web.reference.samples import values
from vettrak_api.web.reference.samples.values import Value

AUTH = "TAuthenticate"
LOGINS = ("ValidateClient", "ValidateEmployer", "ValidateUser")
LOGIN = LOGINS[0]

Path = tuple[Member, ...]
"""The members to go through to a scalar one, from an object."""

TOLD = 2
"""Members of an object that a sample prints."""

BEST_KNOWN = "Prog_Name"
"""What an occurrence is known by, among several names."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter and its value; None when it is left out."""

    parameter: Parameter
    value: Value

    @property
    def name(self) -> str:
        """The parameter's name on the wire."""
        return self.parameter.name

    @property
    def is_token(self) -> bool:
        """Whether the value is the token that the log-in gave."""
        return self.parameter.name in values.TOKEN_NAMES


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation; arguments stand in wire order, those that are left out among them."""

    operation: Operation
    arguments: tuple[Argument, ...]

    @property
    def given(self) -> tuple[Argument, ...]:
        """The arguments that are not left out."""
        return tuple(argument for argument in self.arguments if argument.value is not None)


@dataclass(frozen=True, slots=True)
class Change:
    """A record that is read, changed and sent back: sending some members alone would empty all others.

    `payload` is the member of the answer that holds the record, `parameter` is what takes it back.
    """

    read: Call
    payload: Member
    parameter: str
    members: tuple[tuple[Member, Value], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is done with the answer.

    `auth` tells the status: the member of the result that holds it, blank when it is the result itself, None where
    there is no status. `payload` is what is read: a list when `item` is its type, an object when `paths` lead into it,
    else members of the result are read by `paths`. Without paths there is nothing to read.
    """

    auth: str | None
    payload: Member | None = None
    item: TypeExpression | None = None
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that a sample of one operation needs to know."""

    catalogue: Catalogue
    product: str
    page: str
    """The address of the service page."""
    call: Call
    login: Call | None
    """None where no token is needed."""
    change: Change | None
    outcome: Outcome

    @property
    def service(self) -> str:
        """The name of the service in the WSDL, such as VT_API_Integrate."""
        return self.catalogue.endpoints[self.product].strip("/").removesuffix(".asmx")

    @property
    def namespace(self) -> str:
        """The namespace of the product."""
        return self.catalogue.namespaces[self.product]

    def wire_type(self, name: str) -> WireType:
        """Return a type of the catalogue."""
        return self.catalogue.types[name]

    def members_of(self, name: str) -> dict[str, Member]:
        """Return the members of a type by name, inherited ones first."""
        return {member.name: member for member in self.catalogue.types[name].all_members()}


def conversation(catalogue: Catalogue, operation: Operation, product: str, address: str) -> Conversation:
    """Plan the samples of an operation; `address` is that of the server, up to its virtual directory."""
    call = call_of(operation)
    has_token = any(argument.is_token for argument in call.arguments)
    return Conversation(
        catalogue=catalogue,
        product=product,
        page=f"{address.rstrip('/')}{catalogue.endpoints[product]}",
        call=call,
        login=_login(catalogue) if has_token else None,
        change=_change(catalogue, operation),
        outcome=outcome_of(catalogue, operation),
    )


def call_of(operation: Operation) -> Call:
    """Return a call with the values of the samples."""
    arguments = (Argument(parameter, values.argument(operation, parameter)) for parameter in operation.params)
    return Call(operation, tuple(arguments))


def _login(catalogue: Catalogue) -> Call:
    operation = catalogue.operations[LOGIN]
    return Call(operation, tuple(Argument(parameter, values.LOGIN[parameter.name]) for parameter in operation.params))


def _change(catalogue: Catalogue, operation: Operation) -> Change | None:
    known = values.told()["changes"].get(operation.name)
    if known is None:
        return None
    read = catalogue.operations[known["read"]]
    payload = _payload(catalogue.types[read.result.name])
    members = {member.name: member for member in catalogue.types[payload.type.name].all_members()}
    changed = tuple((members[name], value) for name, value in known["change"].items())
    return Change(call_of(read), payload, known["parameter"], changed)


# What is read of an answer


def outcome_of(catalogue: Catalogue, operation: Operation) -> Outcome:
    """Decide what a sample reads of an operation's answer: a list, else values beside the status, else an object."""
    name = operation.result.name
    if operation.result.is_scalar:
        return Outcome(None)
    if name == AUTH:
        members = {member.name: member for member in catalogue.types[AUTH].all_members()}
        return Outcome("", None, None, ((members["Identifier"],),) if operation.name in LOGINS else ())
    payload = _payload(catalogue.types[name])
    if payload.type.is_list:
        item = payload.type.item
        is_object = not item.is_list and not item.is_scalar
        return Outcome("Auth", payload, item, paths_of(catalogue, item.name) if is_object else ())
    if payload.type.is_scalar:
        scalars = (member for member in _beside_auth(catalogue.types[name]) if member.type.is_scalar)
        return Outcome("Auth", None, None, tuple((member,) for member in scalars))
    return Outcome("Auth", payload, None, paths_of(catalogue, payload.type.name))


def _beside_auth(wire_type: WireType) -> list[Member]:
    return [member for member in wire_type.all_members() if member.type.name != AUTH]


def _payload(wire_type: WireType) -> Member:
    """Return the member that a call is made for: the last list, else the first scalar, else the first object."""
    members = _beside_auth(wire_type)
    lists = [member for member in members if member.type.is_list]
    scalars = [member for member in members if member.type.is_scalar]
    return (lists[-1:] or scalars or members)[0]


def paths_of(catalogue: Catalogue, name: str) -> tuple[Path, ...]:
    """Choose the members of an object that a sample prints: what it is known by, and what it is called."""
    paths = list(_paths(catalogue, name))
    first = paths[0]
    names = [path for path in paths[1:] if path[-1].name.endswith(("Name", "Given"))]
    names.sort(key=lambda path: path[-1].name != BEST_KNOWN)
    return (first, *(names or paths[1:])[: TOLD - 1])


def _paths(catalogue: Catalogue, name: str) -> Iterator[Path]:
    """Yield the scalar members of an object; of one that has hardly any, those of its first object before."""
    members = catalogue.types[name].all_members()
    scalars = [member for member in members if member.type.is_scalar]
    objects = [member for member in members if not member.type.is_scalar and not member.type.is_list]
    if len(scalars) < TOLD and objects:
        yield from ((objects[0], *path) for path in _paths(catalogue, objects[0].type.name))
    yield from ((member,) for member in scalars)
