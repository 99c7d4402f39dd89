"""Finds the records that calls name; each raises NotFound with the contract's message when there is none.

Codes are compared trimmed and ignoring case (R-ARGS).
"""

from typing import Any, TypeVar

from sqlalchemy import Integer, Row, Select, String, bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import EMPLOYER, Enrolment
from vettrak_api.model.look_alikes import found_key
from vettrak_api.model.occurrences import LMS_PUBLISHED, ClassSession, Occurrence
from vettrak_api.model.programmes import Qualification, Unit
from vettrak_api.model.reference import Division, Location, ReferralSource, StudyReason
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.reference.defaults import defaults
from vettrak_api.rules.validation import trimmed

Found = TypeVar("Found")

ENROLMENT_NOT_FOUND = "Enrolment not found."
NOT_FOR_LMS = "Occurrence is not an LMS occurrence."

CODE = bindparam("wanted_code", type_=String)
NUMBER = bindparam("wanted_number", type_=Integer)
CLIENT_NUMBER = bindparam("wanted_client", type_=Integer)
EMPLOYER_NUMBER = bindparam("wanted_employer", type_=Integer)
STAFF_NUMBER = bindparam("wanted_staff", type_=Integer)
"""Parameters of statements: a code, a number, and numbers of whom a list is about."""

CLIENT = select(Client).where(Client.code_key == CODE)
CLIENT_ID = select(Client.id).where(Client.code_key == CODE)
CLIENT_LOGIN = select(Client.id, Client.email, Client.username, Client.active).where(Client.code_key == CODE)
CLIENT_AND_DIVISION = select(Client.id, Client.division_id).where(Client.code_key == CODE)
CLIENT_EMAIL = select(Client.email).where(Client.code_key == CODE)
EMPLOYER_EMAIL = select(Employer.email).where(Employer.identifier_key == CODE)
EMPLOYER_BY_IDENTIFIER = select(Employer).where(Employer.identifier_key == CODE)
EMPLOYER_ID = select(Employer.id).where(Employer.identifier_key == CODE)
STAFF_ID = select(Client.id).where(Client.code_key == CODE, Client.staff)
QUALIFICATION_ID = select(Qualification.id).where(Qualification.code_key == CODE)
UNIT_ID = select(Unit.id).where(Unit.code_key == CODE)
OCCURRENCE_ID = select(Occurrence.id).where(Occurrence.id == NUMBER)
CLASS_ID = select(ClassSession.id).where(ClassSession.id == NUMBER)
LMS_FLAG = select(Occurrence.lms_publish).where(Occurrence.id == NUMBER)
ENROLMENT_ID = select(Enrolment.id).where(Enrolment.id == NUMBER, Enrolment.kind != EMPLOYER)
DIVISION_ID = select(Division.id).where(Division.id == NUMBER)
STUDY_REASON_ID = select(StudyReason.id).where(StudyReason.id == NUMBER)
REFERRAL_SOURCE_ID = select(ReferralSource.id).where(ReferralSource.id == NUMBER)
OFFERED_REFERRAL_SOURCE_ID = REFERRAL_SOURCE_ID.where(ReferralSource.active)

LOCATION_ID = select(Location.id).where(func.lower(Location.code) == CODE)
PAYMENT_LOCATION_ID = select(func.min(Location.id)).where(Location.payment_default)


def client_key(reader: Reader, code: str | None) -> str:
    """Return the folded key of the client with a code."""
    return found_key(reader, Client.code_key, code)


def employer_key(reader: Reader, identifier: str | None) -> str:
    """Return the folded key of the employer with an identifier."""
    return found_key(reader, Employer.identifier_key, identifier)


def client_email(reader: Reader, code: str | None) -> str | None:
    """Return the e-mail address of the client with a code; None when there is none."""
    email: str | None = reader.scalar(CLIENT_EMAIL, {"wanted_code": client_key(reader, code)})
    return email


def employer_email(reader: Reader, identifier: str | None) -> str | None:
    """Return the e-mail address of the employer with an identifier; None when there is none."""
    email: str | None = reader.scalar(EMPLOYER_EMAIL, {"wanted_code": employer_key(reader, identifier)})
    return email


def find_client(session: Session, code: str | None, message: str = "Client not found.") -> Client:
    """Return the client with a code."""
    return _found(session.scalar(CLIENT, {"wanted_code": client_key(session, code)}), message)


def find_client_id(reader: Reader, code: str | None) -> int:
    """Return the number of the client with a code, without loading the client."""
    return _found(reader.scalar(CLIENT_ID, {"wanted_code": client_key(reader, code)}), "Client not found.")


def find_staff_id(reader: Reader, code: str | None, message: str = "Staff member not found.") -> int:
    """Return the number of the staff member with a client code; a client who is no staff counts as not found."""
    return _found(reader.scalar(STAFF_ID, {"wanted_code": client_key(reader, code)}), message)


def find_qualification_id(reader: Reader, code: str | None) -> int:
    """Return the number of the qualification or course with a code."""
    number: int | None = execute(reader, QUALIFICATION_ID, wanted_code=fold(code)).scalar()
    return _found(number, "Qualification not found.")


