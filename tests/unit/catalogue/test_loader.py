"""The catalogue's data, how it is read and how it is judged."""

import copy
from types import SimpleNamespace

import pytest

from vettrak_api.catalogue import loader, validate
from vettrak_api.catalogue.loader import ErrorRule, load_catalogue, parse_errors, read_documents
from vettrak_api.catalogue.scopes import Scope
from vettrak_api.catalogue.type_expressions import TypeExpression, parse_type


@pytest.fixture
def documents():
    return copy.deepcopy(read_documents())


def entry(document, name):
    entries = document.get("operations") or document["types"]
    return next(entry for entry in entries if entry["name"] == name)


# Types


@pytest.mark.parametrize(
    ("text", "name", "depth"),
    [("string", "string", 0), ("List<TOccu>", "TOccu", 1), ("List<List<string>>", "string", 2)],
)
def test_a_type_is_read_and_written(text, name, depth):
    assert parse_type(text) == TypeExpression(name, depth)
    assert str(parse_type(text)) == text


@pytest.mark.parametrize("text", ["", "List<>", "List<int", "int>", "List<List<int>", "list<int>", "int?", "a b"])
def test_what_is_no_type_is_refused(text):
    with pytest.raises(ValueError, match="Not a type"):
        parse_type(text)


def test_a_list_is_neither_scalar_nor_value_type():
    dates = parse_type("List<dateTime>")
    assert (dates.is_list, dates.is_scalar, dates.is_value_type) == (True, False, False)
    assert (dates.item.is_list, dates.item.is_scalar, dates.item.is_value_type) == (False, True, True)
    with pytest.raises(ValueError, match="not a list"):
        _ = dates.item.item


# Loading


def test_the_whole_interface_is_loaded_once():
    catalogue = load_catalogue()
    assert catalogue is load_catalogue()
    assert len(catalogue.operations) == 179
    assert len(catalogue.types) == 154
    assert {product: len(catalogue.operations_of(product)) for product in loader.PRODUCTS} == {
        "complete": 179,
        "integrate": 96,
        "enrol": 90,
        "portals": 82,
    }


def test_an_operation_is_read_with_its_rules_and_errors():
    operation = load_catalogue().operations["UpdateResult"]
    assert [parameter.name for parameter in operation.params] == [
        "sToken", "iEnro_ID", "sUnit_Code", "sResult_Name", "xsdStart", "xsdFinish", "iPercentage",
    ]  # fmt: skip
    assert str(operation.params[4].type) == "dateTime"
    assert not operation.params[4].nullable
    assert operation.result == TypeExpression("TAuthenticate")
    assert ErrorRule(
        -1,
        "Unknown result.",
        "the result name is not in GetResultTypes (ignoring case)",
        "Send Result_Name of GetResultTypes.",
    ) in (operation.errors)
    assert operation.rules
    assert not any(rule.startswith("ERR") for rule in operation.rules)
    assert operation.writes


def test_aliases_lead_to_the_published_name():
    catalogue = load_catalogue()
    aliased = [operation for operation in catalogue.operations.values() if operation.aliases]
    assert aliased
    for operation in aliased:
        assert set(operation.aliases.values()) <= {parameter.name for parameter in operation.params}


def test_a_scope_names_a_parameter_or_the_member_of_one():
    catalogue = load_catalogue()
    assert catalogue.operations["GetClientByCode"].scope == (Scope("client", "sClie_Code"),)
    (own,) = catalogue.operations["UpdateClientDetails"].scope
    assert own == Scope("own", "cClient", "Clie_Code")
    assert own.place == "cClient.Clie_Code"
    assert own.named_by({"cClient": SimpleNamespace(Clie_Code="C1")}) == "C1"
    assert own.named_by({"cClient": None}) is None
    assert catalogue.operations["UpdateResult"].scope == ()


