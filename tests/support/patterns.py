"""Every regular expression of the package, with the input that costs it most, and what that input costs."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vettrak_api

LONGEST = 256 * 1024
"""Characters of the worst inputs; outside texts are shorter, or limited where they come in."""

LENGTHS = (16, 20, 24, 28, 32, *(2**power for power in range(6, 19)))
"""Lengths to try, the short ones close together: what doubles with every character must not get far."""

NOTICEABLE = 0.004
"""Seconds below which a time says nothing."""

UNSTARTED = ("vettrak_api.wsgi", "vettrak_api.__main__")
"""Modules that start a server when they are imported."""

FUNCTIONS = frozenset({"search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"})


@dataclass(frozen=True)
class Worst:
    """How a pattern is used, and its worst inputs: functions of the length."""

    use: str
    texts: tuple[Callable[[int], Any], ...]

    def run(self, pattern: re.Pattern[Any], text: Any) -> None:
        """Use the pattern once, as the package does."""
        if self.use == "sub":
            pattern.sub(" ", text)
        elif self.use == "finditer":
            for _ in pattern.finditer(text):
                pass
        else:
            getattr(pattern, self.use)(text)


def worst(use: str, *texts: Callable[[int], Any]) -> Worst:
    """Return a line of the table."""
    return Worst(use, texts)


def filled(start: str, piece: str, end: str = "") -> Callable[[int], str]:
    """Return the function that repeats a piece between a start and an end."""
    return lambda length: start + piece * max(1, (length - len(start) - len(end)) // len(piece)) + end


def filled_bytes(start: str, piece: str, end: str = "") -> Callable[[int], bytes]:
    """Return the same for patterns of bytes."""
    return lambda length: filled(start, piece, end)(length).encode()


TYPED = "reads the command line of an administrator, who would only keep themselves waiting"
OWN = "reads our own catalogue or code, for developers; nobody outside writes it"
DIGITS_THEN_NONE = (filled("", "0", "x"), filled(" ", "1", " x"), filled("", " ", "x"), filled("", "9"))

TABLE: dict[str, Worst | str] = {
    "asmx.proxies._HOST": worst("fullmatch", filled("", "a", ":"), filled("[", "a", "]:"), filled("a:", "0")),
    "asmx.proxies._FORWARDED_PART": worst(
        "findall",
        filled("", "for="),
        filled("", 'for="'),
        filled('for="', "for=a "),
        filled("for", " "),
        filled("", "f"),
    ),
    "asmx.request._PARAMETER": worst(
        "findall",
        filled(";", "a"),
        filled("", ";"),
        filled("", "; "),
        filled(";a", " "),
        filled(";", " "),
        filled(";a=", '"'),
        filled(';b="', ";a="),
        filled("", ";a"),
    ),
    "asmx.request._SAFE_ENCODING": worst("fullmatch", filled("iso8859-", "1", "x"), filled("utf-", "8")),
    "asmx.request._ENCODING_DECLARATION": worst(
        "match", filled_bytes("", " "), filled_bytes("<?xml", " "), filled_bytes("<?xml ", "encoding ")
    ),
    "asmx.text._UNHOLDABLE": worst("sub", filled("", "\x01"), filled("", "a\x02")),
    "asmx.tokenizer._LONG_TAG": worst(
        "finditer", filled_bytes("<", "a"), filled_bytes("", "<a"), filled_bytes("", "<" + "a" * 3999)
    ),
    "asmx.tokenizer._QUOTE_OR_END": worst("search", filled_bytes("", "a")),
    "asmx.values._INTEGER": worst("fullmatch", *DIGITS_THEN_NONE),
    "asmx.values._DECIMAL": worst("fullmatch", *DIGITS_THEN_NONE, filled("1.", "0", "x"), filled(".", "0", "x")),
    "asmx.values._TIME": worst(
        "fullmatch", filled("", " "), filled("2026-01-01T00:00:00.", "0", "x"), filled("2026", " ", "x")
    ),
    "database.troubleshooting._CURES": worst(
        "search",
        filled("", "database "),
        filled("", 'database "'),
        filled('database "', "x"),
        filled("", "timed "),
        filled("", "self"),
    ),
    "database.addresses.ATTRIBUTE": worst(
        "match",
        filled("", " "),
        filled("a=", " ", "{"),
        filled("a={", "}}", "x"),
        filled("a={", "x"),
        filled("a={}", " ", "x"),
    ),
    "database.error_codes.CODE": worst("fullmatch", filled("", "1"), filled("SQLITE_", "A"), filled("", "A")),
    "database.odbc.OWN_NUMBER": worst("search", filled("", "("), filled("", "(1) ("), filled("(", "1")),
    "database.sqlserver.MICROSOFTS": worst("search", filled("", "SQL "), filled("", "msodbcsq")),
    "database.addresses.SECRET": worst("search", filled("", "pas"), filled("", "toke"), filled("", "x")),
    "hosting.logs.DATED": "reads names of files in the folder of the log",
    "model.base._INVISIBLE": worst("sub", filled("", "\u200b"), filled("", "a"), filled("", "a\u200b")),
    "model.base._JOINTS": worst("sub", filled("", " "), filled("", "' "), filled("", " -"), filled("", "'-", "x")),
    "model.base._UNSTORABLE": worst("sub", filled("", "\0"), filled("", "a"), filled("", "a\0")),
    "rest.problems.CAPITAL": "read by nobody outside: names of our own classes",
    "rest.values.CONTROLS": worst("search", filled("", "a"), filled("", "a", "\x01")),
    "rest.values.CONTROLS_IN_TEXT": worst("search", filled("", "a"), filled("", "\n", "\x01")),
    "rest.values.NUMBER": worst("fullmatch", *DIGITS_THEN_NONE, filled("1.", "0", "x")),
    "rest.values.WHOLE": worst("fullmatch", *DIGITS_THEN_NONE, filled("1.", "0", "x")),
    "rest.values.DATE": worst("fullmatch", *DIGITS_THEN_NONE, filled("20260101T", "0")),
    "rest.values.PLAIN": worst("fullmatch", filled("", "a"), filled("", " ", "\n"), filled("", "a", "\u00e9")),
    "rest.values.IDENTIFIER": worst("fullmatch", filled("", "a"), filled("a", ".", "!"), filled("", "-")),
    "rules.additional_data.query._AGGREGATED": worst(
        "fullmatch", filled("", "a"), filled("a(", "a"), filled("", "a("), filled("a(", "a", ")x")
    ),
    "rules.additional_data.query._MOST_RECORDS": worst(
        "fullmatch", filled("maxrecords", " "), filled("maxrecords=", "1")
    ),
    "rules.additional_data.values._INTEGER": worst("fullmatch", *DIGITS_THEN_NONE),
    "rules.additional_data.values._DECIMAL": worst("fullmatch", *DIGITS_THEN_NONE, filled("1.", "0", "x")),
    "rules.additional_data.values._MOMENT": worst("fullmatch", filled("2026-01-01T00:00:00.", "0"), filled("", "1")),
    "rules.clients.addresses._BOX": worst(
        "fullmatch", filled("po box", " "), filled("", "p"), filled("po box ", "x", "\n"), filled("", "locked bag")
    ),
    "rules.clients.addresses._NUMBERED": worst(
        "fullmatch",
        filled("1", " "),
        filled("1", "a"),
        filled("1", "a "),
        filled("1", " ", "\n"),
        filled("1 ", "a ", "\n"),
        filled("lot ", "a"),
        filled("lot a", " "),
        filled("", "1"),
    ),
    "rules.clients.addresses._UNIT": worst(
        "fullmatch", filled("unit ", "x", "\n"), filled("", "unit"), filled("", "u")
    ),
    "rules.clients.statistics.YEAR": worst("fullmatch", filled("", "1"), filled("", "@")),
    "rules.processing.likeness._BREAKS": worst("split", filled("", " "), filled("", "a"), filled("", "a ", "'")),
    "settings.MAIL_ADDRESS": worst(
        "fullmatch", filled("", "a"), filled("", "a@"), filled("a@", "a", " "), filled("", "@")
    ),
    "web.kit.rendering._WORD": worst("findall", filled("", "A", "a"), filled("", "a_"), filled("", "_")),
    "web.reference.prose._HEADER": worst("match", filled("", "a"), filled("", "a-")),
    "web.reference.prose._MARKUP": worst("split", filled("", "<"), filled("<", "a"), filled("", "<>")),
    "rules.occurrences.setup.COLOUR": worst("fullmatch", filled("#", "a"), filled("", "#")),
    "transfer.values.DAY_FIRST": worst("match", filled("", "1"), filled("1/", "1"), filled("", "1/")),
    "transfer.values.EXCEL_NUMBER": worst(
        "fullmatch", *DIGITS_THEN_NONE, filled("1.", "0", "x"), filled("1.1E+", "1", "x"), filled("", "1.")
    ),
    "transfer.values.ISO": worst("match", filled("", "1"), filled("2027-", "1"), filled("", "1-")),
    "transfer.values.QUOTED": worst("fullmatch", filled('="', '"', "x"), filled('="', "x"), filled("", '="')),
    "transfer.values.THOUSANDS": worst("fullmatch", *DIGITS_THEN_NONE, filled("1", ",000", "x"), filled("", "1,")),
    "transfer.values.TIME": worst("fullmatch", *DIGITS_THEN_NONE, filled("9:00:00.", "0", "x"), filled("9:00", " ")),
    "tenants.hosts._IPV6": worst("fullmatch", filled("[", "a"), filled("[", ":", "x")),
    "tenants.hosts._NAME": worst("fullmatch", filled("", "a", "!"), filled("", "a.", "!"), filled("a", "-", "!")),
    "tenants.roster.NAME": TYPED,
    "tenants.roster.PLACE": OWN,
    "web.reference.prose._NAME": OWN,
    "web.reference.prose._TYPED": OWN,
    "web.reference.samples.java._WORD": OWN,
    "web.reference.samples.messages._TAG": OWN,
    "web.reference.samples.text._MARKUP": OWN,
    "web.reference.samples.text._VALUE": OWN,
    "web.reference.sheets._LEADING_ZERO": OWN,
    "web.staff.additional._WORD_STARTS": "splits the names of our own fields",
    "web.staff.setup.occurrence_repeat.TIME": worst("fullmatch", filled("", "1"), filled("9:", "1"), filled("", "9:")),
    "calls.messages._BLANK": worst("split", filled("", "<"), filled("<", "a")),
    "calls.named_records.NUMBERS": worst("fullmatch", filled("a", "I"), filled("i", "A")),
    "calls.named_records.CODES": worst("fullmatch", filled("s", "a"), filled("", "a"), filled("", "c")),
    "calls.named_records.CODE": worst("fullmatch", filled("", "a"), filled("", "1")),
    "hosting.log_reading.LINE": worst(
        "fullmatch",
        filled("2026-11-22 09:14:03.512+11:00 INFO vettrak_api.calls: ", "a "),
        filled("2026-11-22 09:14:03.512+11:00 INFO vettrak_api.calls: a ok door=", " ok door="),
        filled("2026-11-22 09:14:03.512+11:00 INFO", " "),
    ),
    "hosting.log_reading.FACT": worst("findall", filled("", "a"), filled('a="', "\\"), filled("", 'a="')),
    "web.kit.edge._UUID": worst("fullmatch", filled("", "a"), filled("", "-")),
    "web.kit.edge._SAFE": worst("fullmatch", filled("", "a")),
    "web.kit.request_log._PLAIN": worst("fullmatch", filled("", "a", " ")),
    "catalogue.loader.ERROR_RULE": OWN,
    "catalogue.type_expressions._NOTATION": OWN,
    "catalogue.validate._IDENTIFIER": OWN,
    "catalogue.validate._OPERATION_NAME": OWN,
    "catalogue.wording.INTERNAL": OWN,
    "catalogue.wording.SENTENCE": OWN,
    "catalogue.wording._WORD": OWN,
    "documentation.scaffold._NAMES": OWN,
    "documentation.scaffold._WORDS": OWN,
    "documentation.scaffold._WORD_STARTS": OWN,
    "hosting.iis.wishes.FOLDER": TYPED,
    "hosting.iis.wishes.HOME": TYPED,
    "hosting.iis.wishes.HOST": TYPED,
    "hosting.iis.wishes.ODBC_NAME": TYPED,
    "hosting.iis.wishes.PASSWORD": TYPED,
    "hosting.iis.wishes.PATH": TYPED,
    "hosting.iis.wishes.POOL": TYPED,
    "hosting.iis.wishes.SERVER": TYPED,
    "hosting.iis.wishes.SHAPES": TYPED,
    "hosting.iis.wishes.SITE": TYPED,
    "hosting.iis.wishes.VERSION": TYPED,
}
"""The worst inputs of each pattern, or why nobody outside writes what it reads."""


def modules() -> Iterator[Any]:
    """Import every module of the package."""
    yield vettrak_api
    for found in pkgutil.walk_packages(vettrak_api.__path__, "vettrak_api."):
        if found.name not in UNSTARTED and not found.name.startswith("vettrak_api.migrations"):
            yield importlib.import_module(found.name)


def all_patterns() -> dict[str, list[re.Pattern[Any]]]:
    """Return the patterns that modules and classes hold, by name; one that was imported has the name of its home."""
    found: dict[str, list[re.Pattern[Any]]] = {}
    for module in modules():
        home = module.__name__.removeprefix("vettrak_api.")
        own = _names_set_in(Path(module.__file__))
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__ == module.__name__:
                for attribute, held in vars(value).items():
                    _note(found, f"{home}.{name}.{attribute}", held)
            elif name in own:
                _note(found, f"{home}.{name}", value)
    return found


def _names_set_in(path: Path) -> set[str]:
    """Return the names that a module assigns, so that those which it imports are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _note(found: dict[str, list[re.Pattern[Any]]], name: str, value: Any) -> None:
    patterns = list(_patterns_in(value))
    if patterns:
        found[name] = patterns