def find_unit_id(reader: Reader, code: str | None) -> int:
    """Return the number of the unit or module with a code."""
    number: int | None = execute(reader, UNIT_ID, wanted_code=fold(code)).scalar()
    return _found(number, "Unit not found.")


def find_client_and_division(reader: Reader, code: str | None) -> Row[int, int]:
    """Return the numbers of the client with a code (`id`) and of its division (`division_id`)."""
    return _found(
        execute(reader, CLIENT_AND_DIVISION, wanted_code=client_key(reader, code)).first(), "Client not found."
    )


def find_client_login(reader: Reader, code: str | None) -> Row[Any]:
    """Return of the client with a code `id`, `email`, `username` and `active`."""
    return _found(execute(reader, CLIENT_LOGIN, wanted_code=client_key(reader, code)).first(), "Client not found.")


def find_employer(session: Session, identifier: str | None) -> Employer:
    """Return the employer with an identifier."""
    wanted = {"wanted_code": employer_key(session, identifier)}
    return _found(session.scalar(EMPLOYER_BY_IDENTIFIER, wanted), "Employer not found.")


def find_employer_id(reader: Reader, identifier: str | None) -> int:
    """Return the number of the employer with an identifier, without loading the employer."""
    number: int | None = execute(reader, EMPLOYER_ID, wanted_code=employer_key(reader, identifier)).scalar()
    return _found(number, "Employer not found.")


def require_occurrence(reader: Reader, occurrence_id: int) -> None:
    """Raise NotFound when there is no occurrence of a number."""
    _found(reader.scalar(OCCURRENCE_ID, {"wanted_number": occurrence_id}), "Occurrence not found.")


def require_class(reader: Reader, class_id: int) -> None:
    """Raise NotFound when there is no class of a number."""
    number: int | None = execute(reader, CLASS_ID, wanted_number=class_id).scalar()
    _found(number, "Class not found.")


def require_lms_occurrence(reader: Reader, occurrence_id: int) -> None:
    """Raise NotFound, or InvalidInput for an occurrence that is not published to the LMS."""
    flag = _found(reader.scalar(LMS_FLAG, {"wanted_number": occurrence_id}), "Occurrence not found.")
    if flag != LMS_PUBLISHED:
        raise InvalidInput(NOT_FOR_LMS)


def published_to_lms(found: Found | None) -> Found:
    """Return an occurrence, or the row of one, that was looked for; raises as `require_lms_occurrence`."""
    occurrence = _found(found, "Occurrence not found.")
    if getattr(occurrence, "lms_publish", None) != LMS_PUBLISHED:
        raise InvalidInput(NOT_FOR_LMS)
    return occurrence


def require_enrolment(reader: Reader, enrolment_id: int) -> None:
    """Raise NotFound when there is no client's or employee's enrolment of a number."""
    _found(reader.scalar(ENROLMENT_ID, {"wanted_number": enrolment_id}), ENROLMENT_NOT_FOUND)


def find_division_id(session: Session, division_id: int | None) -> int:
    """Return a known division's number; null and 0 stand for the root division."""
    if not division_id:
        return defaults(session).division_id
    found: int | None = execute(session, DIVISION_ID, wanted_number=division_id).scalar()
    return _found(found, "Division not found.")


def find_study_reason_id(session: Session, study_reason_id: int | None) -> int | None:
    """Return a known study reason's number, None for null and 0; raises InvalidInput when it is unknown."""
    return _known(session, STUDY_REASON_ID, study_reason_id, "Unknown study reason.")


def find_referral_source_id(session: Session, referral_id: int | None) -> int | None:
    """Return a known referral source's number, None for null and 0; raises InvalidInput when it is unknown."""
    return _known(session, REFERRAL_SOURCE_ID, referral_id, "Unknown referral source.")


def find_offered_referral_source_id(session: Session, referral_id: int | None) -> int | None:
    """Return what `find_referral_source_id` does, of the sources alone that GetReferralSources lists."""
    return _known(session, OFFERED_REFERRAL_SOURCE_ID, referral_id, "Unknown referral source.")


def find_payment_location_id(session: Session, code: str | None) -> int | None:
    """Return the place with a code, for a blank one that where people pay by default, if the RTO has marked one.

    Raises InvalidInput when the code is unknown.
    """
    if not trimmed(code):
        default: int | None = execute(session, PAYMENT_LOCATION_ID).scalar()
        return default
    found: int | None = execute(session, LOCATION_ID, wanted_code=fold(code)).scalar()
    if found is None:
        raise InvalidInput("Unknown payment location.")
    return found


def _known(session: Session, wanted: Select[int], identifier: int | None, message: str) -> int | None:
    if not identifier:
        return None
    if execute(session, wanted, wanted_number=identifier).scalar() is None:
        raise InvalidInput(message)
    return identifier


def _found(row: Found | None, message: str) -> Found:
    if row is None:
        raise NotFound(message)
    return row
