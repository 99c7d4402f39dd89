"""Code lists: the codes that are told are those that the rules check, and there is one place for each of them."""

import json
from importlib.resources import files

import pytest

from vettrak_api.catalogue.code_lists import Code, CodeList, codes_sentence
from vettrak_api.catalogue.loader import load_catalogue, read_document
from vettrak_api.model.finance import TO_CLIENT, TO_EMPLOYER
from vettrak_api.model.quarantine import CONTACT, STUDENT
from vettrak_api.operations.occurrences.details import STUDY_REASONS
from vettrak_api.operations.quarantine.payments import FREQUENCIES
from vettrak_api.operations.system import DELETION_KINDS
from vettrak_api.reference_data import lists
from vettrak_api.reference_data.files import LONG_LISTS, read_list
from vettrak_api.rules.finance.payments import NOT_PAID, OVERPAID, PAID, PARTLY_PAID
from vettrak_api.rules.sms.sending import LEFT_OUT, NO_NUMBER, QUEUED, UNKNOWN_CLIENT
from vettrak_api.views.occurrence_details import DETAIL_LISTS
from vettrak_api.views.staff_links import CLASS, CONTRACT, ENROLMENT, EVENT, OCCURRENCE

CATALOGUE = load_catalogue()
WRITTEN = {entry["name"]: entry for entry in read_document("code_lists.json")["code_lists"]}


def values(name):
    return [code.value for code in CATALOGUE.code_lists[name].codes]


# National lists: the reference data alone holds them


@pytest.mark.parametrize("place", [*lists.CODE_LISTS, *LONG_LISTS])
def test_every_list_of_the_reference_data_is_told_as_it_stands_there(place):
    (told,) = [CATALOGUE.code_lists[name] for name, entry in WRITTEN.items() if entry.get("from") == place]
    kept = lists.CODE_LISTS[place] if place in lists.CODE_LISTS else read_list(LONG_LISTS[place])
    assert [(code.value, code.label) for code in told.codes] == list(kept)


def test_no_list_that_stands_elsewhere_is_written_out_again():
    for name, entry in WRITTEN.items():
        assert ("from" in entry) != ("codes" in entry), name


def test_the_vocabulary_of_a_new_database_is_told():
    assert values("state") == [short for short, _, _ in lists.STATES]
    assert values("result") == [name for name, *_ in lists.RESULT_TYPES]
    assert values("outcome") == [outcome for _, outcome, *_ in lists.RESULT_TYPES]
    assert values("enrolment-status") == [name for name, _ in lists.ENROLMENT_STATUSES]
    assert values("enrolment-status-type") == [str(kind) for _, kind in lists.ENROLMENT_STATUSES]
    assert values("payment-type") == [name for _, name, *_ in lists.PAYMENT_TYPES]
    assert values("task-status") == [code for code, *_ in lists.TASK_STATUSES]
    assert values("relationship-type") == list(lists.RELATIONSHIP_TYPES)
    assert values("study-reason") == [code for code, _ in lists.STUDY_REASONS]


# Lists of the server's own: what is written out is what the code knows


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("additional-data-aggregate", CATALOGUE.additional_data.aggregates),
        ("additional-data-entity", CATALOGUE.additional_data.entities),
        ("additional-data-operator", CATALOGUE.additional_data.operators),
        ("additional-data-order", CATALOGUE.additional_data.sort_orders),
        ("attendance-sign", {sign for _, _, sign, _ in lists.ATTENDANCE_TYPES}),
        ("award-kind", {kind for _, _, kind in lists.AWARD_TYPES}),
        ("client-or-employer", {TO_CLIENT, TO_EMPLOYER}),
        ("deleted-records", DELETION_KINDS),
        ("invoice-filter", range(3)),
        ("invoice-status", {NOT_PAID, PARTLY_PAID, PAID, OVERPAID, 4}),
        ("occurrence-list", {*DETAIL_LISTS, STUDY_REASONS}),
        ("payment-frequency", FREQUENCIES),
        ("payment-type-flag", {flag for _, _, flag, _ in lists.PAYMENT_TYPES}),
        ("result-kind", {kind for _, _, kind, _ in lists.RESULT_TYPES}),
        ("sms-outcome", {QUEUED, LEFT_OUT, NO_NUMBER, UNKNOWN_CLIENT}),
        ("staff-link-type", {OCCURRENCE, CLASS, ENROLMENT, CONTRACT, EVENT}),
        ("status", {status.value for status in CATALOGUE.status_codes.values()}),
        ("task-status-kind", {kind for _, _, kind in lists.TASK_STATUSES}),
        ("token-type", CATALOGUE.token_types),
        ("web-client-type", {STUDENT, CONTACT}),
    ],
)
def test_a_list_holds_what_the_code_knows(name, known):
    assert set(values(name)) == {str(value) for value in known}


def test_types_of_fields_are_those_of_the_entities():
    used = {field.type for entity in CATALOGUE.additional_data.entities.values() for field in entity.fields}
    assert used <= set(values("additional-data-field-type"))


# For people


def test_a_short_list_is_told_in_a_sentence_and_a_long_one_by_its_title():
    few = CodeList("few", "Few", "Few of them.", "us", (Code("0", "No"), Code("Yes", "Yes")))
    assert codes_sentence(few) == "Codes: 0 (No), Yes."
    many = CodeList("many", "Many of them", "Many.", "us", tuple(Code(str(n), "One") for n in range(11)))
    assert codes_sentence(many) == "Codes: see Many of them."


def test_the_file_is_shipped_beside_the_others():
    assert json.loads(files("vettrak_api.catalogue").joinpath("code_lists.json").read_text(encoding="utf-8"))
