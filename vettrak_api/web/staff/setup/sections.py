"""The sections of set-up, in the order of the list beside its pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.installation import CallFailure
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme, ProgrammeType, Qualification, Unit
from vettrak_api.model.reference import Division, Location
from vettrak_api.model.security import Role


@dataclass(frozen=True, slots=True)
class Section:
    """A section.

    name: the segment of its address. purpose: what it is for, in a sentence. table: whose rows are counted, if there
    are several. endpoint, values: its first page; that of `declared.RECORDS` unless told.
    """

    name: str
    title: str
    purpose: str
    table: Any
    endpoint: str = "setup.records"
    values: Mapping[str, str] = field(default_factory=dict)


def _listed(name: str, title: str, purpose: str, table: Any) -> Section:
    return Section(name, title, purpose, table, values={"section": name})


SECTIONS = (
    Section("organisation", "Organisation", "Its name, code, address and time zone", None, "setup.organisation"),
    _listed("divisions", "Divisions", "Parts of the organisation", Division),
    _listed("locations", "Locations", "Where training happens, and where people pay", Location),
    _listed("programme-types", "Programme types", "Categories of programmes", ProgrammeType),
    _listed("programmes", "Programmes", "What you offer", Programme),
    _listed("units", "Units", "What is taught, and what results are given for", Unit),
    _listed("qualifications", "Qualifications", "What people are awarded, with its units", Qualification),
    Section(
        "occurrences",
        "Occurrences",
        "Runs of programmes: when, where, for how many, at what price",
        Occurrence,
        "setup.occurrences",
    ),
    Section("people", "People", "Who studies, who works here, and what they may do", Client, "setup.people"),
    Section(
        "merges", "Merged people", "Two records that were one person's, and the way back", ClientMerge, "setup.merges"
    ),
    _listed("employers", "Employers", "Who sends people to you, or pays for them", Employer),
    Section(
        "integrations",
        "Users of integrations",
        "Programs that call this server, and how they log in",
        None,
        "setup.integrations",
    ),
    _listed("roles", "Roles", "What staff may do here, beside their own work", Role),
    Section("failures", "Failed calls", "What web sites and other systems could not do", CallFailure, "setup.failures"),
)
