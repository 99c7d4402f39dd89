"""Overwriting an employer's details as a whole (UpdateEmployerDetails)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.model.employers import Employer
from vettrak_api.rules.additional_data.updates import refuse_taken_external_code
from vettrak_api.rules.clients.addresses import Address, store
from vettrak_api.rules.validation import mail_address

KEPT_WITHOUT_ROLE = frozenset({"external_code"})
"""What is the RTO's own and stays when the employer changes its details: the key to the accounting system."""


@dataclass(frozen=True, slots=True)
class EmployerDetails:
    """Details that passed; `columns` go to the employer as they are."""

    columns: dict[str, Any]
    business: Address
    postal: Address
    email: str | None


def overwrite_employer(
    session: Session, employer: Employer, details: EmployerDetails, *, by_role: bool, unique_external_codes: bool
) -> None:
    """Overwrite all details but identifier, parent and whether the employer is active.

    by_role: whether the caller holds the API role; others leave what is the RTO's own. Raises InvalidInput for a new
    e-mail address that is none, and Conflict for another employer's external code where such codes are unique.
    """
    columns = {name: value for name, value in details.columns.items() if by_role or name not in KEPT_WITHOUT_ROLE}
    columns["email"] = mail_address("Empl_Email", details.email, employer.email)
    if unique_external_codes and columns.get("external_code"):
        refuse_taken_external_code(session, employer, columns["external_code"])
    # One flush at the end: the trail of changes shall tell of one change.
    with session.no_autoflush:
        store(employer, "business", details.business)
        store(employer, "postal", details.postal)
        for column, value in columns.items():
            setattr(employer, column, value)
