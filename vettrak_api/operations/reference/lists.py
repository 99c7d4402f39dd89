"""Area reference: the lists that forms choose from. The national ones are public, the RTO's own need a token."""

from collections import defaultdict

from sqlalchemy import func

from vettrak_api.calls.call import Call, Confirmation, Records, operation
from vettrak_api.model.reference import (
    Division,
    Organisation,
    Position,
    ReferralSource,
    Relation,
    RelationshipType,
    ResultType,
    State,
    Suburb,
)
from vettrak_api.rules.reference.positions import add_position
from vettrak_api.views import reference as views
from vettrak_api.views.base import with_objects

INDUSTRIES = views.INDUSTRIES.select.order_by(*views.BY_CODE)
COUNTRIES = views.COUNTRIES.select.order_by(*views.BY_NAME)
DISABILITIES = views.DISABILITIES.select.order_by(*views.BY_CODE)
EMPLOYMENT_CATEGORIES = views.EMPLOYMENT_CATEGORIES.select.order_by(*views.BY_CODE)
LANGUAGES = views.LANGUAGES.select.order_by(*views.BY_NAME)
PRIOR_EDUCATIONS = views.PRIOR_EDUCATIONS.select.order_by(*views.BY_CODE)
RECOGNITIONS = views.RECOGNITIONS.select.order_by(*views.BY_CODE)
COHORTS = views.COHORTS.select.order_by(*views.BY_CODE)
STATES = views.STATES.select.order_by(State.code)
SUBURBS = views.SUBURBS.select.order_by(func.lower(Suburb.name), Suburb.postcode, Suburb.id)
DIVISIONS = views.DIVISIONS.select.order_by(func.lower(Division.name), Division.id)
ORGANISATIONS = views.ORGANISATIONS.select.order_by(func.lower(Organisation.name), Organisation.id)
POSITIONS = views.POSITIONS.select.order_by(func.lower(Position.name), Position.id)
REFERRAL_SOURCES = views.REFERRAL_SOURCES.select.where(ReferralSource.active).order_by(
    func.lower(ReferralSource.name), ReferralSource.id
)
RELATIONSHIP_TYPES = views.RELATIONSHIP_TYPES.select.order_by(RelationshipType.code)
RELATIONS = (
    views.RELATIONS.select.add_columns(RelationshipType.code)
    .join(RelationshipType, RelationshipType.id == Relation.relationship_type_id)
    .order_by(Relation.id)
)
RESULT_TYPES = views.RESULT_TYPES.select.order_by(func.lower(ResultType.name), ResultType.id)


@operation
def GetANZSICList(call: Call) -> Records:
    """List the ANZSIC industries, by code."""
    return call.reader.execute(INDUSTRIES).all()


@operation
def GetCountryList(call: Call) -> Records:
    """List the countries, by name."""
    return call.reader.execute(COUNTRIES).all()


@operation
def GetDisabiltyList(call: Call) -> Records:
    """List the disability types, by code; the name of the operation is misspelt where it comes from."""
    return call.reader.execute(DISABILITIES).all()


@operation
def GetDivisions(call: Call) -> Records:
    """List all divisions, by name; the root division has no parent."""
    return call.reader.execute(DIVISIONS).all()


@operation
def GetEmploymentCategoryList(call: Call) -> Records:
    """List the labour force statuses, by code."""
    return call.reader.execute(EMPLOYMENT_CATEGORIES).all()


@operation
def GetLanguageList(call: Call) -> Records:
    """List the languages, by name."""
    return call.reader.execute(LANGUAGES).all()


@operation
def GetLocations(call: Call) -> Records:
    """List the training locations, active or not, by name."""
    return with_objects(call.reader.execute(views.LOCATIONS_WITH_ADDRESSES).all())


@operation
def GetOrganisations(call: Call) -> Records:
    """List the training organisations that the database serves, by name."""
    return call.reader.execute(ORGANISATIONS).all()


@operation
def GetPositions(call: Call) -> Records:
    """List the positions that people hold at employers, by name."""
    return call.reader.execute(POSITIONS).all()


@operation
def GetPriorEducationList(call: Call) -> Records:
    """List the prior educational achievements, by code."""
    return call.reader.execute(PRIOR_EDUCATIONS).all()


@operation
def GetPriorEducationRecognitionList(call: Call) -> Records:
    """List how Victoria recognises prior education, by code."""
    return call.reader.execute(RECOGNITIONS).all()


@operation
def GetReferralSources(call: Call) -> Records:
    """List the referral sources in use, by name."""
    return call.reader.execute(REFERRAL_SOURCES).all()


@operation
def GetRelationshipTypes(call: Call) -> Records:
    """List the relationship types by code, each with the relations that the RTO made for it, in that order."""
    relations = defaultdict(list)
    for relation in call.reader.execute(RELATIONS):
        relations[relation.code].append(relation)
    return [
        {**kind._mapping, "Relations": relations[kind.RelationshipTypeCode]}  # noqa: SLF001 - SQLAlchemy's own name
        for kind in call.reader.execute(RELATIONSHIP_TYPES)
    ]


@operation
def GetResultTypes(call: Call) -> Records:
    """List the results that UpdateResult takes, by name."""
    return call.reader.execute(RESULT_TYPES).all()


@operation
def GetStateList(call: Call) -> Records:
    """List the states, by code."""
    return call.reader.execute(STATES).all()


@operation
def GetStudyReasons(call: Call) -> Records:
    """List the reasons for study in use, by number."""
    return call.reader.execute(views.OFFERED_STUDY_REASONS).all()


@operation
def GetSuburbList(call: Call) -> Records:
    """List suburbs with postcode and state, by name and postcode."""
    return call.reader.execute(SUBURBS).all()


@operation
def GetVicCommencingProgramCohortList(call: Call) -> Records:
    """List the Victorian commencing program cohorts, by code."""
    return call.reader.execute(COHORTS).all()


@operation
def AddPosition(call: Call, name: str | None, code: str | None) -> Confirmation:
    """Make a position that people hold at employers; a known name or code leaves all as it is."""
    add_position(call.session, call.texts.trimmed("name", name), call.texts.optional("code", code))
