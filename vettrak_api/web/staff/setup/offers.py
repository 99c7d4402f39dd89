"""The set-up of what can be studied: types of programmes, programmes, units, qualifications and their units."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.programmes import Programme, ProgrammeType, Qualification, QualificationUnit, Unit
from vettrak_api.model.statements import execute
from vettrak_api.rules.curriculum.held_units import keep_qualification
from vettrak_api.transfer.declared import BY_NAME, QUALIFICATION_KINDS, UNIT_KINDS
from vettrak_api.web.staff.setup.inputs import CHOICE, LINES, TICK, Form, Input, Part, words_of
from vettrak_api.web.staff.setup.options import programme_types
from vettrak_api.web.staff.setup.records import Column, Records, listing

FED = (
    "Another system tells of this by the curriculum API. What you change here stands until that system sends it again."
)

UNITS_OF = (
    select(QualificationUnit.id, QualificationUnit.core, Unit.id.label("unit_id"), Unit.code, Unit.name)
    .join(Unit, Unit.id == QualificationUnit.unit_id)
    .where(QualificationUnit.qualification_id == bindparam("number"), QualificationUnit.constraint_type.is_(None))
    .order_by(QualificationUnit.core.desc(), Unit.code_key)
)
SOLD_BY = (
    select(Qualification.id, Qualification.code, Qualification.name)
    .where(Qualification.programme_id == bindparam("number"))
    .order_by(Qualification.code_key)
)


def fed(row: Any) -> str:
    """Return what to tell of a record that the curriculum API feeds: it alone tells a status."""
    return FED if row.status else ""


def units_of(session: Session, row: Any) -> Mapping[str, Any]:
    """Return the units of a qualification, core ones first."""
    return {"held": execute(session, UNITS_OF, number=row.id).all()}


def sold_by(session: Session, row: Any) -> Mapping[str, Any]:
    """Return the qualifications that a programme sells."""
    return {"sold": execute(session, SOLD_BY, number=row.id).all()}


PROGRAMME_TYPES = Records(
    form=Form(
        BY_NAME["programme_types"],
        (
            Part(
                "What",
                (
                    (Input("name", "Name", "Unique"), Input("code", "Code", "Up to 10 characters, optional", "w-6")),
                    Input("description", "Description"),
                    Input("active", "In use", "Untick it when no more programmes are of this type", look=TICK),
                ),
            ),
        ),
    ),
    noun="programme type",
    nouns="programme types",
    purpose="Categories of programmes, by which web sites sort them.",
    about="A category of programmes, such as Short courses.",
    empty="There is no type of programmes yet. Programmes do without.",
    listing=listing(ProgrammeType, title=ProgrammeType.name, code=ProgrammeType.code),
    columns=(),
    searched=(ProgrammeType.name, ProgrammeType.code),
)

PROGRAMMES = Records(
    form=Form(
        BY_NAME["programmes"],
        (
            Part(
                "What",
                (
                    (
                        Input("code", "Code", "Up to 20 characters, unique. It stays", "w-6"),
                        Input("name", "Name", "What people see"),
                    ),
                    Input("programme_type_id", "Type", look=CHOICE, options=programme_types),
                    Input("description", "Description", "What web sites tell about it", look=LINES),
                ),
            ),
            Part(
                "Who gets it",
                (
                    Input("active", "In use", "Untick it when it is offered no longer", look=TICK),
                    Input("takes_waitlist", "Has a waitlist", "People may wait for its next occurrence", look=TICK),
                ),
            ),
        ),
    ),
    noun="programme",
    nouns="programmes",
    purpose="What you offer. People enrol in an occurrence: one run of a programme.",
    about="What you offer, whenever it runs. An occurrence is one run of it.",
    empty="There is no programme yet. Add the first one, then its first occurrence.",
    listing=listing(Programme, ProgrammeType.name.label("type"), title=Programme.name, code=Programme.code).outerjoin(
        ProgrammeType, ProgrammeType.id == Programme.programme_type_id
    ),
    columns=(Column("Type", "type"),),
    searched=(Programme.code, Programme.name),
    fixed="code",
    more=sold_by,
    template="setup/programme.html",
)

UNITS = Records(
    form=Form(
        BY_NAME["units"],
        (
            Part(
                "What",
                (
                    (
                        Input("code", "Code", "Up to 12 characters, unique. It stays", "w-6"),
                        Input("name", "Name"),
                    ),
                    (
                        Input("kind", "Kind", look=CHOICE, options=words_of(UNIT_KINDS), width="w-6"),
                        Input("hours", "Hours", "Nominal", "w-3"),
                    ),
                    Input("active", "In use", "Untick it when it is taught no longer", look=TICK),
                ),
            ),
        ),
    ),
    noun="unit",
    nouns="units",
    purpose="Units of competency and modules: what occurrences teach and results are given for.",
    about="What an occurrence teaches, and what a result is given for.",
    empty="There is no unit yet.",
    listing=listing(Unit, Unit.hours, title=Unit.name, code=Unit.code),
    columns=(Column("Hours", "hours"),),
    searched=(Unit.code, Unit.name),
    fixed="code",
    note=fed,
)

QUALIFICATIONS = Records(
    form=Form(
        BY_NAME["qualifications"],
        (
            Part(
                "What",
                (
                    (
                        Input("code", "Code", "Up to 12 characters, unique. It stays", "w-6"),
                        Input("name", "Name"),
                    ),
                    (
                        Input("kind", "Kind", look=CHOICE, options=words_of(QUALIFICATION_KINDS), width="w-6"),
                        Input("nominal_hours", "Hours", "Nominal", "w-3"),
                    ),
                    Input("programme_id", "Sold as", "Code of the programme; leave blank for none", "w-6"),
                    Input("active", "In use", "Untick it when it is awarded no longer", look=TICK),
                ),
            ),
        ),
    ),
    noun="qualification",
    nouns="qualifications",
    purpose="Qualifications and courses: what people are awarded, with the units that lead to it.",
    about="What people are awarded, with the units that lead to it.",
    empty="There is no qualification yet. Short courses without an award do without.",
    listing=listing(
        Qualification, Programme.code.label("programme"), title=Qualification.name, code=Qualification.code
    ).outerjoin(Programme, Programme.id == Qualification.programme_id),
    columns=(Column("Sold as", "programme"),),
    searched=(Qualification.code, Qualification.name),
    fixed="code",
    write=keep_qualification,
    more=units_of,
    template="setup/qualification.html",
    note=fed,
)
