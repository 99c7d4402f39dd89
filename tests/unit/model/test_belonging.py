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
    owner_columns,
    target_of,
    told_tables,
)

JUDGED = {
    "attendance_type": "code description name",
    "award_type": "code kind name",
    "class_session": "code description room_code",
    "class_staff": "",
    "code_item": "code code_type description identifier",
    "competency": "code code_key field_of_education name type_flag",
    "division": "name",
    "enrolment_status": "name",
    "enrolment_type": "code name",
    "event_type": "code name",
    "location": "building city code country description name postcode street_name street_number unit_details",
    "occurrence": "booking_status code colour delivery_type description",
    "occurrence_event": "description",
    "occurrence_invoice_schedule": "description",
    "occurrence_price": "",
    "occurrence_staff": "role",
    "occurrence_task": "",
    "occurrence_task_unit": "",
    "occurrence_unit": "",
    "organisation": "building city code country name postcode street_name street_number time_zone unit_details",
    "payment_type": "code name",
    "position": "code name",
    "price_item": "code name",
    "programme": "code description name",
    "programme_type": "code description name name_key",
    "qualification": "assessment_grade_type code code_key field_of_education funding_types heims_combined_course "
    "heims_course_code heims_field heims_special_course heims_study_code heims_type level "
    "level_of_education name national_code occupation program_type provider recognition requirements "
    "status study_area unit_grade_type",
    "qualification_state": "",
    "qualification_unit": "constraint_type display_code",
    "reference_code": "code list_name name",
    "referral_source": "group_name name",
    "relation": "name",
    "relationship_type": "code name",
    "result_type": "code description name",
    "role": "name",
    "scheduled_assessment": "assessment_type code delivery_mode description name status",
    "scheduled_fee": "description fee_type",
    "scheduled_unit": "mode_of_delivery name other_code provider provider_code status",
    "state": "code name short_name",
    "status_item": "code description identifier status_type",
    "study_reason": "code name",
    "suburb": "name postcode",
    "task": "code description name",
    "task_status": "code name",
    "unit": "category code code_key credit_statement delivery_mode description discipline method name other_code "
    "provider provider_code requirements status work_experience",
    "unit_assessment": "assessment_type code delivery_mode description name status",
    "unit_state": "",
}
"""The texts of tables that are nobody's personal data, each of which was judged: a new one is to be judged here."""

ALONE = {table for table in JUDGED if table not in BELONGS}


LEFT_OUT = {
    "access_token": "log-ins, whose ends are told as the person's (tokens)",
    "audit_seal": "guards the change log itself",
    "background_duty": "the servers' own",
    "call_failure": "a journal of failed calls",
    "change_log": "the change log itself",
    "client_hold": "holds nothing: rows to be locked",
    "client_merge": "a journal that says who merged whom, and who took it back",
    "enrolment_number": "numbers that were given, told with the record of each",
    "erased_client": "a journal of people who were erased, of whom nothing may be told",
    "good_login": "a journal of log-ins",
    "idempotent_request": "answers that are kept for a day",
    "last_writer": "the servers' own",
    "login_attempt": "a journal of log-ins; forgetting them is told as the person's",
    "look_alike": "what an upgrade has left",
    "maintenance": "the servers' own",
    "outbox": "messages on their way; text messages have a history that is told",
    "parchment_counter": "a counter; the number is told with its award",
    "password_reset": "links that were sent, of which nothing may be told",
    "person_key": "keys of the change log itself",
    "result_history": "a trail of its own: what it keeps is told as a change of the enrolled unit",
    "schema_revision": "what upgrades write",
    "sms_account": "what the gateway answers",
    "web_decision": "a journal that says who decided what",
}
"""Tables of which the change log tells nothing, and why."""


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


def test_each_table_is_told_of_or_left_out_for_a_reason():
    assert set(told_tables()) | LEFT_OUT.keys() == Base.metadata.tables.keys()
    assert not LEFT_OUT.keys() & set(told_tables())


@pytest.mark.parametrize(("part", "column"), sorted(owner_columns().items()))
def test_a_part_names_one_record_that_is_told_by_its_own_number(part, column):
    assert (BELONGS[part], Base.metadata.tables[part].columns[column].nullable) == ((column,), False)
    assert target_of(part, column) not in owner_columns()
    assert target_of(part, column) in told_tables()


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
    if own and table not in PERSONAL and not table.endswith("_staff"):
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
