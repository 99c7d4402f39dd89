"""Python, with zeep."""

from collections.abc import Sequence
from datetime import datetime

from vettrak_api.catalogue.loader import Member
from vettrak_api.catalogue.type_expressions import TypeExpression
from vettrak_api.web.reference.samples.calls import Argument, Call
from vettrak_api.web.reference.samples.php import item_name
from vettrak_api.web.reference.samples.programs import ANSWER, ITEM, Program
from vettrak_api.web.reference.samples.text import block, indented, plain, value


class Python(Program):
    """Arguments by their names; objects as dictionaries."""

    language, title, nothing, end = "python", "Python", "None", ""

    def frame(self, blocks: Sequence[str]) -> str:
        whole = plain("\n".join(blocks))
        imports = [
            *(["from datetime import datetime"] if "datetime(" in whole else []),
            *(["from decimal import Decimal"] if "Decimal(" in whole else []),
        ]
        head = ["\n".join(imports)] if imports else []
        api = f'api = Client("{value(self.talk.page)}?WSDL").service'
        return "\n\n".join([*head, "from zeep import Client", api, *blocks]) + "\n"

    def ask(self, variable: str, call: Call, arguments: Sequence[tuple[Argument, str]]) -> None:
        given = [f"{argument.name}={text}" for argument, text in arguments if argument.value is not None]
        self.say(block(f"{variable} = api.{call.operation.name}(", given, ")"))

    def check(self, status: str, message: str) -> None:
        self.say(f"if {status} != 1:", indented(f"raise RuntimeError({message})"))

    def declared(self, expression: TypeExpression, variable: str) -> str:
        return variable

    def loop(self, payload: Member, item: TypeExpression, shown: Sequence[str]) -> None:
        # An empty list is null here.
        items = self.access(ANSWER, (payload,))
        if item.is_list:
            shown = [f"*{ITEM}.{item_name(item.item)}"]
        self.say(f"for {ITEM} in {items}.{item_name(item)} if {items} else []:", indented(self.show(shown or [ITEM])))

    def show(self, expressions: Sequence[str]) -> str:
        return f"print({', '.join(expressions)})"

    def list_of(self, expression: TypeExpression, items: Sequence[str], name: str) -> str:
        whole = block("[", items, "]")
        return block("{", [f'"{item_name(expression.item)}": {whole}'], "}")

    def object_of(self, expression: TypeExpression, members: Sequence[tuple[Member, str]], name: str) -> str:
        return block("{", [f'"{member.name}": {text}' for member, text in members], "}")

    def scalar(self, kind: str, text: str) -> str:
        if kind == "dateTime":
            return f"datetime({value(moment_parts(text))})"
        if kind == "decimal":
            return f'Decimal("{value(text)}")'
        if kind in {"boolean", "int", "long"}:
            return value(text.capitalize())
        return f'"{value(escaped(text))}"'

    def quoted(self, text: str) -> str:
        return f'"{text}"'


def escaped(text: str) -> str:
    """Write a text between double quotes, as Python, C# and Java have them."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def moment_parts(text: str) -> str:
    """Write a time as numbers: year, month, day, and the time of day where there is one."""
    moment = datetime.fromisoformat(text)
    parts = [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second]
    while len(parts) > 3 and not parts[-1]:
        parts.pop()
    return ", ".join(map(str, parts))