def test_a_scope_is_told_in_one_sentence_with_its_alternatives():
    catalogue = load_catalogue()
    assert catalogue.scope_of(catalogue.operations["UpdateClientDetails"]) == (
        "Without the API role cClient.Clie_Code may name the caller's own record alone."
    )
    either = catalogue.scope_of(catalogue.operations["GetEnrolledUnitsForEnrolledTask"])
    assert either.startswith("Without the API role enrolmentId may name an enrolment of somebody within reach (")
    assert either.endswith("), or enrolmentId may name any occurrence.")
    assert catalogue.scope_of(catalogue.operations["UpdateResult"]) == ""


def test_the_rules_do_not_repeat_what_the_scope_says():
    repeated = ("Access without the API role", "only for oneself", "only its own")
    told = {operation.name: " ".join(operation.rules) for operation in load_catalogue().operations.values()}
    assert [name for name, rules in told.items() if any(words in rules for words in repeated)] == []


def test_inherited_members_come_first():
    detail = load_catalogue().types["TClieDetail"]
    names = [member.name for member in detail.all_members()]
    assert detail.base == "TClie"
    assert names[:3] == ["Clie_Surname", "Clie_Given", "Clie_Code"]
    assert names[3:] == [member.name for member in detail.fields]


def test_the_head_is_read():
    catalogue = load_catalogue()
    assert catalogue.endpoints["integrate"] == "/VT_API_Integrate.asmx"
    assert catalogue.namespaces["integrate"].endswith("/integrate")
    assert catalogue.status_codes["STATUS_EXPIRED"].value == -2
    assert {rule.id for rule in catalogue.common_rules} >= {"R-TOKEN", "R-ACCESS", "R-DB"}
    client = catalogue.additional_data.entities["Client"]
    assert client.key in {field.name for field in client.fields}


def test_nothing_of_the_catalogue_can_be_changed():
    catalogue = load_catalogue()
    with pytest.raises(TypeError):
        catalogue.operations["New"] = None
    with pytest.raises(AttributeError):
        catalogue.operations["UpdateResult"].writes = False


def test_prose_is_no_error():
    rules = ["Errors are rare.", 'ERR -4 "Gone <id>.": it is: "gone".']
    assert parse_errors(rules, {"Gone <id>.": "Look."}) == (ErrorRule(-4, "Gone <id>.", 'it is: "gone"', "Look."),)


# Judging


def test_the_packaged_catalogue_is_valid(documents, capsys):
    validate.require_valid(*documents)
    assert validate.main() == 0
    assert "179 operations, 154 types, 702 members, 414 error rules" in capsys.readouterr().out


def drop(document, name):
    document["operations"].remove(entry(document, name))


def swap_first_two(document):
    entries = document["operations"]
    entries[0], entries[1] = entries[1], entries[0]


