"""The code lists of the interface: which codes a value may hold, and what they mean.

`code_lists.json` names and explains every list. The codes of national lists, and of the server's own vocabulary, stand
in `vettrak_api.reference_data` alone, where the rules check against them; those of statuses and tokens in the head
of `operations.json`. Only what stands nowhere else is written out in `code_lists.json`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vettrak_api.reference_data import lists
from vettrak_api.reference_data.files import LONG_LISTS, read_list

Document = Mapping[str, Any]

MOST_TOLD = 10
"""Codes of a list that a sentence holds; longer lists are looked up."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its value as it stands on the wire, what it means, and what else is to be known; blank if nothing."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes; `source` says where they are from, for people. `name` is its name in addresses.

    is_open: an organisation may keep codes of its own beside these, so the list is what a new database begins with.
    """

    name: str
    title: str
    meaning: str
    source: str
    codes: tuple[Code, ...]
    is_open: bool = False


def build_code_lists(document: Document, operations: Document) -> dict[str, CodeList]:
    """Read the lists of code_lists.json, with the codes from where they stand."""
    return {entry["name"]: _code_list(entry, operations) for entry in document["code_lists"]}


def _code_list(entry: Document, operations: Document) -> CodeList:
    return CodeList(
        name=entry["name"],
        title=entry["title"],
        meaning=entry["meaning"],
        source=entry["source"],
        codes=tuple(_codes(entry, operations)),
        is_open=entry.get("open", False),
    )


def _codes(entry: Document, operations: Document) -> Iterable[Code]:
    if "codes" in entry:
        return (Code(*code) for code in entry["codes"])
    return _codes_from(entry["from"], operations)


def _codes_from(place: str, operations: Document) -> Iterable[Code]:
    """Return the codes that stand under a name in the reference data, or in the head of operations.json."""
    if place in lists.CODE_LISTS:
        return (Code(*code) for code in lists.CODE_LISTS[place])
    if place in LONG_LISTS:
        return (Code(*code) for code in read_list(LONG_LISTS[place]))
    if place in _SHAPES:
        return _SHAPES[place]()
    return _HEADS[place](operations)


def codes_sentence(code_list: CodeList) -> str:
    """Say which codes a list holds, for people; of a long list its title alone."""
    told = [_told(code) for code in code_list.codes[: MOST_TOLD + 1]]
    return f"Codes: {', '.join(told)}." if len(told) <= MOST_TOLD else f"Codes: see {code_list.title}."


def _told(code: Code) -> str:
    """Write a code with its label, unless the code says it all."""
    return code.value if code.label == code.value else f"{code.value} ({code.label})"


_SHAPES: Mapping[str, Callable[[], Iterable[Code]]] = {
    "STATES": lambda: (Code(short, name, f"AVETMISS code {code}.") for short, name, code in lists.STATES),
    "STUDY_REASONS": lambda: (Code(*reason) for reason in lists.STUDY_REASONS),
    "DELIVERY_MODES": lambda: (Code(mode, mode) for mode in lists.DELIVERY_MODES),
    "RESULT_TYPES": lambda: (
        Code(name, text, f"National outcome code {outcome}.") for name, outcome, _, text in lists.RESULT_TYPES
    ),
    "OUTCOMES": lambda: (Code(outcome, text, f"Result: {name}.") for name, outcome, _, text in lists.RESULT_TYPES),
    "ENROLMENT_STATUSES": lambda: (Code(name, name, f"Status type {kind}.") for name, kind in lists.ENROLMENT_STATUSES),
    "ENROLMENT_STATUS_TYPES": lambda: (Code(str(kind), name) for name, kind in lists.ENROLMENT_STATUSES),
    "ATTENDANCE_TYPES": lambda: (Code(name, name) for name, *_ in lists.ATTENDANCE_TYPES),
    "AWARD_TYPES": lambda: (Code(name, name) for name, *_ in lists.AWARD_TYPES),
    "EVENT_TYPES": lambda: (Code(name, name) for name in lists.EVENT_TYPES),
    "PAYMENT_TYPES": lambda: (Code(name, name) for _, name, *_ in lists.PAYMENT_TYPES),
    "RELATIONSHIP_TYPES": lambda: (
        Code(code, name, f"Relations: {', '.join(relations)}.")
        for code, (name, relations) in lists.RELATIONSHIP_TYPES.items()
    ),
    "TASK_STATUSES": lambda: (Code(code, name) for code, name, _ in lists.TASK_STATUSES),
}
"""Lists of the reference data that are no plain pairs of code and label."""

_HEADS: Mapping[str, Callable[[Document], Iterable[Code]]] = {
    "status_codes": lambda head: (
        Code(str(status["value"]), status["meaning"], name) for name, status in head["status_codes"].items()
    ),
    "token_types": lambda head: (Code(code, label) for code, label in head["token_types"].items()),
    "entities": lambda head: (Code(name, name) for name in head["additional_data"]["entities"]),
}
"""Lists that stand in the head of operations.json."""
