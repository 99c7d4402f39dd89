"""Python source as the generator writes it: modules, docstrings, comments and lists that keep to a width."""

import textwrap
from collections.abc import Iterable, Sequence

COMMAND = "python -m vettrak_api.catalogue.generate"
HEADER = f"# Generated from the catalogue by `{COMMAND}`; do not edit."
LINE_LENGTH = 110


def module(title: str, blocks: Iterable[str]) -> str:
    """Write a module under its title and the line that tells where it is from."""
    return "\n".join([f'"""{title}"""', "", HEADER, "", *blocks]).rstrip("\n") + "\n"


def call_of(before: str, items: Sequence[str], after: str) -> list[str]:
    """Write items on one line, or one item a line where that is too long."""
    line = before + ", ".join(items) + after
    if len(line) <= LINE_LENGTH:
        return [line]
    indent = " " * (len(before) - len(before.lstrip()))
    return [before, *(f"{indent}    {item}," for item in items), indent + after]


def docstring(text: str) -> list[str]:
    """Write the docstring of a class, on one line where it fits."""
    one_line = f'    """{docstring_text(text)}"""'
    if len(one_line) <= LINE_LENGTH:
        return [one_line]
    return [*wrapped(f'    """{docstring_text(text)}', "    "), '    """']


def docstring_text(text: str) -> str:
    """Refuse what would end or escape the docstring that it goes into."""
    if '"""' in text or "\\" in text or text.endswith('"'):
        raise ValueError(f"Not fit for a docstring: {text!r}.")
    return text


def member_lines(declaration: str, meaning: str) -> list[str]:
    """Write a member of a class with its meaning behind it, or above it where the line would be too long."""
    line = f"{declaration}  # {meaning}"
    if len(line) <= LINE_LENGTH:
        return [line]
    return [*wrapped(f"    # {meaning}", "    # "), declaration]


def wrapped(text: str, later: str) -> list[str]:
    """Break text into lines; all but the first begin with the second argument."""
    return textwrap.wrap(text, LINE_LENGTH, subsequent_indent=later, break_long_words=False)
