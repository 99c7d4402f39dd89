"""What SQL Server would refuse in a statement's text: conditions and values, which are two things to it.

A truth value is no condition (`WHERE t.flag`), and a condition is no value (`SELECT t.a = t.b`). The text is parsed by
sqlglot, which takes either; so each node is asked where it stands.
"""

import re
from collections.abc import Iterator

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

AGGREGATES = (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Count)


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
    if isinstance(node, AGGREGATES) and node.find(exp.Select) is not None:
        yield f"{node.sql('tsql')} makes an aggregate of a subquery"
    if isinstance(node, exp.Order):
        terms = [term.this.sql("tsql") for term in node.expressions]
        yield from (f"it is ordered by {term} twice" for term in sorted({t for t in terms if terms.count(t) > 1}))
    if isinstance(node, exp.Ordered) and isinstance(node.this.unnest(), exp.Literal | exp.Placeholder):
        yield "it is ordered by a constant"
