"""What the programs of all languages have in common: the order in which they say things."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from vettrak_api.catalogue.loader import Member
from vettrak_api.catalogue.type_expressions import TypeExpression
from vettrak_api.web.reference.samples.calls import AUTH, Argument, Call, Change, Conversation, Path
from vettrak_api.web.reference.samples.text import Sample, sample
from vettrak_api.web.reference.samples.values import Value

ANSWER, LOGIN, READ, RECORD, ITEM = "result", "login", "read", "record", "item"
"""The variables of a program."""


class Program(ABC):
    """Writes one program; an instance is good for one text."""

    language: str
    title: str

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk
        self._blocks: list[list[str]] = []

    def sample(self) -> Sample:
        """Write the program."""
        talk = self.talk
        if talk.login is not None:
            self._ask(LOGIN, talk.login, "")
        known = {}
        if talk.change is not None:
            self._ask(READ, talk.change.read, "Auth")
            self._change(talk.change)
            known = {talk.change.parameter: self.variable(RECORD)}
        self._ask(ANSWER, talk.call, talk.outcome.auth, known)
        self._read_answer()
        return sample(self.language, self.title, self.frame(["\n".join(block) for block in self._blocks]))

    def say(self, *statements: str) -> None:
        """Add statements to the present block."""
        self._blocks[-1].extend(statements)

    def _ask(self, variable: str, call: Call, auth: str | None, known: Mapping[str, str] | None = None) -> None:
        """Call an operation and look at the status."""
        self._blocks.append([])
        arguments = [
            (argument, (known or {}).get(argument.name) or self._argument(argument)) for argument in call.arguments
        ]
        self.ask(variable, call, arguments)
        if auth is not None:
            members = self.talk.members_of(AUTH)
            outer = (self.talk.members_of(call.operation.result.name)[auth],) if auth else ()
            status, message = ((*outer, members[name]) for name in ("Status", "StatusMessage"))
            self.check(self.access(variable, status), self.access(variable, message))

    def _argument(self, argument: Argument) -> str:
        if argument.is_token:
            return self.access(LOGIN, (self.talk.members_of(AUTH)["Token"],))
        if argument.value is None:
            return self.nothing
        return self.expression(argument.parameter.type, argument.value, argument.name)

    def _change(self, change: Change) -> None:
        self.take(RECORD, change.payload.type, self.access(READ, (change.payload,)))
        for member, value in change.members:
            self.set(RECORD, member, self.expression(member.type, value, member.name))

    def _read_answer(self) -> None:
        outcome = self.talk.outcome
        if outcome.payload is not None and outcome.item is not None:
            paths = [self.access(ITEM, path) for path in outcome.paths]
            self.loop(outcome.payload, outcome.item, self.shown_paths(paths, outcome.paths))
        elif outcome.paths:
            outer = () if outcome.payload is None else (outcome.payload,)
            full = [(*outer, *path) for path in outcome.paths]
            self.say(self.show(self.shown_paths([self.access(ANSWER, path) for path in full], full)))
        elif outcome.auth is None:
            self.say(self.show([self.variable(ANSWER)]))
        else:
            self.say(self.show([self.quoted("Done.")]))

    # What languages say differently

    nothing: str
    """What stands for no value, in languages that pass arguments by position."""

    end = ";"
    """What ends a statement."""

    @abstractmethod
    def frame(self, blocks: Sequence[str]) -> str:
        """Put a program around blocks of statements."""

    @abstractmethod
    def ask(self, variable: str, call: Call, arguments: Sequence[tuple[Argument, str]]) -> None:
        """Call an operation and keep its result."""

    @abstractmethod
    def check(self, status: str, message: str) -> None:
        """Raise an error with the message unless the status is 1."""

    @abstractmethod
    def declared(self, expression: TypeExpression, variable: str) -> str:
        """Write a variable that gets its first value, of a type."""

    def take(self, variable: str, expression: TypeExpression, taken: str) -> None:
        """Keep an object that was read."""
        self.say(f"{self.declared(expression, variable)} = {taken}{self.end}")

    def set(self, variable: str, member: Member, expression: str) -> None:
        """Change a member of an object."""
        self.say(f"{self.access(variable, (member,))} = {expression}{self.end}")

    @abstractmethod
    def loop(self, payload: Member, item: TypeExpression, shown: Sequence[str]) -> None:
        """Print each item of a list of the result: these parts of it, or all where there are none."""

    @abstractmethod
    def show(self, expressions: Sequence[str]) -> str:
        """Print expressions on one line."""

    def expression(self, expression: TypeExpression, value: Value, name: str) -> str:
        """Write a value; `name` is that of the parameter or member that takes it."""
        if isinstance(value, list):
            item = expression.item
            return self.list_of(expression, [self.expression(item, each, item.name) for each in value], name)
        if isinstance(value, dict):
            told = [(member, value.get(member.name)) for member in self.talk.members_of(expression.name).values()]
            parts = [
                (member, self.expression(member.type, each, member.name)) for member, each in told if each is not None
            ]
            return self.object_of(expression, parts, name)
        return self.scalar(expression.name, str(value))

    @abstractmethod
    def list_of(self, expression: TypeExpression, items: Sequence[str], name: str) -> str:
        """Write a list of such a type."""

    @abstractmethod
    def object_of(self, expression: TypeExpression, members: Sequence[tuple[Member, str]], name: str) -> str:
        """Write an object with these members."""

    @abstractmethod
    def scalar(self, kind: str, text: str) -> str:
        """Write a text, a number, a time or a flag."""

    @abstractmethod
    def quoted(self, text: str) -> str:
        """Write a text that is no value."""

    def variable(self, name: str) -> str:
        """Write a variable."""
        return name

    def access(self, variable: str, path: Path) -> str:
        """Write a member of a member ... of a variable."""
        return ".".join((self.variable(variable), *(member.name for member in path)))

    def shown_paths(self, expressions: Sequence[str], paths: Sequence[Path]) -> list[str]:
        """Write expressions so that they can be printed, also when they are null."""
        del paths
        return list(expressions)
