"""What two records of one person say differently, and which of both is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.clients import Client, ClientDisability, ClientPriorEducation, ClientStatistics
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.clients.addresses import MEMBERS, NOT_SPECIFIED_POSTCODE, NOT_SPECIFIED_TEXT
from vettrak_api.rules.clients.statistics import (
    NOT_STATED,
    replace_disabilities,
    replace_prior_education,
    write_columns,
)

KEPT, OTHER = "kept", "other"
"""Whose value is kept: that of the record that stays, or that of the one that vanishes."""

Values: TypeAlias = tuple[Any, ...]

SAYS_NOTHING = NOT_STATED | {NOT_SPECIFIED_TEXT, NOT_SPECIFIED_POSTCODE}

LOG_IN = "log_in"


@dataclass(frozen=True, slots=True)
class Field:
    """What is kept of one record as a whole, since halves of two make no sense.

    columns: those of `table`; listed: the table of its codes, of statistics that have any. telling: how many of the
    columns, the first ones, decide whether anything is said.
    """

    name: str
    label: str
    columns: tuple[str, ...]
    table: Any = Client
    listed: Any = None
    telling: int | None = None

    def says_nothing(self, values: Values) -> bool:
        """Tell whether a record is silent about it."""
        *columns, codes = values
        return not codes and SAYS_NOTHING.issuperset(columns[: self.telling])


@dataclass(frozen=True, slots=True)
class Difference:
    """What both records say about a field, and whose value is kept: KEPT or OTHER."""

    field: Field
    kept: Values
    other: Values
    choice: str


def _single(*names: tuple[str, str]) -> Iterable[Field]:
    return (Field(name, label, (name,)) for name, label in names)


def _stated(*names: tuple[str, str]) -> Iterable[Field]:
    return (Field(name, label, (name,), ClientStatistics) for name, label in names)


def _address(kind: str) -> tuple[str, ...]:
    return tuple(f"{kind}_{member}" for member in MEMBERS if hasattr(Client, f"{kind}_{member}"))


FIELDS: tuple[Field, ...] = (
    *_single(("surname", "Surname"), ("given_name", "Given name"), ("other_name", "Other names"), ("title", "Title")),
    *_single(("gender", "Gender"), ("birth_date", "Date of birth")),
    Field(LOG_IN, "Log-in", ("username", "password_hash")),
    *_single(("email", "E-mail"), ("mobile_phone", "Mobile phone"), ("home_phone", "Home phone")),
    *_single(("work_phone", "Work phone"), ("fax_phone", "Fax")),
    *_single(("emergency_name", "Emergency contact"), ("emergency_phone", "Emergency phone")),
    *_single(("emergency_mobile", "Emergency mobile")),
    Field("usual", "Usual address", (*_address("usual"), "address_type"), telling=len(_address("usual"))),
    Field("postal", "Postal address", _address("postal")),
    Field("usi", "USI", ("usi", "usi_exempt"), telling=1),
    *_single(("citizenship", "Citizenship"), ("passport_number", "Passport"), ("visa_number", "Visa number")),
    *_single(("visa_type", "Visa type"), ("visa_expiry", "Visa expiry"), ("external_debtor_code", "Debtor code")),
    *_single(("marketing", "May be sent advertising"), ("web_publish", "Shown on web sites")),
    *_single(("division_id", "Division")),
    *_stated(("aboriginal_flag", "Indigenous status"), ("country_of_birth", "Country of birth")),
    *_stated(("language", "Language at home"), ("english_proficiency", "English proficiency")),
    *_stated(("employment_category", "Employment"), ("survey_contact_status", "Survey contact")),
    Field(
        "school",
        "School",
        ("at_school_flag", "highest_school_level", "completed_year", "completed_location"),
        ClientStatistics,
    ),
    Field("disability", "Disability", ("disability_flag",), ClientStatistics, ClientDisability),
    Field("prior_education", "Prior education", ("prior_education_flag",), ClientStatistics, ClientPriorEducation),
)
"""Everything of a person that can differ, in the order in which pages show it."""

NEVER_CHOSEN = frozenset({"id", "code", "staff", "active"})
"""Columns of the record that stays, whatever the other one has: who is merged is neither staff, nor told as another."""

CAUTIOUS = frozenset({"marketing"})
"""What somebody has refused once is refused, unless staff say otherwise."""

STATISTICS = rows_of(ClientStatistics).where(ClientStatistics.client_id == bindparam("client"))
DISABILITIES = (
    select(ClientDisability.code)
    .where(ClientDisability.client_id == bindparam("client"))
    .order_by(ClientDisability.code)
)
PRIOR_EDUCATION = (
    select(ClientPriorEducation.code, ClientPriorEducation.recognition)
    .where(ClientPriorEducation.client_id == bindparam("client"))
    .order_by(ClientPriorEducation.code)
)
LISTED: Mapping[Any, Any] = {ClientDisability: DISABILITIES, ClientPriorEducation: PRIOR_EDUCATION}

UNSTATED = {column.name: getattr(column.default, "arg", None) for column in ClientStatistics.__table__.columns}
"""What a client without statistics says."""


def values_of(reader: Reader, client: Any) -> dict[str, Values]:
    """Return what a record says about every field: the values of its columns, and its codes behind them."""
    statistics = execute(reader, STATISTICS, client=client.id).mappings().first() or UNSTATED
    codes = {table: tuple(map(tuple, execute(reader, listed, client=client.id))) for table, listed in LISTED.items()}
    return {
        field.name: (
            *(getattr(client, name) if field.table is Client else statistics[name] for name in field.columns),
            codes.get(field.listed, ()),
        )
        for field in FIELDS
    }


def differences(
    kept: Mapping[str, Values], other: Mapping[str, Values], choices: Mapping[str, str] | None = None
) -> list[Difference]:
    """Return the fields about which both records say something else, with whose value is kept.

    choices: KEPT or OTHER by the names of fields. Of others the staying record's is kept, unless it says nothing, or
    only the other one has refused what both were asked. Raises InvalidInput for any other choice.
    """
    chosen = choices or {}
    if not set(chosen.values()) <= {KEPT, OTHER}:
        raise InvalidInput("Choose which of both values is kept.")
    return [
        Difference(field, kept[field.name], other[field.name], chosen.get(field.name) or _default(field, kept, other))
        for field in FIELDS
        if kept[field.name] != other[field.name]
    ]


def _default(field: Field, kept: Mapping[str, Values], other: Mapping[str, Values]) -> str:
    ours, theirs = kept[field.name], other[field.name]
    if field.name == LOG_IN:
        return OTHER if _opens(theirs) > _opens(ours) else KEPT
    if field.name in CAUTIOUS:
        return OTHER if ours[0] else KEPT
    return OTHER if field.says_nothing(ours) and not field.says_nothing(theirs) else KEPT


def _opens(log_in: Values) -> tuple[bool, bool]:
    """Tell of a user name and a password's hash whether somebody can log in by them, and whether there is a name."""
    username, password_hash, _ = log_in
    return bool(username and password_hash), bool(username)


def settle(session: Session, kept: Client, chosen: Iterable[Difference]) -> None:
    """Give the staying record what is kept of the other one."""
    statistics: dict[str, Any] = {}
    for difference in chosen:
        if difference.choice != OTHER:
            continue
        *values, codes = difference.other
        told = dict(zip(difference.field.columns, values, strict=True))
        if difference.field.table is ClientStatistics:
            statistics |= told
        else:
            for name, value in told.items():
                setattr(kept, name, value)
        if difference.field.listed is ClientDisability:
            replace_disabilities(session, kept.id, [code for (code,) in codes])
        elif difference.field.listed is ClientPriorEducation:
            replace_prior_education(session, kept.id, dict(codes))
    if statistics:
        write_columns(session, kept.id, statistics)
