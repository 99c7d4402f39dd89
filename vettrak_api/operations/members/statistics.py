"""Reads the AVETMISS statistics that calls send."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from sqlalchemy.orm import Session

from vettrak_api.calls.texts import Texts
from vettrak_api.contract.parameters import TClieAVETMISS
from vettrak_api.errors import InvalidInput
from vettrak_api.rules.clients.statistics import AVAILABLE, SURVEY_STATUS, YEAR, Statistics
from vettrak_api.rules.reference.codes import Entry, known_codes
from vettrak_api.rules.validation import trimmed

CODES = (
    ("AboriginalFlag", "ABORIGINAL", "aboriginal_flag", "@"),
    ("AtSchoolFlag", "YES_NO", "at_school_flag", "@"),
    ("HighestSchoolLevel", "HIGHEST_SCHOOL_LEVEL", "highest_school_level", "@@"),
    ("CountryCode", "COUNTRY", "country_of_birth", None),
    ("LanguageCode", "LANGUAGE", "language", None),
    ("EnglishProficiency", "ENGLISH_PROFICIENCY", "english_proficiency", "@"),
    ("DisabilityFlag", "YES_NO", "disability_flag", "@"),
    ("PriorEducationFlag", "YES_NO", "prior_education_flag", "@"),
    ("EmploymentCategoryCode", "EMPLOYMENT_CATEGORY", "employment_category", "@@"),
    ("SurveyContactStatusCode", "SURVEY_CONTACT_STATUS", SURVEY_STATUS, AVAILABLE),
)
"""Member, its list, its column and what a blank stands for, in wire order."""


Codes: TypeAlias = Callable[[Session, Iterable[Entry]], Mapping[Entry, str]]
"""A function that tells which codes are known, and their spelling."""


class Spelling:
    """Spells codes as their lists do."""

    def __init__(self, known: Mapping[Entry, str]) -> None:
        self._known = known

    def of(self, member: str, list_name: str, code: str) -> str:
        """Return the list's spelling; raises InvalidInput when the code is not known."""
        spelled = self._known.get((list_name, code))
        if spelled is None:
            raise InvalidInput(f"{member} is not a valid code.")
        return spelled

    def achievement(self, code: str, recognition: str) -> tuple[str, str | None]:
        """Return a prior achievement with its recognition, which may be blank."""
        recognised = self.of("RecognitionCode", "RECOGNITION", recognition) if recognition else None
        return self.of("Pred_Code", "PRIOR_EDUCATION", code), recognised


def judge_statistics(session: Session, texts: Texts, sent: TClieAVETMISS, codes: Codes = known_codes) -> Statistics:
    """Judge a TClieAVETMISS; raises InvalidInput for the first member that is none of the codes."""
    place = texts.optional("CompletedLocation", sent.CompletedLocation)
    year = trimmed(sent.CompletedYear)
    if year and not YEAR.fullmatch(year):
        raise InvalidInput("CompletedYear is not a valid code.")
    given = {member: trimmed(getattr(sent, member)) for member, _, _, _ in CODES}
    disabilities = [trimmed(item.Disa_Code) for item in sent.DisaList or () if item is not None]
    educations = [item for item in sent.PredList or () if item is not None]
    achievements = [(trimmed(item.Pred_Code), trimmed(item.RecognitionCode)) for item in educations]
    spelling = Spelling(codes(session, _entries(given, disabilities, achievements)))
    columns: dict[str, str | None] = {
        column: spelling.of(member, list_name, given[member]) if given[member] else default
        for member, list_name, column, default in CODES
    }
    return Statistics(
        columns | {"completed_location": place, "completed_year": year or None},
        list(dict.fromkeys(spelling.of("Disa_Code", "DISABILITY", code) for code in disabilities)),
        dict(spelling.achievement(*achievement) for achievement in achievements),
    )


def _entries(given: dict[str, str], disabilities: list[str], achievements: list[tuple[str, str]]) -> Iterable[Entry]:
    """Return every code with the list that must hold it."""
    yield from ((list_name, given[member]) for member, list_name, _, _ in CODES)
    yield from (("DISABILITY", code) for code in disabilities)
    yield from (("PRIOR_EDUCATION", code) for code, _ in achievements)
    yield from (("RECOGNITION", recognition) for _, recognition in achievements)
