"""The beginning of an operation: its function and its tests, written from what the catalogue says of it."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.calls.call import REGISTRY
from vettrak_api.calls.results import ResultShape
from vettrak_api.catalogue.generate_parameters import argument_type, arguments_of, has_object, object_name
from vettrak_api.catalogue.loader import Catalogue, ErrorRule, Operation
from vettrak_api.catalogue.python_source import docstring_text

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = PurePosixPath("vettrak_api/operations")
WIDTH = 120
LONGEST_NAME = 90
"""Characters of a test's name; the rest of a long rule stands in what the test says."""

PAYLOADS = {
    "object": "Record",
    "list": "Records",
    "members": "Members",
    "number": "Number",
    "confirmation": "Confirmation",
    "text": "Text",
}
"""Kind of a result -> its annotation in `vettrak_api.calls.call`."""

FLAG_NOTE = "  # noqa: FBT001 - the interface has it here"

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NAMES = re.compile(r"[A-Za-z]\w*")
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A file to write: its place below the project's folder, and its text."""

    place: PurePosixPath
    text: str


def drafts(catalogue: Catalogue, operation: Operation) -> tuple[Draft, Draft]:
    """Return the module of an operation and that of its tests."""
    name = "_".join(_WORD_STARTS.split(operation.name)).lower()
    room = room_of(catalogue, operation.area)
    return (
        Draft(OPERATIONS / room / f"{name}.py", function_module(catalogue, operation)),
        Draft(PurePosixPath("tests/api", room or operation.area, f"test_{name}.py"), test_module(operation)),
    )


def room_of(catalogue: Catalogue, area: str) -> str:
    """Return the folder where most operations of an area are; a new area gets its own, blank is none."""
    homes = [
        function.__module__.split(".")[2:-1] for name, function in REGISTRY.items()
        if name in catalogue.operations and catalogue.operations[name].area == area
    ]  # fmt: skip
    if not homes:
        return area
    ((home, _),) = Counter("/".join(home) for home in homes).most_common(1)
    return home


def write(written: Sequence[Draft]) -> list[PurePosixPath]:
    """Put drafts in place and return where; raises FileExistsError, and writes nothing, when one is there already."""
    if present := [str(draft.place) for draft in written if (ROOT / draft.place).exists()]:
        raise FileExistsError(" and ".join(present))
    for draft in written:
        path = ROOT / draft.place
        path.parent.mkdir(parents=True, exist_ok=True)
        marker = path.parent / "__init__.py"
        if draft.place.is_relative_to(OPERATIONS) and not marker.exists():
            marker.write_text(f'"""Operations of the area {path.parent.name}."""\n', encoding="utf-8", newline="\n")
        path.write_text(draft.text, encoding="utf-8", newline="\n")
    return [draft.place for draft in written]


# The function


def function_module(catalogue: Catalogue, operation: Operation) -> str:
    """Return a module with the function, which raises NotImplementedError until it is written."""
    payload = PAYLOADS[ResultShape(operation, catalogue).kind]
    parameters = _parameters(operation)
    lines = [
        f'"""Area {operation.area}: {operation.name}."""',
        "",
        *_imports(operation, parameters, payload),
        "",
        "",
        "@operation",
        *_signature(operation.name, ["call: Call", *parameters], payload),
        *_docstring(catalogue, operation),
        "    raise NotImplementedError",
    ]
    return "\n".join(lines) + "\n"


def _parameters(operation: Operation) -> list[str]:
    """Return the declared parameters: singly, or as one object where there are many."""
    if has_object(operation):
        return [f"parameters: {object_name(operation)}"]
    return [f"{parameter.name}: {argument_type(parameter)}" for parameter in arguments_of(operation)]


