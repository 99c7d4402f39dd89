"""Where the fields of the additional data come from, and the SQL that they become."""

import pytest
from sqlalchemy.dialects import mssql, mysql, postgresql, sqlite

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.rules.additional_data.conditions import OPERATORS, Filter
from vettrak_api.rules.additional_data.entities import entities, find_entity, unused_sources
from vettrak_api.rules.additional_data.query import AGGREGATES, Criteria, Return, Sort, build_statement
from vettrak_api.rules.additional_data.values import is_listed
from vettrak_api.settings import Settings

DIALECTS = [sqlite, postgresql, mysql, mssql]
DECLARED = load_catalogue().additional_data
SETTINGS = Settings()


def test_every_field_of_the_catalogue_has_a_source_and_no_source_is_left_over():
    for name, entity in DECLARED.entities.items():
        assert [field.name for field in find_entity(name).fields.values()] == [field.name for field in entity.fields]
    assert list(unused_sources()) == []


def test_every_updateable_field_can_be_written():
    for entity in entities().values():
        for field in entity.fields.values():
            computed = field.name == "UsualAddressNotSpecified"
            assert not field.definition.updateable or field.source.attribute is not None or computed, field.name


def test_no_column_is_shorter_than_its_field():
    for entity in entities().values():
        for field in entity.fields.values():
            length = getattr(getattr(field.source.attribute, "type", None), "length", None)
            longest = field.definition.max_length
            assert length is None or longest is None or longest <= length, f"{entity.name}.{field.name}"


def test_only_texts_that_are_free_and_can_be_written_have_a_longest():
    for entity in entities().values():
        for field in entity.fields.values():
            is_free = field.type == "String" and field.definition.updateable and not is_listed(field)
            assert (field.definition.max_length is not None) == is_free, f"{entity.name}.{field.name}"


def test_every_operator_and_aggregate_of_the_catalogue_is_known():
    assert set(OPERATORS) == {name.lower() for name in DECLARED.operators}
    assert set(AGGREGATES) == set(DECLARED.aggregates)


def compiled(dialect, entity, criteria):
    statement, _ = build_statement(find_entity(entity), criteria, SETTINGS)
    return str(statement.compile(dialect=dialect.dialect()))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("entity", DECLARED.entities)
def test_the_whole_entity_compiles_for_every_database(dialect, entity):
    assert compiled(dialect, entity, Criteria()).startswith("SELECT")
    fields = [Return(field.name, None) for field in DECLARED.entities[entity].fields]
    assert "GROUP BY" in compiled(dialect, entity, Criteria(returns=[*fields, Return(fields[0].field, "Count")]))


def test_tables_are_joined_only_when_a_field_needs_them():
    assert "JOIN" not in compiled(sqlite, "Enrolment", Criteria(returns=[Return("EnrolmentId", None)]))
    used = {
        "returns": Criteria(returns=[Return("ClientCode", None)]),
        "filters": Criteria([Filter("ClientCode", None, "x")], returns=[Return("EnrolledUnitId", None)]),
        "sorts": Criteria(sorts=[Sort("ClientCode", None)], returns=[Return("EnrolledUnitId", None)]),
    }
    for criteria in used.values():
        sql = compiled(sqlite, "EnrolledUnit", criteria)
        assert sql.count("LEFT OUTER JOIN") == 2
        assert sql.index("JOIN enrolment") < sql.index("JOIN client")


def test_codes_are_compared_by_their_indexed_keys():
    sql = compiled(sqlite, "Client", Criteria([Filter("ClientCode", "Equals", "x"), Filter("Email", "In", "a,b")]))
    assert "client.code_key = " in sql
    assert "client.email_key IN " in sql


def test_a_column_is_sorted_by_once_since_sql_server_refuses_it_twice():
    sorts = [Sort("ClientCode", None), Sort("clientcode", "Descending")]
    assert compiled(mssql, "Client", Criteria(sorts=sorts)).count("client.code_key") == 1
