"""What a visitor wants to see of a list, as the address says it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import fold_name
from vettrak_api.model.quarantine import CLIENT_KIND, EMPLOYER_KIND, WebEnrolment, WebPayment
from vettrak_api.model.statements import execute
from vettrak_api.web.kit.forms import number_of
from vettrak_api.web.staff.queries import Statement
from vettrak_api.web.staff.visit import StaffVisit

ROWS_PER_PAGE = 50
LAST_PAGE = 100_000
LONGEST_SEARCH = 100

MOST_SEARCHED = 50_000
"""Records of a list that a search looks at, which takes about half a second."""

FIRST_SEARCHED, TIMES_AS_MANY = 1_000, 8
"""Records that it looks at first, and how many times as many in the end if these do not fill the page; and so on."""

KINDS = {"client": CLIENT_KIND, "employer": EMPLOYER_KIND}


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: the numbers of its records, which page it is, and whether another one follows.

    searched: how many records a search looked at; None without one, or when it looked at all.
    """

    numbers: Sequence[int]
    page: int
    more: bool
    searched: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything may be blank; what can not be understood counts as blank."""

    search: str
    occurrence: str
    kind: str
    paid: str
    match: str
    page: int

    @classmethod
    def of(cls, visit: StaffVisit) -> "Filters":
        """Read the filters from the address."""
        asked = visit.request.args
        search = " ".join(asked.get("search", "").split())[:LONGEST_SEARCH]
        page = number_of(asked.get("page", "")) or 1
        occurrence, kind, paid, match = (asked.get(name, "") for name in ("occurrence", "kind", "paid", "match"))
        return cls(search, occurrence, kind, paid, match, min(page, LAST_PAGE))

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return bool(self.search or self.occurrence or self.kind or self.paid or self.match)

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on the list of web enrolments, beside the search."""
        conditions: list[ColumnElement[bool]] = []
        occurrence_id = number_of(self.occurrence)
        if occurrence_id is not None:
            conditions.append(WebEnrolment.occurrence_id == occurrence_id)
        if self.kind in KINDS:
            conditions.append(WebEnrolment.kind == KINDS[self.kind])
        if self.paid in {"yes", "no"}:
            is_paid = func.coalesce(WebPayment.amount, 0) > 0
            conditions.append(is_paid if self.paid == "yes" else ~is_paid)
        return conditions

    def listed(self, session: Session, entries: Statement, number: Any, searched: Sequence[Any]) -> Listed:
        """Return this page of an ordered list of these numbers; beyond the last page it is that one.

        A search finds the records in whose columns (searched) every word stands, ignoring case and accents.
        """
        if words := self._words:
            return self._found(session, entries.with_only_columns(number, *searched, maintain_column_froms=True), words)
        wanted = entries.with_only_columns(number, maintain_column_froms=True)
        page, numbers = self.page, session.scalars(_cut(wanted, self.page)).all()
        if page > 1 and not numbers:
            counted = select(func.count()).select_from(wanted.order_by(None).subquery())
            page = _last_page(session.scalar(counted) or 0)
            numbers = session.scalars(_cut(wanted, page)).all()
        return Listed(numbers[:ROWS_PER_PAGE], page, len(numbers) > ROWS_PER_PAGE)

    def first(self, session: Session, entries: Statement, number: Any, searched: Sequence[Any], most: int) -> list[int]:
        """Return the first numbers of the whole list, `most` and one more that tells that there are others."""
        if words := self._words:
            wanted = entries.with_only_columns(number, *searched, maintain_column_froms=True)
            return _searched(session, wanted, words, most + 1)[0]
        wanted = entries.with_only_columns(number, maintain_column_froms=True)
        return list(session.scalars(wanted.limit(most + 1)))

    def page_of(self, numbers: Sequence[int]) -> Listed:
        """Return this page of a list of numbers; beyond the last page it is that one."""
        page = min(self.page, _last_page(len(numbers)))
        end = page * ROWS_PER_PAGE
        return Listed(numbers[end - ROWS_PER_PAGE : end], page, len(numbers) > end)

    @property
    def _words(self) -> list[str]:
        return fold_name(self.search.replace(",", " ")).split()

    def _found(self, session: Session, wanted: Statement, words: Sequence[str]) -> Listed:
        numbers, searched = _searched(session, wanted, words, self.page * ROWS_PER_PAGE + 1)
        return replace(self.page_of(numbers), searched=searched)


def _searched(session: Session, wanted: Statement, words: Sequence[str], most: int) -> tuple[list[int], int | None]:
    """Return the numbers of the first that hold every word, `most` of them.

    Also returns how many records were looked at, when these were as many as a search may look at and not all.
    """
    # Compared here, because web records have no folded keys, and databases disagree on accents. By number, because
    # what is added to the list meanwhile pushes others into the next portion.
    numbers: dict[int, None] = {}
    fold = cache(fold_name)  # of a list's texts many are the same
    begun, end = 0, min(FIRST_SEARCHED, MOST_SEARCHED)
    while True:
        rows = execute(session, wanted.limit(end - begun + 1).offset(begun)).all()
        for number, *texts in rows[: end - begun]:
            text = " ".join(map(fold, texts))
            if all(word in text for word in words):
                numbers[number] = None
        if len(numbers) >= most or len(rows) <= end - begun:
            return list(numbers)[:most], None
        if end == MOST_SEARCHED:
            return list(numbers), end
        begun, end = end, min(end * TIMES_AS_MANY, MOST_SEARCHED)


def _cut(statement: Statement, page: int) -> Statement:
    """Return the statement for a page's rows and one more, which tells that there is another page."""
    return statement.limit(ROWS_PER_PAGE + 1).offset((page - 1) * ROWS_PER_PAGE)


def _last_page(records: int) -> int:
    return max(1, -(-records // ROWS_PER_PAGE))
