"""JavaScript, with the package `soap` for Node."""

from collections.abc import Sequence

from vettrak_api.catalogue.loader import Member
from vettrak_api.catalogue.type_expressions import TypeExpression
from vettrak_api.web.reference.samples.calls import Argument, Call
from vettrak_api.web.reference.samples.php import AS_TEXT, item_name
from vettrak_api.web.reference.samples.programs import ANSWER, ITEM, Program
from vettrak_api.web.reference.samples.text import block, indented, value

OPTIONS = """\
const options = {
    // The package would read times, which have no zone, in the zone of this computer, and send them back in UTC.
    customDeserializer: { dateTime: String },
    // It would drop what is null, and a row of a query would have fewer columns.
    handleNilAsNull: true,
};"""


class JavaScript(Program):
    """A module, since it waits for answers outside of functions."""

    language, title, nothing = "javascript", "JavaScript", "null"

    def frame(self, blocks: Sequence[str]) -> str:
        page = self.quoted(value(self.talk.page) + "?WSDL")
        client = block("const api = await soap.createClientAsync(", [page, "options"], ");")
        return "\n\n".join(["import soap from 'soap';", f"{OPTIONS}\n{client}", *blocks]) + "\n"

    def ask(self, variable: str, call: Call, arguments: Sequence[tuple[Argument, str]]) -> None:
        name = call.operation.name
        start = f"const [{{ {name}Result: {variable} }}] = await api.{name}Async("
        given = [f"{argument.name}: {text}" for argument, text in arguments if argument.value is not None]
        told = block("{ ", given, " }", taken=len(start) + len(");")) if given else "{}"
        self.say(f"{start}{told});")

    def check(self, status: str, message: str) -> None:
        self.say(f"if ({status} !== 1) throw new Error({message});")

    def declared(self, expression: TypeExpression, variable: str) -> str:
        return f"const {variable}"

    def loop(self, payload: Member, item: TypeExpression, shown: Sequence[str]) -> None:
        items = f"{self.access(ANSWER, (payload,))}?.{item_name(item)} ?? []"
        if item.is_list:
            shown = [f"{ITEM}.{item_name(item.item)}.join(', ')"]
        self.say(f"for (const {ITEM} of {items}) {{", indented(self.show(shown or [ITEM])), "}")

    def show(self, expressions: Sequence[str]) -> str:
        return f"console.log({', '.join(expressions)});"

    def list_of(self, expression: TypeExpression, items: Sequence[str], name: str) -> str:
        return block("{ ", [f"{item_name(expression.item)}: {block('[', items, ']')}"], " }")

    def object_of(self, expression: TypeExpression, members: Sequence[tuple[Member, str]], name: str) -> str:
        return block("{ ", [f"{member.name}: {text}" for member, text in members], " }")

    def scalar(self, kind: str, text: str) -> str:
        written = value(text.replace("\\", "\\\\").replace("'", "\\'"))
        return f"'{written}'" if kind in AS_TEXT else written

    def quoted(self, text: str) -> str:
        return f"'{text}'"
