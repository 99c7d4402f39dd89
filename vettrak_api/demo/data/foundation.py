"""What everything else refers to: divisions, places, courses with their units, price items and employers.

A record that the database has already, by its code or name, is used and not added again.
"""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from vettrak_api.demo.data.courses import COURSES, PRICE_ITEMS, PROGRAMME_TYPES, QUALIFICATIONS, SUBJECTS, TASKS
from vettrak_api.demo.data.people import landline
from vettrak_api.demo.data.words import EMPLOYERS, LOCATIONS, POSITIONS, STREETS, SUBURBS
from vettrak_api.model import reference
from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.employers import Employer
from vettrak_api.model.occurrences import Task, TaskStatus
from vettrak_api.model.programmes import (
    Programme,
    ProgrammeType,
    Qualification,
    QualificationState,
    QualificationUnit,
    Unit,
    UnitState,
)
from vettrak_api.rules.bulk import Batch

ABN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)

CAMPUSES = ("Victoria", "New South Wales")
"""Divisions below the root division."""

RATES = (("Vic", Decimal("7.50")), ("NSW", Decimal("8.20")))
"""States with figures of qualifications and units, and dollars for an hour."""

ENROLMENT_TYPES = (("Fee for Service", "FFS"), ("Government Subsidised", "GOV"), ("Traineeship", "TRN"))


@dataclass(frozen=True, slots=True)
class Foundation:
    """The numbers of the records that others refer to, by code or name."""

    divisions: dict[str, int]
    root_division: int
    organisation: int
    states: dict[str, int]
    locations: dict[str, int]
    positions: dict[str, int]
    statuses: dict[str, int]
    results: dict[str, int]
    result_kinds: dict[str, int]
    units: dict[str, int]
    qualifications: dict[str, int]
    qualification_units: dict[str, tuple[int, ...]]
    programmes: dict[str, int]
    price_items: dict[str, int]
    enrolment_types: dict[str, int]
    study_reasons: tuple[int, ...]
    referral_sources: tuple[int, ...]
    attendance: dict[str, int]
    events: dict[str, int]
    awards: dict[str, int]
    relationships: dict[str, int]
    relations: dict[int, list[int]]
    tasks: dict[str, int]
    task_statuses: dict[str, int]
    employers: tuple[int, ...]


class Finder:
    """Finds records by a column, and adds those that the database does not have."""

    def __init__(self, connection: Connection, batch: Batch) -> None:
        self._connection = connection
        self._batch = batch

    def all(self, model: Any, key: str) -> dict[str, int]:
        """Return the numbers of all records by a column's value."""
        columns = model.__table__.columns
        rows = self._connection.execute(select(columns[key], columns["id"]).order_by(columns["id"]))
        return dict(map(tuple, rows))

    def ensure(self, model: Any, key: str, rows: list[dict[str, Any]]) -> dict[str, int]:
        """Return the numbers of records by a column's value, after adding the rows whose value is new."""
        present = self.all(model, key)
        for row in rows:
            if row[key] not in present:
                present[row[key]] = self._batch.add(model, **row)
        return present


