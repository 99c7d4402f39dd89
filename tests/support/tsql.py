"""What SQL Server would refuse in a statement's text, by two parsers.

`refusals` asks Microsoft's own grammar (ScriptDom, in the program maxdop), which is SQL Server's word on what T-SQL is:
no LIMIT, no truth value as a condition (`WHERE t.flag`), no condition as a value (`SELECT (t.a = t.b)`), no `IS 0`.
`problems` finds what that grammar lets pass and SQL Server refuses later, or what means something else there than
meant: sqlglot takes nearly everything, and each node is asked where it stands.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

CONDITIONS = (exp.Predicate, exp.Connector, exp.Not)
"""Expressions that are true or false."""

TRANSPARENT = (exp.Paren, exp.Escape)
"""What stands around an expression and leaves it what it is: parentheses, and LIKE's ESCAPE."""

MOST_PARAMETERS = 2_100

OUTPUT = re.compile(r"\bOUTPUT (?:inserted|deleted)\.[^\s,]+(?:, (?:inserted|deleted)\.[^\s,]+)*")
"""The columns that a statement which writes gives back; sqlglot does not know them everywhere."""

PARSER, LEVEL = "maxdop", "2019"
"""The program with Microsoft's grammar, and the oldest SQL Server whose grammar counts."""

UNREADABLE = 1
"""How it ends for a text that is no T-SQL."""

REASON = re.compile(r"\d+:\d+: (.*)")
BIND = re.compile(r"('(?:[^']|'')*')|(\[[^\]]*\])|:(\w+)")
"""Texts, quoted names, and parameters as SQLAlchemy writes them for a driver that takes them by name."""

NO_TYPES = {"BOOLEAN", "BOOL", "TEXT", "NTEXT", "DATETIME", "TIMESTAMP", "SERIAL", "BLOB", "CLOB", "DOUBLE"}
"""Types that SQL Server lacks, or that hold less there than elsewhere."""

AGGREGATES = (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Count)


def parser() -> str | None:
    """Return the program with Microsoft's grammar, or None where it is not installed."""
    return shutil.which(PARSER, path=str(Path(sys.executable).parent)) or shutil.which(PARSER)


def refusals(texts: Sequence[str]) -> dict[str, str]:
    """Return what Microsoft's grammar refuses of these texts, and why; several statements may stand in one text."""
    program = parser()
    if program is None or not texts:
        return {}
    said = _said_of(program, texts)
    if said is None:
        return {}
    if len(texts) == 1:
        return {texts[0]: said}
    half = len(texts) // 2
    return refusals(texts[:half]) | refusals(texts[half:])


def _said_of(program: str, texts: Sequence[str]) -> str | None:
    """Return what the parser says of texts, the batches of one script; None when it understands all of them."""
    done = subprocess.run(
        [program, "--parser-version", LEVEL],
        input="".join(f"{parameters_by_at(text)}\nGO\n" for text in texts),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in {0, UNREADABLE}:
        raise RuntimeError(done.stderr)
    wrong = REASON.search(done.stderr)
    return (wrong[1] if wrong else done.stderr) if done.returncode else None


def parameters_by_at(text: str) -> str:
    """Return a text with its parameters written as T-SQL has them: @name."""
    return BIND.sub(lambda found: f"@{found[3]}" if found[3] else found[0], text)


def problems(text: str) -> Iterator[str]:
    """Yield what SQL Server would refuse; a text that is no T-SQL is one problem."""
    try:
        statement = sqlglot.parse_one(OUTPUT.sub("", text), read="tsql")
    except ParseError as error:
        yield f"it is no T-SQL: {error}"
        return
    for node in statement.walk():
        yield from _misplaced(node)
        yield from _refused(node)
    parameters = sum(1 for _ in statement.find_all(exp.Placeholder))
    if parameters > MOST_PARAMETERS:
        yield f"it takes {parameters} parameters; SQL Server takes {MOST_PARAMETERS}"


def _misplaced(node: exp.Expr) -> Iterator[str]:
    """Yield conditions that are none, and conditions where a value must stand."""
    if isinstance(node, TRANSPARENT):
        return
    wanted, given = _is_condition_wanted(node), isinstance(node, CONDITIONS)
    if wanted and not given:
        yield f"{node.sql('tsql')} is no condition; compare it"
    if given and not wanted and not _is_assignment(node):
        yield f"{node.sql('tsql')} is no value; use case((condition, 1), else_=0)"


def _is_condition_wanted(node: exp.Expr) -> bool:
    child, parent = node, node.parent
    while isinstance(parent, TRANSPARENT) and child.arg_key == "this":
        child, parent = parent, parent.parent
    if isinstance(parent, exp.Where | exp.Having | exp.Connector | exp.Not):
        return True
    if isinstance(parent, exp.Join):
        return child.arg_key == "on"
    if isinstance(parent, exp.If):
        case = parent.parent
        return child.arg_key == "this" and not (isinstance(case, exp.Case) and case.this is not None)
    return False


def _is_assignment(node: exp.Expr) -> bool:
    """Tell whether this is what UPDATE sets."""
    return isinstance(node, exp.EQ) and isinstance(node.parent, exp.Update) and node.arg_key == "expressions"


def _refused(node: exp.Expr) -> Iterator[str]:
    if isinstance(node, exp.Is) and not isinstance(node.expression, exp.Null):
        yield f"{node.sql('tsql')}: IS takes NULL only"
    if isinstance(node, exp.DPipe):
        yield f"{node.sql('tsql')}: texts are joined by +"
    if isinstance(node, exp.Lock):
        yield "FOR UPDATE is no lock; use for_update"
    if isinstance(node, exp.Boolean):
        yield "there is no TRUE and no FALSE; use true() and false()"
    if isinstance(node, AGGREGATES) and node.find(exp.Select) is not None:
        yield f"{node.sql('tsql')} makes an aggregate of a subquery"
    if isinstance(node, exp.Order):
        terms = [term.this.sql("tsql") for term in node.expressions]
        yield from (f"it is ordered by {term} twice" for term in sorted({t for t in terms if terms.count(t) > 1}))
    if isinstance(node, exp.Ordered) and isinstance(node.this.unnest(), exp.Literal | exp.Placeholder):
        yield "it is ordered by a constant"
