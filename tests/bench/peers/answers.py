"""Do two servers answer the same? Compared by members and values: prefixes, nulls and money's decimals may differ."""

from decimal import Decimal

from lxml import etree

MONEY = {"Amount", "GST", "AmountPaid", "AmountCredited"}
PERSONAL = {"Token"}
"""Every log-in has its own."""

ROW, ROWS = "TOccu", 21
LIST = "GetLMSNewOccurrences"


class WrongAnswer(Exception):
    """A server does not answer as it should; the text says how."""


def check(operation: str, answer: bytes, expected: bytes) -> None:
    """Compare an answer with the product's own; raises WrongAnswer."""
    told, wanted = members(answer), members(expected)
    status = [value for path, value in told.items() if path[-1][0] == "Status"]
    if "1" not in status:
        raise WrongAnswer(f"{operation}: Status is not 1 in {answer[:300]!r}")
    rows = len({path[:-1] for path in told if len(path) > 1 and path[-2][0] == ROW})
    if operation == LIST and rows != ROWS:
        raise WrongAnswer(f"{operation}: {rows} rows, not {ROWS}")
    differing = {path[-1][0] for path, _ in told.items() ^ wanted.items()}
    if differing:
        raise WrongAnswer(f"{operation}: other than ours in {', '.join(sorted(differing))}")


Path = tuple[tuple[str, int], ...]
"""Names of members from the outside in, each with its number among its like."""


def members(answer: bytes) -> dict[Path, str]:
    """Return the values of an answer that are not blank."""
    body = etree.fromstring(answer).find("{*}Body")
    if body is None:
        raise WrongAnswer(f"no SOAP body in {answer[:300]!r}")
    return dict(_values(body, ()))


def _values(element: "etree._Element", path: Path) -> list[tuple[Path, str]]:
    found, seen = [], dict[str, int]()
    for child in element:
        name = etree.QName(child).localname
        seen[name] = seen.get(name, 0) + 1
        inner = (*path, (name, seen[name]))
        if len(child):
            found += _values(child, inner)
        elif child.text and name not in PERSONAL:
            found.append((inner, _plain(name, child.text)))
    return found


def _plain(name: str, value: str) -> str:
    return str(Decimal(value).quantize(Decimal("0.01"))) if name in MONEY else value