FAULTS = {
    "no base": (lambda o, t: entry(t, "TClieDetail").update(base="TNone"), "TClieDetail: unknown base TNone"),
    "cycle": (lambda o, t: entry(t, "TClie").update(base="TClieDetail"), "TClie: inherits from itself"),
    "no note": (lambda o, t: entry(t, "TClie").update(note=""), "TClie: has no members or no note"),
    "member twice": (
        lambda o, t: entry(t, "TClieDetail")["fields"][0].update(name="Clie_Code"),
        "TClieDetail: member Clie_Code stands 2 times",
    ),
    "no wrapper": (
        lambda o, t: entry(t, "TAuthClie")["fields"].reverse(),
        "TAuthClie: does not start with Auth",
    ),
    "member type": (
        lambda o, t: entry(t, "TClie")["fields"][0].update(type="List<TNone>"),
        "TClie.Clie_Surname: unknown type List<TNone>",
    ),
    "not nullable text": (
        lambda o, t: entry(t, "TClie")["fields"][0].update(nullable=False),
        "TClie.Clie_Surname: only value types can be not nullable",
    ),
    "unsorted": (lambda o, t: swap_first_two(o), "operations are not sorted by area and name"),
    "operation twice": (
        lambda o, t: o["operations"].insert(0, o["operations"][0]),
        "operation GetAdditionalDataEntityNames stands 2 times",
    ),
    "no product namespace": (
        lambda o, t: o["namespace"].pop("enrol"),
        "product enrol: its namespace does not end with its name",
    ),
    "area not in all": (
        lambda o, t: entry(o, "ValidateClient")["products"].pop(),
        "ValidateClient: the area auth belongs to every product",
    ),
    "no token": (
        lambda o, t: entry(o, "UpdateResult")["params"].pop(0),
        "UpdateResult: all operations but the public ones start with the token",
    ),
    "parameter twice": (
        lambda o, t: entry(o, "UpdateResult")["params"][1].update(name="sToken"),
        "UpdateResult: parameter or alias sToken stands 2 times",
    ),
    "parameter type": (
        lambda o, t: entry(o, "UpdateResult")["params"][1].update(type="integer"),
        "UpdateResult(iEnro_ID): unknown type integer",
    ),
    "day that is no date": (
        lambda o, t: entry(o, "UpdateResult")["params"][1].update(day=True),
        "UpdateResult(iEnro_ID): day is true, for a dateTime",
    ),
    "day that is no truth": (
        lambda o, t: entry(t, "TClieDetail")["fields"][3].update(day="yes"),
        "TClieDetail.Clie_DOB: day is true, for a dateTime",
    ),
    "missing text": (
        lambda o, t: entry(o, "UpdateResult")["params"][2].update(missing=-1),
        "UpdateResult(sUnit_Code): missing is what an int that can not be null is",
    ),
    "missing that may be null": (
        lambda o, t: entry(o, "UpdateResult")["params"][6].update(nullable=True),
        "UpdateResult(iPercentage): missing is what an int that can not be null is",
    ),
    "bare result": (
        lambda o, t: entry(o, "UpdateResult").update(result="TClie"),
        "UpdateResult: the result TClie does not tell the outcome",
    ),
    "malformed rule": (
        lambda o, t: entry(o, "UpdateResult")["rules"].append('ERR -1 "No end": missing full stop'),
        'UpdateResult: malformed error rule: ERR -1 "No end": missing full stop',
    ),
    "no scope": (
        lambda o, t: entry(o, "GetClientByCode").update(scope={}),
        "GetClientByCode: restricted operations, and they alone, have a scope",
    ),
    "scope of a protected operation": (
        lambda o, t: entry(o, "UpdateResult").update(scope={"enrolment": "iEnro_ID"}),
        "UpdateResult: restricted operations, and they alone, have a scope",
    ),
    "kind of scope": (
        lambda o, t: entry(o, "GetClientByCode").update(scope={"friend": "sClie_Code"}),
        "GetClientByCode: scope friend: unknown kind",
    ),
    "parameter of a scope": (
        lambda o, t: entry(o, "GetClientByCode").update(scope={"client": "clientCode"}),
        "GetClientByCode: scope client: clientCode is unknown, not string",
    ),
    "token of a scope": (
        lambda o, t: entry(o, "GetClientByCode").update(scope={"client": "sToken"}),
        "GetClientByCode: scope client: sToken is unknown, not string",
    ),
    "type of a scope": (
        lambda o, t: entry(o, "GetUnitsForEnrolment").update(scope={"client": "iEnro_ID"}),
        "GetUnitsForEnrolment: scope client: iEnro_ID is int, not string",
    ),
    "member of a scope": (
        lambda o, t: entry(o, "UpdateClientDetails").update(scope={"own": "cClient.Code"}),
        "UpdateClientDetails: scope own: cClient.Code is unknown, not string",
    ),
    "member of a text": (
        lambda o, t: entry(o, "GetClientByCode").update(scope={"client": "sClie_Code.Clie_Code"}),
        "GetClientByCode: scope client: sClie_Code.Clie_Code is unknown, not string",
    ),
    "meaning of a scope": (lambda o, t: o["scopes"].pop("own"), "scopes: not a meaning for each of own, client,"),
    "source of a scope": (
        lambda o, t: entry(o, "GetClientByCode")["provenance"].pop("scope"),
        "GetClientByCode: provenance is not told for exactly name, params, result, rules, security, scope, feature",
    ),
    "null": (
        lambda o, t: entry(o, "UpdateResult").update(purpose=None),
        "UpdateResult: purpose, rules or writes",
    ),
    "list that does not say with what it grows": (
        lambda o, t: entry(o, "GetAwardsModifiedSince").pop("grows_with"),
        "GetAwardsModifiedSince: operations that list something, and they alone,",
    ),
    "growth of what lists nothing": (
        lambda o, t: entry(o, "UpdateResult").update(grows_with="codes"),
        "UpdateResult: operations that list something, and they alone,",
    ),
    "unknown growth": (
        lambda o, t: entry(o, "GetAwardsModifiedSince").update(grows_with="moss"),
        "GetAwardsModifiedSince: grows_with moss is none of codes,",
    ),
    "list without a bound": (
        lambda o, t: entry(o, "GetAwardsModifiedSince").pop("bounded_by"),
        "GetAwardsModifiedSince: nothing is told that bounds a list",
    ),
    "bounded codes": (
        lambda o, t: entry(o, "GetUnitStateDetails").update(grows_with="codes"),
        "GetUnitStateDetails: a list of codes is bounded by nothing",
    ),
    "bound that is no parameter": (
        lambda o, t: entry(o, "GetAwardsModifiedSince").update(bounded_by=["sinceDate", "page"]),
        "GetAwardsModifiedSince: bounded_by names no parameters, or not in their order",
    ),
    "source": (
        lambda o, t: entry(o, "UpdateResult")["provenance"].update(rules="hearsay"),
        "UpdateResult: unknown provenance hearsay of rules",
    ),
    "writer of a field": (
        lambda o, t: o["additional_data"]["entities"]["Client"]["fields"][1].pop("writer"),
        "Client.Title: its writer is none of client, rto, role, nobody",
    ),
    "field of another entity": (
        lambda o, t: o["additional_data"]["entities"]["Employer"]["fields"][1].update(writer="client"),
        "Employer.EmployerName: clients have fields of entity Client alone",
    ),
    "field told twice": (
        lambda o, t: o["additional_data"]["entities"]["Class"]["fields"][1].update(name="ClassId"),
        "field Class.ClassId stands 2 times",
    ),
    "unused type": (
        lambda o, t: entry(t, "TClie").update(used_by=[]),
        "TClie: used_by is wrong or empty",
    ),
    "original mark": (
        lambda o, t: entry(o, "UpdateResult")["provenance"].update(name="observed"),
        "UpdateResult: provenance `seed` is for",
    ),
}


@pytest.mark.parametrize(("spoil", "complaint"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told(documents, spoil, complaint):
    operations, types = documents
    spoil(operations, types)
    problems = validate.find_problems(operations, types)
    assert any(problem.startswith(complaint) for problem in problems), problems
    with pytest.raises(validate.InvalidCatalogue):
        validate.require_valid(operations, types)


def test_a_missing_original_operation_is_told(documents):
    operations, types = documents
    drop(operations, "AddWebPayment")
    for wire_type in types["types"]:
        wire_type["used_by"] = [name for name in wire_type["used_by"] if name != "AddWebPayment"]
    assert any("AddWebPayment" in problem for problem in validate.find_problems(operations, types))


def test_a_null_is_told_with_its_place(documents):
    operations, types = documents
    operations["endpoints"]["note"] = None
    assert "operations.json/endpoints/note is null" in validate.find_problems(operations, types)