def lay(connection: Connection, batch: Batch, random: Random) -> Foundation:
    """Make sure that everything is there which the demo data refers to."""
    find = Finder(connection, batch)
    divisions = find.all(reference.Division, "name")
    root = connection.scalars(select(reference.Division.id).where(reference.Division.parent_id.is_(None))).first() or 1
    states = find.all(reference.State, "short_name")
    types = reference.ResultType
    units = _units(find, batch, states)
    _suburbs(connection, batch, states)
    return Foundation(
        divisions=divisions
        | find.ensure(reference.Division, "name", [{"name": name, "parent_id": root} for name in CAMPUSES]),
        root_division=root,
        organisation=min(find.all(reference.Organisation, "name").values()),
        states=states,
        locations=find.ensure(reference.Location, "code", _locations(states)),
        positions=find.ensure(reference.Position, "code", _named(("code", "name"), POSITIONS)),
        statuses=find.all(reference.EnrolmentStatus, "name"),
        results=find.all(types, "name"),
        result_kinds={row.name: row.kind for row in connection.execute(select(types.name, types.kind))},
        units=units,
        qualifications=_qualifications(find, batch, units, states),
        qualification_units={code: tuple(units[unit] for unit in _units_towards(code)) for code, *_ in QUALIFICATIONS},
        programmes=_programmes(find),
        price_items=find.ensure(reference.PriceItem, "code", _named(("code", "name", "kind"), PRICE_ITEMS)),
        enrolment_types=find.ensure(reference.EnrolmentType, "name", _named(("name", "code"), ENROLMENT_TYPES)),
        study_reasons=tuple(sorted(find.all(reference.StudyReason, "name").values())),
        referral_sources=tuple(sorted(find.all(reference.ReferralSource, "name").values())),
        attendance=find.all(reference.AttendanceType, "name"),
        events=find.all(reference.EventType, "name"),
        awards=find.all(reference.AwardType, "name"),
        relationships=find.all(reference.RelationshipType, "code"),
        relations=_relations(connection),
        tasks=find.ensure(Task, "code", _named(("code", "name"), TASKS)),
        task_statuses=find.all(TaskStatus, "code"),
        employers=_employers(find, random),
    )


