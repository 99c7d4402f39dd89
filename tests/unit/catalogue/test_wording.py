"""What the catalogue tells people: every parameter and member says something, in words for readers."""

import copy

import pytest

from vettrak_api.catalogue.loader import load_catalogue, read_document, read_documents
from vettrak_api.catalogue.wording import INTERNAL, only_its_name, wording_problems

CATALOGUE = load_catalogue()
PARAMETERS = [(operation, parameter) for operation in CATALOGUE.operations.values() for parameter in operation.params]
MEMBERS = [(wire_type, member) for wire_type in CATALOGUE.types.values() for member in wire_type.fields]


@pytest.fixture
def documents():
    return copy.deepcopy((*read_documents(), read_document("code_lists.json")))


def entry(document, name):
    return next(entry for entry in document.get("operations") or document["types"] if entry["name"] == name)


def test_every_parameter_means_something_and_says_what_happens_without_it():
    told = [
        (operation.name, parameter.name)
        for operation, parameter in PARAMETERS
        if parameter.meaning and parameter.omitted and not only_its_name(parameter.name, parameter.meaning)
    ]
    assert len(told) == len(PARAMETERS) == 660


def test_every_member_means_something():
    told = [member for _, member in MEMBERS if member.meaning and not only_its_name(member.name, member.meaning)]
    assert len(told) == len(MEMBERS) == 702


def test_every_code_list_that_is_named_exists_and_every_list_is_named():
    named = {described.codes for _, described in (*PARAMETERS, *MEMBERS) if described.codes}
    assert named <= CATALOGUE.code_lists.keys()
    assert CATALOGUE.code_lists.keys() - named == set()


def test_what_people_read_holds_no_notes_to_ourselves():
    told = [
        *(text for operation in CATALOGUE.operations.values() for text in (operation.purpose, *operation.rules)),
        *(text for operation in CATALOGUE.operations.values() for text in operation.common),
        *(error.condition for operation in CATALOGUE.operations.values() for error in operation.errors),
        *(text for _, parameter in PARAMETERS for text in (parameter.meaning, parameter.omitted)),
        *(member.description for _, member in MEMBERS),
        *(wire_type.meaning for wire_type in CATALOGUE.types.values()),
    ]
    assert [text for text in told if INTERNAL.search(text)] == []


def test_every_error_says_what_to_do():
    errors = [error for operation in CATALOGUE.operations.values() for error in operation.errors]
    assert len(errors) == 414
    assert [error for error in errors if not error.remedy] == []


def test_notes_to_ourselves_are_kept_apart():
    operations = CATALOGUE.operations
    assert any("Rule 1 and its place are inferred" in note for note in operations["ProcessWebEnrolment"].notes)
    assert not any("inferred" in rule for rule in operations["ProcessWebEnrolment"].rules)
    guessed = [operation for operation in operations.values() if operation.provenance["name"] == "inferred"]
    assert guessed
    assert [operation.name for operation in guessed if not operation.notes] == []


def test_a_parameter_is_inferred_where_its_name_is_a_guess():
    by_name = {parameter.name: parameter for parameter in CATALOGUE.operations["AddClientWebEnrolment"].params}
    assert by_name["sDescription"].aliases
    assert by_name["sDescription"].source == "inferred"
    assert by_name["iOccu_ID"].source == CATALOGUE.operations["AddClientWebEnrolment"].provenance["params"]


def test_what_parameters_of_a_name_share_may_be_said_otherwise_in_one_operation():
    def usi(operation):
        return next(part for part in CATALOGUE.operations[operation].params if part.name == "usi")

    assert usi("ValidateUSI").meaning == usi("UpdateWebClient").meaning
    assert usi("ValidateUSI").omitted != usi("UpdateWebClient").omitted


