"""Awards of people with the units that they name (TQucl), and their types (TAwty)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import aliased

from vettrak_api.model.clients import Client
from vettrak_api.model.events import Award, AwardUnit
from vettrak_api.model.programmes import Qualification, Unit
from vettrak_api.model.reference import AwardType, Location
from vettrak_api.rules.lookups import CLIENT_NUMBER
from vettrak_api.views.base import view
from vettrak_api.views.ranges import by_start

AWARD_TYPES = view(
    "TAwty",
    select(
        AwardType.name.label("AwardTypeName"),
        AwardType.code.label("AwardTypeCode"),
        AwardType.kind.label("Awty_Type"),
    ),
)

OF_CLIENT = Award.client_id == CLIENT_NUMBER
"""Whose awards they are."""

BY_RECORDED, BY_CHANGE = by_start(Award.recorded), by_start(Award.modified_at)
"""Orders by when they were recorded, or changed last, and by number."""

Recorder = aliased(Client)

AWARDS = view(
    "TQucl",
    select(
        Award.id.label("Qucl_ID"),
        Qualification.code.label("Qual_Code"),
        Qualification.name.label("Qual_Name"),
        Client.code.label("Clie_Code"),
        Location.code.label("Loca_Code"),
        Award.parchment_number.label("Qucl_Cert"),
        Award.recorded.label("Qucl_Recorded"),
        Recorder.code.label("Staf_Code"),
        AwardType.kind.label("Awty_Type"),
        AwardType.name.label("AwardTypeName"),
        AwardType.code.label("AwardTypeCode"),
        Award.expiry.label("Expiry"),
        Award.organisation_id.label("OrganisationId"),
        Award.document_reference.label("DocumentReference"),
        Award.enrolment_id.label("EnrolmentId"),
        Award.completed.label("DateCompleted"),
        Award.issued.label("Issued"),
        Award.issued_date.label("IssuedDate"),
        Award.licence_number.label("LicenceNumber"),
        Award.description.label("Description"),
        Award.completion_statement.label("CompletionStatement"),
    )
    .select_from(Award)
    .join(Client, Client.id == Award.client_id)
    .outerjoin(Qualification, Qualification.id == Award.qualification_id)
    .outerjoin(Location, Location.id == Award.location_id)
    .outerjoin(Recorder, Recorder.id == Award.recorded_by_id)
    .outerjoin(AwardType, AwardType.id == Award.award_type_id),
)

AWARD_UNITS = view(
    "TUnit",
    select(
        Unit.code.label("Unit_Code"),
        Unit.name.label("Unit_Name"),
        Unit.kind.label("Unit_Type"),
        literal(0).label("Unit_Optional"),
    )
    .select_from(AwardUnit)
    .join(Unit, Unit.id == AwardUnit.unit_id),
)

UNITS_OF_AWARDS = AWARD_UNITS.select.add_columns(AwardUnit.award_id.label("of_award")).order_by(
    AwardUnit.award_id, Unit.code_key
)
"""The units of awards, each with the number of its award, by code."""


def with_units(awards: Sequence[Any], units: Iterable[Any]) -> list[dict[str, Any]]:
    """Return rows of awards as records, each with those of the units that are its own."""
    of_all: dict[int, list[Any]] = defaultdict(list)
    for unit in units:
        of_all[unit.of_award].append(unit)
    found = []
    for award in awards:
        record = dict(zip(award._fields, award, strict=True))
        found.append(record | {"UnitList": of_all.get(award.Qucl_ID, ())})
    return found
