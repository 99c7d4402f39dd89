"""Programmes (TProg) and their types (TPrgt)."""

from sqlalchemy import func, select, type_coerce

from vettrak_api.model.programmes import Programme, ProgrammeType
from vettrak_api.views.base import Flag, view

PROGRAMMES = view(
    "TProg",
    select(
        Programme.id.label("Prog_ID"),
        Programme.name.label("Prog_Name"),
        Programme.code.label("Prog_Code"),
        Programme.description.label("Prog_Desc"),
        type_coerce(Programme.takes_waitlist, Flag).label("WaitlistFlag"),
    ),
)

PROGRAMME_TYPES = view(
    "TPrgt",
    select(
        ProgrammeType.name.label("Prgt_Name"),
        ProgrammeType.code.label("Prgt_Code"),
        ProgrammeType.description.label("Prgt_Desc"),
    ),
)

BY_PROGRAMME = (func.lower(Programme.name), Programme.id)
"""The order of programmes by name."""
