"""What a visitor wants to see of a list, as the address says it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_

from vettrak_api.model.quarantine import CLIENT_KIND, EMPLOYER_KIND, WebClient, WebEmployer, WebEnrolment, WebPayment
from vettrak_api.web.staff.queries import Statement
from vettrak_api.web.staff.visit import Visit, number_of

ROWS_PER_PAGE = 50
LAST_PAGE = 100_000
LONGEST_SEARCH = 100

KINDS = {"client": CLIENT_KIND, "employer": EMPLOYER_KIND}


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything may be blank; what can not be understood counts as blank."""

    search: str
    occurrence: str
    kind: str
    paid: str
    page: int

    @classmethod
    def of(cls, visit: Visit) -> "Filters":
        """Read the filters from the address."""
        asked = visit.request.args
        search = " ".join(asked.get("search", "").split())[:LONGEST_SEARCH]
        page = number_of(asked.get("page", "")) or 1
        return cls(
            search, asked.get("occurrence", ""), asked.get("kind", ""), asked.get("paid", ""), min(page, LAST_PAGE)
        )

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return bool(self.search or self.occurrence or self.kind or self.paid)

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on the list of web enrolments."""
        conditions = contains(self.search, WebClient.surname, WebClient.given_name, WebClient.email, WebEmployer.name)
        occurrence_id = number_of(self.occurrence)
        if occurrence_id is not None:
            conditions.append(WebEnrolment.occurrence_id == occurrence_id)
        if self.kind in KINDS:
            conditions.append(WebEnrolment.kind == KINDS[self.kind])
        if self.paid in {"yes", "no"}:
            is_paid = func.coalesce(WebPayment.amount, 0) > 0
            conditions.append(is_paid if self.paid == "yes" else ~is_paid)
        return conditions

    def cut(self, statement: Statement) -> Statement:
        """Return the statement for this page's rows and one more, which tells that there is another page."""
        return statement.limit(ROWS_PER_PAGE + 1).offset((self.page - 1) * ROWS_PER_PAGE)

    def linked(self, page: int) -> dict[str, Any]:
        """Return the address values of another page of the same list."""
        values = {"search": self.search, "occurrence": self.occurrence, "kind": self.kind, "paid": self.paid}
        return {name: value for name, value in values.items() if value} | {"page": page}


def contains(search: str, *columns: Any) -> list[ColumnElement[bool]]:
    """Return the conditions that every word stands in one of the columns, ignoring case."""
    return [
        or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))
        for word in search.lower().split()
    ]
