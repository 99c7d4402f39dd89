"""C#, with the proxy class that `wsdl.exe` writes from the WSDL."""

from collections.abc import Sequence

from vettrak_api.catalogue.loader import Member
from vettrak_api.catalogue.type_expressions import TypeExpression
from vettrak_api.web.reference.samples.calls import Argument, Call
from vettrak_api.web.reference.samples.programs import ANSWER, ITEM, Program
from vettrak_api.web.reference.samples.python import escaped, moment_parts
from vettrak_api.web.reference.samples.text import block, indented, value

TYPES = {
    "base64Binary": "byte[]",
    "boolean": "bool",
    "dateTime": "DateTime",
    "decimal": "decimal",
    "int": "int",
    "long": "long",
    "string": "string",
}
MOMENT_PARTS = 3, 6
"""How many numbers a DateTime is made of."""


class CSharp(Program):
    """Arguments by their places; lists are arrays."""

    language, title, nothing = "csharp", "C#", "null"

    def frame(self, blocks: Sequence[str]) -> str:
        name = self.talk.service
        api = f'var api = new {name} {{ Url = "{value(self.talk.page)}" }};'
        body = indented("\n\n".join([api, *blocks]), 8)
        head = f"// wsdl {value(self.talk.page)}?WSDL\n// writes the class {name}.\nusing System;"
        start = f"static class {self.talk.call.operation.name}Sample\n{{\n    static void Main()\n    {{"
        return f"{head}\n\n{start}\n{body}\n    }}\n}}\n"

    def ask(self, variable: str, call: Call, arguments: Sequence[tuple[Argument, str]]) -> None:
        operation = call.operation
        opening = f"{type_name(operation.result)} {variable} = api.{operation.name}("
        self.say(block(opening, [text for _, text in arguments], ");", trailing_comma=False, taken=8))

    def check(self, status: str, message: str) -> None:
        self.say(f"if ({status} != 1) throw new Exception({message});")

    def declared(self, expression: TypeExpression, variable: str) -> str:
        return f"{type_name(expression)} {variable}"

    def loop(self, payload: Member, item: TypeExpression, shown: Sequence[str]) -> None:
        if item.is_list:
            shown = [f'string.Join(", ", {ITEM})']
        self.say(
            f"foreach ({type_name(item)} {ITEM} in {self.access(ANSWER, (payload,))})",
            indented(self.show(shown or [ITEM])),
        )

    def show(self, expressions: Sequence[str]) -> str:
        told = ' + " " + '.join(expressions)
        return f"Console.WriteLine({told});"

    def list_of(self, expression: TypeExpression, items: Sequence[str], name: str) -> str:
        return block("new[] { ", items, " }") if items else f"new {type_name(expression.item)}[0]"

    def object_of(self, expression: TypeExpression, members: Sequence[tuple[Member, str]], name: str) -> str:
        return block(f"new {expression.name} {{ ", [f"{member.name} = {text}" for member, text in members], " }")

    def scalar(self, kind: str, text: str) -> str:
        if kind == "dateTime":
            return f"new DateTime({value(_moment(text))})"
        if kind == "decimal":
            return f"{value(text)}m"
        return value(text) if kind in {"boolean", "int", "long"} else f'"{value(escaped(text))}"'

    def quoted(self, text: str) -> str:
        return f'"{text}"'


def _moment(text: str) -> str:
    parts = moment_parts(text).split(", ")
    day, whole = MOMENT_PARTS
    return ", ".join(parts if len(parts) == day else [*parts, "0", "0"][:whole])


def type_name(expression: TypeExpression) -> str:
    """Return the name of a type in C#."""
    return TYPES.get(expression.name, expression.name) + "[]" * expression.depth