def _patterns_in(value: Any, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for part in (*value.keys(), *value.values()):
            yield from _patterns_in(part, depth - 1)
    elif depth and isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from _patterns_in(part, depth - 1)


def hidden_patterns() -> Iterator[str]:
    """Yield where a function of the package makes a pattern of its own, which no table would ever list."""
    for path in sorted(Path(vettrak_api.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            names = FUNCTIONS | {"compile"} if isinstance(function, (ast.FunctionDef, ast.Lambda)) else FUNCTIONS
            for node in ast.walk(function):
                if _calls_re(node, names):
                    yield f"{path.name}:{node.lineno}"


def _calls_re(node: ast.AST, names: frozenset[str] | set[str]) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in names
    )


def seconds(line: Worst, pattern: re.Pattern[Any], text: Any, times: int = 3) -> float:
    """Return the processor time that a use takes, the best of several."""

    def once() -> float:
        began = time.thread_time()
        line.run(pattern, text)
        return time.thread_time() - began

    return min(once() for _ in range(times))


def growth(line: Worst, pattern: re.Pattern[Any], make: Callable[[int], Any]) -> Iterator[tuple[int, float, float]]:
    """Yield length, seconds, and how many times more than the length the seconds grew since the length before.

    The last is 1 for what grows as the length does, 2 or more for what grows as its square does when it doubles, and
    0 where the time is too short to tell.
    """
    before_length, before = 0, 0.0
    for length in LENGTHS:
        text = make(length)
        taken = seconds(line, pattern, text)
        told = taken > NOTICEABLE and before > 0
        yield length, taken, (taken / before) / (length / before_length) if told else 0.0
        before_length, before = length, taken
