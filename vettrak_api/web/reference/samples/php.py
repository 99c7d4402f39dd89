"""PHP, with the SoapClient that it brings."""

from collections.abc import Sequence

from vettrak_api.catalogue.loader import Member
from vettrak_api.catalogue.type_expressions import TypeExpression
from vettrak_api.web.reference.samples.calls import Argument, Call, Path
from vettrak_api.web.reference.samples.programs import ANSWER, ITEM, Program
from vettrak_api.web.reference.samples.text import block, indented, value

AS_TEXT = frozenset({"string", "dateTime", "decimal", "base64Binary"})


class Php(Program):
    """Lists are arrays, also those of one item, by the option of the client."""

    language, title, nothing = "php", "PHP", "null"

    def frame(self, blocks: Sequence[str]) -> str:
        page = self.quoted(value(self.talk.page) + "?WSDL")
        client = block("$api = new SoapClient(", [page, "['features' => SOAP_SINGLE_ELEMENT_ARRAYS]"], ");")
        return "\n\n".join(["<?php\n" + client, *blocks]) + "\n"

    def ask(self, variable: str, call: Call, arguments: Sequence[tuple[Argument, str]]) -> None:
        name = call.operation.name
        start = f"{self.variable(variable)} = $api->{name}("
        given = [f"'{argument.name}' => {text}" for argument, text in arguments if argument.value is not None]
        told = block("[", given, "]", taken=len(start) + len(name) + len(")->Result;")) if given else ""
        self.say(f"{start}{told})->{name}Result;")

    def check(self, status: str, message: str) -> None:
        self.say(f"if ({status} !== 1) {{", indented(f"throw new RuntimeException({message});"), "}")

    def declared(self, expression: TypeExpression, variable: str) -> str:
        return self.variable(variable)

    def loop(self, payload: Member, item: TypeExpression, shown: Sequence[str]) -> None:
        items = f"{self.access(ANSWER, (payload,))}->{item_name(item)} ?? []"
        if item.is_list:
            shown = [f"implode(', ', {self.variable(ITEM)}->{item_name(item.item)})"]
        body = indented(self.show(shown or [self.variable(ITEM)]))
        self.say(f"foreach ({items} as {self.variable(ITEM)}) {{", body, "}")

    def show(self, expressions: Sequence[str]) -> str:
        told = ", ' ', ".join(expressions)
        return f'echo {told}, "\\n";'

    def list_of(self, expression: TypeExpression, items: Sequence[str], name: str) -> str:
        return block("[", [f"'{item_name(expression.item)}' => {block('[', items, ']')}"], "]")

    def object_of(self, expression: TypeExpression, members: Sequence[tuple[Member, str]], name: str) -> str:
        return block("[", [f"'{member.name}' => {text}" for member, text in members], "]")

    def scalar(self, kind: str, text: str) -> str:
        written = value(text.replace("\\", "\\\\").replace("'", "\\'"))
        return f"'{written}'" if kind in AS_TEXT else written

    def quoted(self, text: str) -> str:
        return f"'{text}'"

    def variable(self, name: str) -> str:
        return f"${name}"

    def access(self, variable: str, path: Path) -> str:
        return "->".join((self.variable(variable), *(member.name for member in path)))

    def shown_paths(self, expressions: Sequence[str], paths: Sequence[Path]) -> list[str]:
        return [_shown(text, path[-1]) for text, path in zip(expressions, paths, strict=True)]


def _shown(expression: str, member: Member) -> str:
    """An absent member is none of the object; a flag prints nothing when it is false."""
    if member.type.name == "boolean":
        return f"{expression} ? 'yes' : 'no'"
    return f"{expression} ?? ''" if member.nullable else expression


def item_name(item: TypeExpression) -> str:
    """Return the name of the elements of a list."""
    return item.name if not item.is_list else f"ArrayOf{item.name[0].upper()}{item.name[1:]}"