def _named(names: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _locations(states: dict[str, int]) -> list[dict[str, Any]]:
    names = ("code", "name", "street_number", "street_name", "city", "postcode")
    return [
        {**dict(zip(names, row[:-1], strict=True)), "state_id": states.get(row[-1] or ""), "country": "Australia"}
        for row in LOCATIONS
    ]


def _units(find: Finder, batch: Batch, states: dict[str, int]) -> dict[str, int]:
    """Add units, each with what it counts for in the states of the campuses."""
    before = find.all(Unit, "code_key")
    rows = [
        {"code": unit.code, "code_key": fold(unit.code), "name": unit.name, "kind": unit.kind, "hours": unit.hours}
        for unit in SUBJECTS
    ]
    numbers = find.ensure(Unit, "code_key", rows)
    for unit in SUBJECTS:
        for state, rate in RATES if fold(unit.code) not in before else ():
            figures = {"hours": unit.hours, "point_score": max(1, unit.hours // 10), "amount": unit.hours * rate}
            batch.add(UnitState, unit_id=numbers[fold(unit.code)], state_id=states[state], **figures)
    return {unit.code: numbers[fold(unit.code)] for unit in SUBJECTS}


def _qualifications(find: Finder, batch: Batch, units: dict[str, int], states: dict[str, int]) -> dict[str, int]:
    """Add qualifications, each with the units of the courses that lead to it and what it counts for by state."""
    before = find.all(Qualification, "code_key")
    rows = [
        {"code": code, "code_key": fold(code), "name": name, "kind": kind, "nominal_hours": hours}
        for code, name, kind, hours in QUALIFICATIONS
    ]
    numbers = find.ensure(Qualification, "code_key", rows)
    for code, _, _, hours in QUALIFICATIONS:
        if fold(code) not in before:
            _add_figures(batch, numbers[fold(code)], int(hours or 0), len(_units_towards(code)), states)
            for unit, is_core in _units_towards(code).items():
                batch.add(QualificationUnit, qualification_id=numbers[fold(code)], unit_id=units[unit], core=is_core)
    return {code: numbers[fold(code)] for code, *_ in QUALIFICATIONS}


def _add_figures(batch: Batch, qualification_id: int, hours: int, units: int, states: dict[str, int]) -> None:
    for state, rate in RATES:
        batch.add(
            QualificationState,
            qualification_id=qualification_id,
            state_id=states[state],
            hours=hours,
            units=units,
            point_score=hours // 10,
            amount=hours * rate,
            per_unit_amount=(hours * rate / max(units, 1)).quantize(Decimal("0.01")),
            expiry_months=36,
        )


def _units_towards(qualification: str) -> dict[str, bool]:
    """Return the units of all courses of a qualification; one that is optional in a course is an elective."""
    courses = [course for course in COURSES if course.qualification == qualification]
    electives = dict.fromkeys((unit for course in courses for unit in course.optional), False)
    return electives | dict.fromkeys((unit for course in courses for unit in course.subjects), True)


def _programmes(find: Finder) -> dict[str, int]:
    names = ("code", "name", "description")
    types = find.ensure(
        ProgrammeType, "name_key", [{**row, "name_key": fold(row["name"])} for row in _named(names, PROGRAMME_TYPES)]
    )
    type_numbers = {code: types[fold(name)] for code, name, _ in PROGRAMME_TYPES}
    titles = {unit.code: unit.name for unit in SUBJECTS}
    rows = [
        {
            "code": course.code,
            "name": course.name,
            "description": f"{course.name}: {', '.join(titles[unit] for unit in course.subjects)}.",
            "programme_type_id": type_numbers[course.type_code],
            "takes_waitlist": course.waitlist,
        }
        for course in COURSES
    ]
    return find.ensure(Programme, "code", rows)


def _relations(connection: Connection) -> dict[int, list[int]]:
    """Return the numbers of the relations by relationship type."""
    found: dict[int, list[int]] = {}
    relation = reference.Relation
    for kind, number in connection.execute(select(relation.relationship_type_id, relation.id).order_by(relation.id)):
        found.setdefault(kind, []).append(number)
    return found


def _employers(find: Finder, random: Random) -> tuple[int, ...]:
    rows = [_employer(random, place, name, industry) for place, (name, industry) in enumerate(EMPLOYERS, 1)]
    numbers = find.ensure(Employer, "identifier_key", rows)
    return tuple(numbers[row["identifier_key"]] for row in rows)


def _employer(random: Random, place: int, name: str, industry: str) -> dict[str, Any]:
    city, postcode, state = random.choice(SUBURBS)
    number, street = str(random.randrange(1, 300)), random.choice(STREETS)
    domain = "".join(filter(str.isalnum, fold(name)))
    identifier = f"EMP{place:03d}"
    return {
        "identifier": identifier,
        "identifier_key": fold(identifier),
        "name": name,
        "name_key": fold_name(name),
        "legal_name": f"{name} Pty Ltd",
        "type_text": "Private company",
        "anzsic_code": industry,
        "size": random.choice(("1-19", "20-199", "200+")),
        "abn": invented_abn(random),
        "phone": landline(random, state),
        "email": f"office@{domain}.example.com",
        "url": f"https://{domain}.example.com",
        "business_line": f"{number} {street}",
        "business_street_number": number,
        "business_street_name": street,
        "business_city": city,
        "business_state": state,
        "business_postcode": postcode,
        "external_code": f"D{place:05d}",
    }


def invented_abn(random: Random) -> str:
    """Return 11 digits that look like a business number and, by their check digits, are nobody's."""
    digits = [random.randrange(1, 10), *(random.randrange(10) for _ in range(10))]
    if (
        sum(
            (digit - (place == 0)) * weight
            for place, (digit, weight) in enumerate(zip(digits, ABN_WEIGHTS, strict=True))
        )
        % 89
        == 0
    ):
        digits[-1] = (digits[-1] + 1) % 10
    return "".join(map(str, digits))


def _suburbs(connection: Connection, batch: Batch, states: dict[str, int]) -> None:
    """Add the suburbs that addresses use, to a database that has none."""
    if connection.scalars(select(reference.Suburb.id).limit(1)).first() is not None:
        return
    for name, postcode, state in SUBURBS:
        batch.add(reference.Suburb, name=name, postcode=postcode, state_id=states[state])