def _imports(operation: Operation, parameters: Sequence[str], payload: str) -> Iterator[str]:
    written = " ".join(parameter.partition(": ")[2] for parameter in parameters)
    standard = ["import datetime"] if "datetime." in written else []
    standard += ["from decimal import Decimal"] if "Decimal" in written else []
    yield from [*standard, ""] if standard else []
    yield f"from vettrak_api.calls.call import {', '.join(sorted(['Call', payload]))}, operation"
    if has_object(operation):
        objects = [object_name(operation)]
    else:
        scalars = {"Decimal", "None", "bool", "bytes", "datetime", "int", "list", "str"}
        objects = sorted(set(_NAMES.findall(written.replace("datetime.datetime", ""))) - scalars)
    if objects:
        yield f"from vettrak_api.contract.parameters import {', '.join(objects)}"


def _signature(name: str, parameters: Sequence[str], payload: str) -> list[str]:
    """Write the head of a function on one line, its parameters on one, or each on its own, as flags need it."""
    listed = ", ".join(parameters)
    flags = any(": bool" in parameter for parameter in parameters)
    if not flags and len(line := f"def {name}({listed}) -> {payload}:") <= WIDTH:
        return [line]
    if not flags and len(listed) + 4 <= WIDTH:
        return [f"def {name}(", f"    {listed}", f") -> {payload}:"]
    notes = [FLAG_NOTE if ": bool" in parameter else "" for parameter in parameters]
    single = [f"    {parameter},{note}" for parameter, note in zip(parameters, notes, strict=True)]
    return [f"def {name}(", *single, f") -> {payload}:"]


def _docstring(catalogue: Catalogue, operation: Operation) -> Iterator[str]:
    """Write purpose, rules, errors and notes; each rule is an item of a list."""
    purpose, *rest = textwrap.wrap(f"{docstring_text(operation.purpose)}.", WIDTH - len('    """'))
    yield f'    """{purpose}'
    scope = [catalogue.scope_of(operation)] if operation.scope else []
    errors = [_told(error) for error in operation.errors]
    yield from ["", *_indented(rest)] if rest else []
    for title, items in (
        ("Rules:", [*scope, *operation.rules]),
        ("Errors:", errors),
        ("Notes:", operation.notes),
    ):
        if items:
            yield from ("", f"    {title}")
            yield from _indented([line for item in items for line in _item(item)])
    yield '    """'


def _told(error: ErrorRule) -> str:
    return f'Status {error.status} "{error.message}": {error.condition}.'


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _item(text: str) -> list[str]:
    if '"""' in text or "\\" in text:
        raise ValueError(f"Not fit for a docstring: {text!r}.")
    return textwrap.wrap(f"- {text}", WIDTH - 4, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


# The tests


def test_module(operation: Operation) -> str:
    """Return a module with one test for every rule and every error, each of which fails until it is written."""
    taken: Counter[str] = Counter()
    stated = [(_name(rule), rule) for rule in operation.rules]
    stated += [(_name(error.message), _told(error)) for error in operation.errors]
    lines = [f'"""{operation.name}: what the catalogue says of it, rule by rule."""', "", "import pytest"]
    for name, text in stated:
        taken[name] += 1
        number = f"_{taken[name]}" if taken[name] > 1 else ""
        lines += ["", "", f"def test_{name}{number}():", *_failure(f"not written yet: {text}")]
    return "\n".join(lines) + "\n"


def _name(text: str) -> str:
    """Make a name of the words of a rule, cut where it gets too long."""
    words = _WORDS.findall(text.lower())
    while len("_".join(words)) > LONGEST_NAME:
        words.pop()
    return "_".join(words)


def _failure(text: str) -> list[str]:
    """Write the failure of a test, over several lines where its text is long."""
    if len(line := f"    pytest.fail({_quoted(text)})") <= WIDTH:
        return [line]
    if len(line := f"        {_quoted(text)}") <= WIDTH:
        return ["    pytest.fail(", line, "    )"]
    pieces = textwrap.wrap(text, WIDTH - 14, break_long_words=False, break_on_hyphens=False)
    spaced = [f"{piece} " for piece in pieces[:-1]] + pieces[-1:]
    return ["    pytest.fail(", *(f"        {_quoted(piece)}" for piece in spaced), "    )"]


def _quoted(text: str) -> str:
    """Write a text between the quotes of which it holds fewer, or else between double ones."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + text.replace("\\", "\\\\").replace(quote, f"\\{quote}") + quote