def test_rules_that_several_operations_share_are_told_with_each():
    titles = {rule.slug for rule in CATALOGUE.operations["GetContractsForStaff"].shared}
    assert titles == {"scope", "publish", "list"}
    assert not any(rule.everywhere for operation in CATALOGUE.operations.values() for rule in operation.shared)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("TAPIVersion.Build", "build number"),
        ("Minor", "e.g. minor"),
        ("clientCode", "The code of the client."),
        ("sClie_Surname", "clie surname"),
        ("startDate", "start date"),
        ("unitCodes", "Unit codes"),
    ],
)
def test_a_meaning_of_the_names_own_words_is_found(name, meaning):
    assert only_its_name(name.rpartition(".")[2], meaning)


@pytest.mark.parametrize(("name", "meaning"), [("clientCode", "A person on record."), ("Room_Code", "Where it meets.")])
def test_other_words_say_something(name, meaning):
    assert not only_its_name(name, meaning)


FAULTS = {
    "no meaning": (
        lambda o, t, c: o["parameters"]["clientCode"].pop("meaning"),
        "GetInvoicesForClient(clientCode): meaning is no sentence",
    ),
    "nothing about leaving out": (
        lambda o, t, c: o["parameters"]["usi"].pop("omitted"),
        "ValidateUSI(usi): omitted is no sentence",
    ),
    "name again": (
        lambda o, t, c: o["parameters"]["usi"].update(meaning="The USI."),
        "ValidateUSI(usi): the meaning says no more than the name",
    ),
    "member's name again": (
        lambda o, t, c: entry(t, "TCoun")["fields"][0].update(meaning="Coun name."),
        "TCoun.Coun_Name: the meaning says no more than the name",
    ),
    "type without a meaning": (
        lambda o, t, c: entry(t, "TCoun").update(meaning="A country"),
        "TCoun: meaning is no sentence",
    ),
    "unknown list": (
        lambda o, t, c: entry(t, "TCoun")["fields"][1].update(codes="countries"),
        "TCoun.Coun_Code: there is no code list countries",
    ),
    "message without a remedy": (
        lambda o, t, c: o["remedies"].pop("Surname is required."),
        "remedies: Surname is required. has none",
    ),
    "rule code": (
        lambda o, t, c: entry(o, "ValidateUSI")["rules"].append("See R-ARGS."),
        "ValidateUSI: R-ARGS is not for readers",
    ),
    "note to ourselves": (
        lambda o, t, c: entry(o, "ValidateUSI")["rules"].append("The name is inferred."),
        "ValidateUSI: inferred is not for readers",
    ),
    "unknown common rule": (
        lambda o, t, c: entry(o, "ValidateUSI")["common"].append("tea"),
        "ValidateUSI: common is not in the order",
    ),
    "no sample": (
        lambda o, t, c: o["parameters"]["usi"].pop("sample"),
        "ValidateUSI(usi): has no sample",
    ),
    "sample of another type": (
        lambda o, t, c: o["parameters"]["iCont_id"].update(sample="many"),
        "GetUnitsForContract(iCont_id): the sample many is no int",
    ),
    "sample that is no list": (
        lambda o, t, c: o["parameters"]["instanceIds"].update(sample="1"),
        "AddClassesToWebEnrolment(instanceIds): the sample does not fit the type",
    ),
    "sample that is no code": (
        lambda o, t, c: entry(t, "TCoun")["fields"][1].update(sample="9999"),
        "TCoun.Coun_Code: the sample 9999 is no code of country",
    ),
    "parameter that nobody has": (
        lambda o, t, c: o["parameters"].update(tea={"meaning": "Milk first.", "omitted": "Coffee."}),
        "parameters: tea is not told, or no operation has it",
    ),
    "code twice": (
        lambda o, t, c: next(e for e in c["code_lists"] if e["name"] == "unit-type")["codes"].append(["0", "Unit"]),
        "code list unit-type: a code stands twice, or has no label",
    ),
    "lists in disorder": (
        lambda o, t, c: c["code_lists"].reverse(),
        "code_lists: not sorted by name, or one stands twice",
    ),
}


def test_the_packaged_texts_are_in_order(documents):
    assert list(wording_problems(*documents)) == []


@pytest.mark.parametrize(("spoil", "complaint"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told(documents, spoil, complaint):
    spoil(*documents)
    problems = list(wording_problems(*documents))
    assert any(problem.startswith(complaint) for problem in problems), problems
