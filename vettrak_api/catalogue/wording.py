"""Judges what the catalogue tells people: whether it says something, in words for those who only use the server.

Parameters and members must mean more than the words of their own names, every parameter says what happens without
it, the codes that are named exist, samples are values of their types, and no public text holds notes to ourselves.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from vettrak_api.catalogue.code_lists import CodeList, build_code_lists
from vettrak_api.catalogue.loader import ERROR_RULE
from vettrak_api.catalogue.type_expressions import SCALARS, TypeExpression, parse_type

Document = Mapping[str, Any]

OF_PARAMETERS = ("meaning", "omitted", "codes", "sample")
"""What parameters of one name share, in the table `parameters` of the head."""

INTERNAL = re.compile(r"\bR-[A-Z]+|inferred|observed|provenance|seed\b|xsi:|VETTRAK_|safeguard|this file|written yet")
"""Words that are no reader's business: rule codes, where a fact is from, settings, and how null is written."""

SENTENCE = re.compile(r'\S.*[.:]"?|\S.*\. "', re.DOTALL)
"""A text that ends as a sentence does, or with a quoted message."""

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_EMPTY_WORDS = frozenset({
    "a", "an", "and", "any", "are", "as", "at", "be", "by", "e", "for", "from", "g", "has", "have", "in", "is", "it",
    "its", "no", "number", "of", "on", "one", "or", "that", "the", "their", "this", "to", "type", "value", "what",
    "when", "where", "which", "who", "whose", "with",
})  # fmt: skip
_VALUES: Mapping[str, Callable[[str], Any]] = {
    "boolean": {"true": True, "false": False}.__getitem__,
    "dateTime": datetime.datetime.fromisoformat,
    "decimal": Decimal,
    "int": int,
    "long": int,
    "string": str,
    "base64Binary": str,
}
"""How the sample of a scalar is read."""


def wording_problems(operations: Document, types: Document, lists: Document) -> Iterator[str]:
    """Yield what is wrong with the texts of both files and of the code lists, one problem each."""
    code_lists = build_code_lists(lists, operations)
    yield from _head(operations)
    yield from _lists(lists, code_lists)
    for entry in operations["operations"]:
        yield from _operation(entry, operations, code_lists)
    for entry in types["types"]:
        yield from _sentence(f"{entry['name']}: meaning", entry.get("meaning"))
        for field in entry["fields"]:
            yield from _described(f"{entry['name']}.{field['name']}", field, code_lists)


def only_its_name(name: str, meaning: str) -> bool:
    """Tell whether a meaning says nothing that its name does not say, articles and the like left aside."""
    words = {_stem(word) for word in _words(meaning)} - _EMPTY_WORDS
    return words <= {_stem(word) for word in _words(name)}


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _stem(word: str) -> str:
    return word[:-1] if len(word) > len("its") and word.endswith("s") else word


# The head and the code lists


def _head(operations: Document) -> Iterator[str]:
    for rule in operations["common_rules"]:
        for part in ("title", "sentence"):
            yield from _public(f"{rule['id']}: {part}", rule[part])
    for name, status in operations["status_codes"].items():
        for part in ("meaning", "remedy"):
            yield from _sentence(f"{name}: {part}", status[part])
    rules = [rule for entry in operations["operations"] for rule in entry["rules"]]
    messages = {match["message"] for rule in rules if (match := ERROR_RULE.fullmatch(rule))}
    for message in sorted(messages ^ operations["remedies"].keys()):
        yield f"remedies: {message} has none, or no operation answers so"
    for message, remedy in operations["remedies"].items():
        yield from _sentence(f"remedies: {message}", remedy)
    for kind, text in operations["growth"].items():
        yield from _public(f"growth: {kind}", text)
    used = {parameter["name"] for entry in operations["operations"] for parameter in entry["params"]}
    for name in sorted(used ^ operations["parameters"].keys()):
        yield f"parameters: {name} is not told, or no operation has it"


def _lists(lists: Document, code_lists: Mapping[str, CodeList]) -> Iterator[str]:
    names = [entry["name"] for entry in lists["code_lists"]]
    if names != sorted(set(names)):
        yield "code_lists: not sorted by name, or one stands twice"
    for name, code_list in code_lists.items():
        if not (code_list.title and code_list.source and code_list.codes):
            yield f"code list {name}: title, source or codes are missing"
        yield from _sentence(f"code list {name}: meaning", code_list.meaning)
        values = [code.value for code in code_list.codes]
        if len(values) != len(set(values)) or not all(code.value and code.label for code in code_list.codes):
            yield f"code list {name}: a code stands twice, or has no label"
        for code in code_list.codes:
            yield from _public(f"code list {name}: {code.value}", f"{code.label} {code.note}")


# Operations and their parts


def _operation(entry: Document, head: Document, code_lists: Mapping[str, CodeList]) -> Iterator[str]:
    name = entry["name"]
    for text in (entry["purpose"], *entry["rules"]):
        yield from _public(name, text or "")
    slugs = [rule["slug"] for rule in head["common_rules"] if not rule["everywhere"]]
    if entry["common"] != [slug for slug in slugs if slug in entry["common"]]:
        yield f"{name}: common is not in the order of the common rules, or names one that is none or holds everywhere"
    for parameter in entry["params"]:
        where = f"{name}({parameter['name']})"
        told = {**head["parameters"].get(parameter["name"], {}), **parameter}
        yield from _described(where, told, code_lists)
        yield from _sentence(f"{where}: omitted", told.get("omitted"))
        expression = _type_of(told)
        is_token = parameter is entry["params"][0] and entry["security"] != "public"
        if expression and expression.name in SCALARS and "sample" not in told and not is_token:
            yield f"{where}: has no sample"


def _described(where: str, entry: Document, code_lists: Mapping[str, CodeList]) -> Iterator[str]:
    """Judge what parameters and members have alike: meaning, codes and sample."""
    yield from _sentence(f"{where}: meaning", entry.get("meaning"))
    if only_its_name(entry["name"], entry.get("meaning", "")):
        yield f"{where}: the meaning says no more than the name"
    codes = entry.get("codes")
    if codes is not None and codes not in code_lists:
        yield f"{where}: there is no code list {codes}"
    elif "sample" in entry:
        yield from _sample(where, entry, code_lists.get(codes) if codes else None)


def _sample(where: str, entry: Document, code_list: CodeList | None) -> Iterator[str]:
    sample, expression = entry["sample"], _type_of(entry)
    values: Sequence[str] = sample if isinstance(sample, list) else [sample]
    if expression is None or expression.name not in SCALARS or isinstance(sample, list) != expression.is_list:
        yield f"{where}: the sample does not fit the type"
    elif not all(_is_value(expression.name, value) for value in values):
        yield f"{where}: the sample {sample} is no {expression.name}"
    elif code_list and not {value for value in values if value} <= {code.value for code in code_list.codes}:
        yield f"{where}: the sample {sample} is no code of {code_list.name}"


def _is_value(scalar: str, text: str) -> bool:
    try:
        _VALUES[scalar](text)
    except (ValueError, KeyError, ArithmeticError):
        return False
    return True


def _type_of(entry: Document) -> TypeExpression | None:
    try:
        return parse_type(entry["type"])
    except ValueError:
        return None


# Texts


def _sentence(where: str, text: str | None) -> Iterator[str]:
    if not text or not SENTENCE.fullmatch(text):
        yield f"{where} is no sentence"
    yield from _public(where, text or "")


def _public(where: str, text: str) -> Iterator[str]:
    if found := INTERNAL.search(text):
        yield f"{where}: {found[0]} is not for readers"
