"""Every table that the change log tells of has been judged: what it belongs to, and whether it holds personal data."""

import re

import pytest

from vettrak_api.model import Base
from vettrak_api.model.belonging import (
    BELONGS,
    NEVER_KEPT,
    OF_TWO,
    PERSONAL,
    PERSONAL_COLUMNS,
    WHOSE,
    target_of,
    told_tables,
)

JUDGED = {
    "class_session": "code description room_code",
    "code_item": "code code_type description identifier",
    "competency": "code code_key field_of_education name type_flag",
    "division": "name",
    "location": "building city code country description name postcode street_name street_number unit_details",
    "occurrence": "booking_status code colour delivery_type description",
    "organisation": "building city code country name postcode street_name street_number time_zone unit_details",
    "position": "code name",
    "programme": "code description name",
    "programme_type": "code description name name_key",
    "qualification": "assessment_grade_type code code_key field_of_education funding_types heims_combined_course "
    "heims_course_code heims_field heims_special_course heims_study_code heims_type level "
    "level_of_education name national_code occupation program_type provider recognition requirements "
    "status study_area unit_grade_type",
    "scheduled_assessment": "assessment_type code delivery_mode description name status",
    "scheduled_fee": "description fee_type",
    "scheduled_unit": "mode_of_delivery name other_code provider provider_code status",
    "status_item": "code description identifier status_type",
    "suburb": "name postcode",
    "task": "code description name",
    "unit": "category code code_key credit_statement delivery_mode description discipline method name other_code "
    "provider provider_code requirements status work_experience",
    "unit_assessment": "assessment_type code delivery_mode description name status",
}
"""The texts of tables that are nobody's personal data, each of which was judged: a new one is to be judged here."""

ALONE = {table for table in JUDGED if table not in BELONGS}


def root(table):
    while table in BELONGS:
        table = target_of(table, BELONGS[table][-1])
    return table


def texts(table):
    return {
        column.name
        for column in Base.metadata.tables[table].columns
        if column.type.python_type in (str, list, dict) and column.name not in ("created_by", "modified_by")
    }


@pytest.mark.parametrize("table", told_tables())
def test_a_table_belongs_to_something_or_stands_for_itself(table):
    assert (table in BELONGS) + (table in PERSONAL) + (table in ALONE) == 1


@pytest.mark.parametrize("table", sorted(BELONGS))
def test_what_something_belongs_to_has_been_judged_as_well(table):
    assert table in told_tables()
    assert root(table) in PERSONAL or root(table) in ALONE


@pytest.mark.parametrize("table", sorted({*ALONE, *(part for part in BELONGS if root(part) in ALONE)}))
def test_each_text_of_what_is_nobodys_was_judged(table):
    judged = set(JUDGED[table].split()) | PERSONAL_COLUMNS.get(table, frozenset())
    assert texts(table) == judged


@pytest.mark.parametrize("table", told_tables())
def test_whose_a_row_is_names_the_person_before_anybody_else(table):
    """A column that names a client as the row's own comes first; who made, taught or looks after it owns nothing."""
    columns = Base.metadata.tables[table].columns
    own = [name for name in ("client_id", "owner_client_id") if name in columns]
    if own and table not in PERSONAL:
        assert WHOSE[table][0] == own[0]


def test_what_tells_of_two_people_has_keys_of_its_own():
    two = {"to_client_id", "to_code"}
    assert {table for table in told_tables() if two & set(Base.metadata.tables[table].columns.keys())} == OF_TWO


def test_what_opens_a_door_is_never_kept():
    secrets = {
        column.name
        for table in told_tables()
        for column in Base.metadata.tables[table].columns
        if re.search("password|hash|digest|token|secret", column.name)
    }
    assert secrets <= NEVER_KEPT
