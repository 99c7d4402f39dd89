"""What the forms about a person hold: details, statistics and employment."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.clients import Client
from vettrak_api.model.reference import Division, Position, ReferenceCode, State
from vettrak_api.model.statements import execute
from vettrak_api.rules.additional_data.updates import is_external_code_taken
from vettrak_api.rules.clients.setup import taken_by_new_client, taken_of_client
from vettrak_api.rules.judging import Broken, Values
from vettrak_api.settings import Settings
from vettrak_api.transfer.declared import BY_NAME
from vettrak_api.web.staff.setup.editing import Judge
from vettrak_api.web.staff.setup.inputs import CHOICE, TICK, Form, Input, Options, Part

CODES = (
    select(ReferenceCode.code, ReferenceCode.name)
    .where(ReferenceCode.list_name == bindparam("of_list"))
    .order_by(ReferenceCode.position, ReferenceCode.id)
)
STATES = select(State.short_name, State.name).order_by(State.name, State.id)
DIVISIONS = select(Division.id, Division.name).order_by(Division.name, Division.id)
POSITIONS = select(Position.id, Position.name).order_by(Position.name, Position.id)


def codes_of(list_name: str) -> Options:
    """Return the options of a national list, those of the past among them, since records may hold them."""
    return lambda session: {row.code: row.name for row in execute(session, CODES, of_list=list_name)}


def _named(statement: Any) -> Options:
    return lambda session: {str(key): name for key, name in execute(session, statement)}


STATES_BY_SHORT_NAME, ALL_DIVISIONS, ALL_POSITIONS = map(_named, (STATES, DIVISIONS, POSITIONS))


def _address(kind: str, legend: str) -> Part:
    """Return the fields of an address of a kind: usual or postal."""
    box = (Input("postal_box", "PO box", "As in PO Box 12", "w-6"),) if kind == "postal" else ()
    return Part(
        legend,
        (
            (
                Input(f"{kind}_building", "Building"),
                Input(f"{kind}_unit_details", "Unit, level or room", width="w-6"),
            ),
            (
                Input(f"{kind}_street_number", "Number", width="w-6"),
                Input(f"{kind}_street_name", "Street"),
                *box,
            ),
            (
                Input(f"{kind}_city", "Suburb or town"),
                Input(f"{kind}_state", "State", look=CHOICE, options=STATES_BY_SHORT_NAME, width="w-6"),
                Input(f"{kind}_postcode", "Postcode", "Four digits", "w-3"),
            ),
        ),
    )


DETAILS = Form(
    BY_NAME["clients"],
    (
        Part(
            "Who",
            (
                (
                    Input("title", "Title", width="w-3"),
                    Input("given_name", "Given name", "Blank for a person with a single name"),
                    Input("surname", "Surname"),
                ),
                Input("other_name", "Other names"),
                (
                    Input("birth_date", "Date of birth", "Day, month, year: 27/5/1990", "w-6"),
                    Input("gender", "Gender", look=CHOICE, options=codes_of("GENDER"), width="w-6"),
                ),
                Input("division_id", "Division", look=CHOICE, options=ALL_DIVISIONS, is_needed=True),
            ),
        ),
        Part(
            "How to reach them",
            (
                Input("email", "E-mail"),
                (
                    Input("mobile_phone", "Mobile phone", width="w-6"),
                    Input("home_phone", "Home phone", width="w-6"),
                    Input("work_phone", "Work phone", width="w-6"),
                    Input("fax_phone", "Fax", width="w-6"),
                ),
                Input("marketing", "May be sent offers", look=TICK),
            ),
        ),
        Part(
            "In an emergency",
            (
                Input("emergency_name", "Whom to call"),
                (
                    Input("emergency_phone", "Phone", width="w-6"),
                    Input("emergency_mobile", "Mobile phone", width="w-6"),
                ),
            ),
        ),
        _address("usual", "Where they live"),
        _address("postal", "Where mail goes"),
        Part(
            "Identity and visa",
            (
                Input("usi", "USI", "Unique Student Identifier: 10 letters and digits", "w-6"),
                Input(
                    "usi_exempt",
                    "Exempt from having a USI",
                    "You have seen the letter of the registrar that says so",
                    look=TICK,
                ),
                Input("citizenship", "Citizenship", look=CHOICE, options=codes_of("COUNTRY")),
                Input("address_type", "The addresses are outside Australia", look=TICK),
                (
                    Input("passport_number", "Passport", width="w-6"),
                    Input("visa_number", "Visa number", width="w-6"),
                    Input("visa_type", "Type of visa", width="w-6"),
                    Input("visa_expiry", "Visa ends", "Day, month, year", "w-6"),
                ),
            ),
        ),
        Part(
            "Elsewhere",
            (
                Input("external_debtor_code", "Code in your accounts", width="w-6"),
                Input(
                    "web_publish",
                    "Web sites may find this person",
                    "Without it, nobody but this person's own log-in is shown the record",
                    look=TICK,
                ),
            ),
        ),
    ),
)

STATISTICS = Form(
    BY_NAME["client_statistics"],
    (
        Part(
            "Where they come from",
            (
                Input("country_of_birth", "Country of birth", look=CHOICE, options=codes_of("COUNTRY")),
                Input("language", "Language at home", look=CHOICE, options=codes_of("LANGUAGE")),
                Input(
                    "english_proficiency", "English proficiency", look=CHOICE, options=codes_of("ENGLISH_PROFICIENCY")
                ),
                Input("aboriginal_flag", "Indigenous status", look=CHOICE, options=codes_of("ABORIGINAL")),
            ),
        ),
        Part(
            "School and work",
            (
                Input("at_school_flag", "Still at school", look=CHOICE, options=codes_of("YES_NO"), width="w-6"),
                Input(
                    "highest_school_level",
                    "Highest school level",
                    look=CHOICE,
                    options=codes_of("HIGHEST_SCHOOL_LEVEL"),
                ),
                (
                    Input("completed_year", "Year completed", "Four digits; @@@@ for not stated", "w-3"),
                    Input("completed_location", "Completed at"),
                ),
                Input("employment_category", "Employment", look=CHOICE, options=codes_of("EMPLOYMENT_CATEGORY")),
                Input(
                    "survey_contact_status", "Survey contact", look=CHOICE, options=codes_of("SURVEY_CONTACT_STATUS")
                ),
            ),
        ),
        Part(
            "Disability and prior education",
            (
                (
                    Input("disability_flag", "Has a disability", look=CHOICE, options=codes_of("YES_NO"), width="w-6"),
                    Input(
                        "prior_education_flag",
                        "Has achieved something before",
                        look=CHOICE,
                        options=codes_of("YES_NO"),
                        width="w-6",
                    ),
                ),
            ),
        ),
    ),
)

WORK = Form(
    BY_NAME["employments"],
    (
        Part(
            "Where they work",
            (
                Input("employer_id", "Employer", "Its identifier, as in E0001", "w-6"),
                Input("position_id", "Position", look=CHOICE, options=ALL_POSITIONS),
                (
                    Input("commenced", "First day", "Day, month, year", "w-6"),
                    Input("terminated", "Last day", "Blank while it goes on", "w-6"),
                    Input("last_assessed", "Last assessed", width="w-6"),
                ),
                Input("salary", "Salary", "In dollars a year", "w-6"),
            ),
        ),
    ),
)


def person_judges(settings: Settings) -> Sequence[Judge]:
    """Return what judges a person's details by what other people have."""
    judges: list[Judge] = [taken_of_client]
    if settings.unique_external_codes:
        judges.append(_taken_external_code)
    if settings.email_as_username:
        judges.append(taken_by_new_client)
    return judges


def _taken_external_code(session: Session, client: Any, values: Values) -> Iterator[Broken]:
    number, told = (0 if client is None else client.id), values.get("external_debtor_code")
    if told and is_external_code_taken(session, Client, number, told):
        yield Broken("external_debtor_code", "is another person's", "Correct it, or leave it blank.")
