"""Java, with the classes that `wsimport` of JAX-WS writes from the WSDL."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from vettrak_api.catalogue.loader import Member
from vettrak_api.catalogue.type_expressions import TypeExpression
from vettrak_api.web.reference.samples.calls import Argument, Call, Conversation, Path
from vettrak_api.web.reference.samples.php import item_name
from vettrak_api.web.reference.samples.programs import ANSWER, ITEM, Program
from vettrak_api.web.reference.samples.python import escaped
from vettrak_api.web.reference.samples.text import block, indented, plain, value

TYPES = {
    "base64Binary": "byte[]",
    "boolean": "Boolean",
    "dateTime": "XMLGregorianCalendar",
    "decimal": "BigDecimal",
    "int": "Integer",
    "long": "Long",
    "string": "String",
}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

TIME = """\
static XMLGregorianCalendar time(String text) throws Exception {
    return DatatypeFactory.newInstance().newXMLGregorianCalendar(text);
}"""


class Java(Program):
    """Arguments by their places; objects and lists are put together before the call."""

    language, title, nothing = "java", "Java", "null"

    def __init__(self, talk: Conversation) -> None:
        super().__init__(talk)
        self._names: dict[str, int] = {}

    def frame(self, blocks: Sequence[str]) -> str:
        talk, service = self.talk, class_name(self.talk.service)
        wsdl = f'URL wsdl = new URL("{value(talk.page)}?WSDL");'
        api = f"{service}Soap api = new {service}(wsdl).get{service}Soap();"
        body = indented("\n\n".join([f"{wsdl}\n{api}", *blocks]))
        whole = plain(body)
        helper = f"\n{indented(TIME)}\n" if "time(" in whole else ""
        imports = [
            f"import {package(talk.namespace)}.*;",
            *(["import java.math.BigDecimal;"] if "BigDecimal(" in whole else []),
            "import java.net.URL;",
            *(["import javax.xml.datatype.DatatypeFactory;", f"import {CALENDAR};"] if helper else []),
        ]
        main = indented(f"public static void main(String[] arguments) throws Exception {{\n{body}\n}}")
        head = f"// wsimport {value(talk.page)}?WSDL\n// writes the package {package(talk.namespace)}."
        start = f"public class {talk.call.operation.name}Sample {{"
        return "\n".join([head, *imports, "", start, *([helper] if helper else []), main, "}", ""])

    def ask(self, variable: str, call: Call, arguments: Sequence[tuple[Argument, str]]) -> None:
        operation = call.operation
        opening = f"{type_name(operation.result)} {variable} = api.{method_name(operation.name)}("
        self.say(block(opening, [text for _, text in arguments], ");", trailing_comma=False, taken=8))

    def check(self, status: str, message: str) -> None:
        self.say(f"if ({status} != 1) throw new IllegalStateException({message});")

    def declared(self, expression: TypeExpression, variable: str) -> str:
        return f"{type_name(expression)} {variable}"

    def set(self, variable: str, member: Member, expression: str) -> None:
        self.say(f"{variable}.set{property_name(member.name)}({expression});")

    def loop(self, payload: Member, item: TypeExpression, shown: Sequence[str]) -> None:
        items = f"{self.access(ANSWER, (payload,))}.get{property_name(item_name(item))}()"
        if item.is_list:
            shown = [f'String.join(", ", {ITEM}.get{property_name(item_name(item.item))}())']
        self.say(f"for ({type_name(item)} {ITEM} : {items}) {{", indented(self.show(shown or [ITEM])), "}")

    def show(self, expressions: Sequence[str]) -> str:
        told = ' + " " + '.join(expressions)
        return f"System.out.println({told});"

    def list_of(self, expression: TypeExpression, items: Sequence[str], name: str) -> str:
        variable, made = self._variable(name), array_name(expression)
        self.say(f"{made} {variable} = new {made}();")
        self.say(*(f"{variable}.get{property_name(item_name(expression.item))}().add({item});" for item in items))
        return variable

    def object_of(self, expression: TypeExpression, members: Sequence[tuple[Member, str]], name: str) -> str:
        variable = self._variable(name)
        self.say(f"{expression.name} {variable} = new {expression.name}();")
        for member, text in members:
            self.set(variable, member, text)
        return variable

    def scalar(self, kind: str, text: str) -> str:
        if kind == "dateTime":
            return f'time("{value(text)}")'
        if kind == "decimal":
            return f'new BigDecimal("{value(text)}")'
        if kind == "long":
            return f"{value(text)}L"
        return value(text) if kind in {"boolean", "int"} else f'"{value(escaped(text))}"'

    def _variable(self, name: str) -> str:
        """Return the name of a new variable; of several for the same thing the later ones have a number."""
        base = method_name(name[1:] if name[0] == "T" and name[1].isupper() else name)
        self._names[base] = number = self._names.get(base, 0) + 1
        return base if number == 1 else f"{base}{number}"

    def quoted(self, text: str) -> str:
        return f'"{text}"'

    def access(self, variable: str, path: Path) -> str:
        return "".join((variable, *(_getter(member) for member in path)))


CALENDAR = "javax.xml.datatype.XMLGregorianCalendar"


def _getter(member: Member) -> str:
    verb = "is" if member.type.name == "boolean" and not member.type.is_list else "get"
    return f".{verb}{property_name(member.name)}()"


# Names, as JAXB makes them


def property_name(name: str) -> str:
    """Return the name of a property: Clie_DOB becomes ClieDOB."""
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(name))


class_name = property_name


def method_name(name: str) -> str:
    """Return the name of an operation's method: API_Handshake becomes apiHandshake."""
    words: list[str] = _WORD.findall(name)
    first, *others = words
    return first.lower() + property_name(" ".join(others))


def package(namespace: str) -> str:
    """Return the package of a namespace: the host backwards, then the path."""
    place = urlsplit(namespace)
    host = place.netloc.removeprefix("www.").split(".")[::-1]
    return ".".join((*host, *place.path.strip("/").split("/"))).lower()


def array_name(expression: TypeExpression) -> str:
    """Return the class of a list."""
    return f"ArrayOf{item_name(expression.item)[0].upper()}{item_name(expression.item)[1:]}"


def type_name(expression: TypeExpression) -> str:
    """Return the class of a type."""
    return array_name(expression) if expression.is_list else TYPES.get(expression.name, expression.name)
