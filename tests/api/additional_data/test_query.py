"""Area additional_data: the generic query, its criteria and its result."""

import datetime
from decimal import Decimal

import pytest

from tests.support.inhabitants import HOUSES
from tests.support.queries import Query, apart_from_inhabitants
from vettrak_api.catalogue.loader import load_catalogue


@pytest.fixture
def token(world):
    """The token of a staff member of the test's own, whom queries find."""
    return world.token()


@pytest.fixture
def query(api, token, world):
    return Query(api, token, apart_from_inhabitants(world))


def refused(answer):
    assert (answer.Fields, answer.Values) == ([], [])
    return answer.Auth.Status, answer.Auth.StatusMessage


def codes(rows):
    return [row[0] for row in rows]


@pytest.fixture
def people(world):
    """Four people; the token's owner is a fifth, with the surname Trainer."""
    return [
        world.client("Adams", "Ann", code="A1", email="ann@example.com", gender="F", home_phone="03 1"),
        world.client("brown", "Bob", code="b2", email="", web_publish=False, birth_date=datetime.date(1990, 5, 1)),
        world.client("Clark", "Cy", code="C3", active=False, birth_date=datetime.date(2000, 1, 31)),
        world.client("Müller", "100%_[x]/", code="D4", gender="M", home_phone="03 2"),
    ]


@pytest.mark.usefixtures("people")
class TestFilters:
    def test_without_any_every_record_is_found(self, api, token):
        everybody = set(codes(Query(api, token)("Client")))
        assert {"A1", "b2", "C3", "D4"} | {house.student for house in HOUSES} < everybody

    def test_all_must_hold(self, query):
        both = [("ActiveFlag", "Equals", "Y"), ("Gender", "Equals", "F")]
        assert codes(query("Client", both)) == ["A1"]

    @pytest.mark.parametrize(
        ("field", "operator", "value", "found"),
        [
            ("ClientCode", "Equals", " a1 ", ["A1"]),
            ("ClientCode", None, "B2", ["b2"]),
            ("clientcode", "EQUALS", "B2", ["b2"]),
            ("Surname", "Equals", "BROWN", ["b2"]),
            ("Surname", "Equals", "MÜLLER", ["D4"]),
            ("Surname", "NotEquals", "brown", ["A1", "C3", "D4"]),
            ("Surname", "GreaterThan", "Brown", ["C3", "D4"]),
            ("Surname", "GreaterThanOrEqualTo", "Brown", ["b2", "C3", "D4"]),
            ("Surname", "LessThan", "BROWN", ["A1"]),
            ("Surname", "LessThanOrEqualTo", "BROWN", ["A1", "b2"]),
            ("Surname", "Contains", "LAR", ["C3"]),
            ("Surname", "StartsWith", "B", ["b2"]),
            ("Surname", "EndsWith", "S", ["A1"]),
            ("Surname", "In", "Adams, BROWN ,,x", ["A1", "b2"]),
            ("Surname", "NotIn", "Adams,brown,Trainer", ["C3", "D4"]),
            ("Gender", "IsNull", "ignored", ["b2", "C3"]),
            ("Gender", "IsNotNull", None, ["A1", "D4"]),
            ("DateOfBirth", "GreaterThan", "1990-05-01", ["C3"]),
            ("DateOfBirth", "Equals", "1990-05-01T00:00:00+10:00", ["b2"]),
            ("ActiveFlag", "Equals", "n", ["C3"]),
            ("WebPublishFlag", "NotEquals", "Y", ["b2"]),
            ("Email", "Contains", "@EXAMPLE.", ["A1"]),
        ],
    )
    def test_operators(self, query, field, operator, value, found):
        rows = query("Client", [(field, operator, value), ("Surname", "NotEquals", "Trainer")])
        assert codes(rows) == found

    @pytest.mark.parametrize("wildcard", ["%", "_", "[", "/", "%_[x]/", "100%"])
    def test_wildcards_of_like_are_letters_like_others(self, query, wildcard):
        assert codes(query("Client", [("GivenName", "Contains", wildcard)])) == ["D4"]
        assert codes(query("Client", [("Surname", "Contains", wildcard)])) == []

    @pytest.mark.parametrize("operator", ["NotEquals", "NotIn"])
    def test_null_and_empty_differ_from_every_value(self, query, operator):
        assert {"b2", "C3", "D4"} <= set(codes(query("Client", [("Gender", operator, "F")])))
        assert {"b2", "C3", "D4"} <= set(codes(query("Client", [("Email", operator, "ann@example.com")])))

    @pytest.mark.parametrize(
        ("operator", "value"),
        [("Equals", "F"), ("GreaterThan", "F"), ("LessThan", "X"), ("Contains", ""), ("In", "M,F,X")],
    )
    def test_null_matches_nothing_else(self, query, operator, value):
        assert not {"b2", "C3"} & set(codes(query("Client", [("Gender", operator, value)])))

    @pytest.mark.parametrize("value", ["", None, "  "])
    def test_equals_with_an_empty_value_finds_null_and_empty(self, query, value):
        assert {"b2", "C3", "D4"} <= set(codes(query("Client", [("Email", "Equals", value)])))
        assert "A1" not in codes(query("Client", [("Email", "Equals", value)]))
        assert {"A1", "D4"} <= set(codes(query("Client", [("DateOfBirth", "Equals", value)])))

    def test_not_equals_with_an_empty_value_finds_what_is_filled(self, query):
        assert codes(query("Client", [("Email", "NotEquals", "")])) == ["A1"]
        assert codes(query("Client", [("DateOfBirth", "NotEquals", "")])) == ["b2", "C3"]

    @pytest.mark.parametrize(("operator", "expected"), [("In", 0), ("NotIn", 5)])
    def test_an_empty_list_holds_nothing(self, query, operator, expected):
        assert len(query("Client", [("Surname", operator, " , ")])) == expected

    def test_a_moment_compares_with_a_bare_date_at_midnight(self, query, world):
        world.occurrence(code="X1", start_date=datetime.datetime(2026, 9, 1))
        occurrence = world.occurrence(code="X2", start_date=datetime.datetime(2026, 9, 1, 18, 0, 1))
        person = world.client()
        world.enrolment(person, occurrence)
        assert len(query("Enrolment", [("StartDate", "GreaterThan", "2026-09-01")], ["EnrolmentId"])) == 1
        assert len(query("Enrolment", [("StartDate", "LessThanOrEqualTo", "2026-09-01")], ["EnrolmentId"])) == 0

    def test_a_moment_with_offset_is_converted_to_local_time(self, query, world):
        person = world.client()
        world.enrolment(person, world.occurrence(start_date=datetime.datetime(2026, 9, 1, 10)))
        for same in ("2026-09-01T00:00:00Z", "2026-09-01T10:00:00+10:00", "2026-09-01T10:00:00"):
            assert len(query("Enrolment", [("StartDate", "Equals", same)], ["EnrolmentId"])) == 1

    def test_numbers_compare_as_numbers(self, query, world):
        enrolment = world.enrolment(world.client(), world.occurrence(), amount=Decimal("990.00"))
        world.enrolment(world.client(), world.occurrence(), amount=Decimal("95.50"))
        found = query("Enrolment", [("Amount", "GreaterThan", "95.5")], ["EnrolmentId"])
        assert found == [[str(enrolment.id)]]
        assert query("Enrolment", [("EnrolmentId", "In", f"{enrolment.id},+7")], ["Amount"]) == [["990.00"]]


class TestRefusals:
    @pytest.mark.parametrize("name", ["Person", "", None])
    def test_an_unknown_entity(self, query, name):
        assert refused(query.whole(name)) == (-1, "Unknown entity.")

    @pytest.mark.parametrize("part", ["filters", "sorts", "returns"])
    def test_an_unknown_field(self, query, part):
        answer = query.whole("Client", **{part: [("Shoe'Size", "")]})
        assert refused(answer) == (-1, "Unknown field: Shoe'Size.")

    def test_a_long_unknown_field_is_not_repeated_whole(self, query):
        message = refused(query.whole("Client", returns=["x" * 5000]))[1]
        assert message == f"Unknown field: {'x' * 60}...."

    def test_an_unknown_operator(self, query):
        answer = query.whole("Client", [("Surname", "Like", "x")])
        assert refused(answer) == (-1, "Unknown operator: Like.")

    @pytest.mark.parametrize(
        ("entity", "field", "operator", "value"),
        [
            ("Client", "DateOfBirth", "Equals", "yesterday"),
            ("Client", "DateOfBirth", "Equals", "2026-02-30"),
            ("Client", "DateOfBirth", "Equals", "20260201"),
            ("Client", "ModifiedDate", "GreaterThan", ""),
            ("Client", "ModifiedDate", "GreaterThan", "0001-01-01T00:00:00+14:00"),
            ("Client", "ModifiedDate", "StartsWith", "2026"),
            ("Client", "DivisionId", "Equals", "one"),
            ("Client", "DivisionId", "Equals", "1" * 30),
            ("Client", "DivisionId", "In", "1,x"),
            ("Client", "ActiveFlag", "Equals", "Yes"),
            ("Client", "Gender", "In", "M,Q"),
            ("Client", "Surname", "Contains", "x" * 5000),
            ("Client", "Surname", "Equals", "x" * 5000),
            ("Enrolment", "Amount", "Equals", "1,5"),
            ("Enrolment", "Amount", "Equals", "NaN"),
            ("Enrolment", "Amount", "Equals", "1e5"),
        ],
    )
    def test_a_value_of_the_wrong_kind(self, query, entity, field, operator, value):
        answer = query.whole(entity, [(field, operator, value)])
        assert refused(answer) == (-1, f"Value is not valid for field {field}.")

    def test_more_values_than_every_database_takes(self, api, token):
        query = Query(api, token)
        answer = query.whole("Client", [("ClientCode", "In", ",".join(map(str, range(2001))))])
        assert refused(answer) == (-1, "Value is not valid for field ClientCode.")
        assert query("Client", [("ClientCode", "In", ",".join(map(str, range(2000))))]) == []

    def test_more_criteria_and_columns_than_anybody_needs(self, query):
        answer = query.whole("Client", [("Surname", "NotEquals", "x")] * 201)
        assert refused(answer) == (-1, "There are more than 200 filter criteria.")
        answer = query.whole("Client", returns=["Surname"] * 501)
        assert refused(answer) == (-1, "There are more than 500 return fields.")

    def test_an_unknown_order_or_aggregate(self, query):
        answer = query.whole("Client", sorts=[("Surname", "Up")])
        assert refused(answer) == (-1, "Unknown sort order: Up.")
        answer = query.whole("Client", returns=[("Surname", "Median")])
        assert refused(answer) == (-1, "Unknown aggregate: Median.")

    @pytest.mark.parametrize("aggregate", ["Sum", "Average"])
    def test_sums_of_what_is_no_number(self, query, aggregate):
        answer = query.whole("Client", returns=[("Surname", aggregate)])
        assert refused(answer) == (-1, f"{aggregate} needs a field with numbers: Surname.")

    def test_arguments_are_judged_in_their_order(self, query):
        answer = query.whole("Client", [("Q1", "", "")], ["Q3"], ["Q2"])
        assert refused(answer)[1] == "Unknown field: Q1."
        answer = query.whole("Client", [], ["Q3"], ["Q2"])
        assert refused(answer)[1] == "Unknown field: Q2."

    def test_callers_without_the_role(self, api, world):
        for caller in (world.client(), world.staff()):
            answer = api.QueryAdditionalData(world.token(caller), "Client", None, None, None, None)
            assert refused(answer) == (-1, "Access denied.")


@pytest.mark.usefixtures("people")
class TestSorting:
    NO_TRAINER = (("Surname", "NotEquals", "Trainer"),)

    def sorted(self, query, *sorts):
        return codes(query("Client", self.NO_TRAINER, sorts=sorts))

    def test_without_any_by_key(self, query):
        assert self.sorted(query) == ["A1", "b2", "C3", "D4"]

    def test_by_text_ignoring_case(self, query):
        assert self.sorted(query, ("Surname", "descending")) == ["D4", "C3", "b2", "A1"]

    def test_nulls_first_in_both_directions(self, query):
        assert self.sorted(query, "DateOfBirth") == ["A1", "D4", "b2", "C3"]
        assert self.sorted(query, ("DateOfBirth", "Descending")) == ["A1", "D4", "C3", "b2"]

    def test_by_several_fields_in_their_order(self, query):
        assert self.sorted(query, "Gender", ("Surname", "Descending")) == ["C3", "b2", "A1", "D4"]

    def test_by_fields_that_are_no_columns_or_come_twice(self, query):
        assert self.sorted(query, ("GivenName", "Descending"), "GivenName", "EmployerIdentifier") == [
            "C3", "b2", "A1", "D4",
        ]  # fmt: skip


@pytest.mark.usefixtures("people")
class TestColumns:
    def test_none_named_are_all_the_key_first(self, query):
        answer = query.whole("Client", [("ClientCode", "Equals", "A1")], [])
        names = [field.name for field in load_catalogue().additional_data.entities["Client"].fields]
        assert answer.Fields == names
        record = dict(zip(names, answer.Values[0], strict=True))
        assert (record["ClientCode"], record["Surname"], record["StaffFlag"]) == ("A1", "Adams", "N")

    def test_come_in_the_order_asked_repeated_ones_repeated_in_their_own_spelling(self, query):
        answer = query.whole("Client", [("ClientCode", "Equals", "A1")], ["surname", "CLIENTCODE", "Surname"])
        assert answer.Fields == ["Surname", "ClientCode", "Surname"]
        assert answer.Values == [["Adams", "A1", "Adams"]]

    def test_no_record_leaves_the_names(self, query):
        answer = query.whole("Client", [("ClientCode", "Equals", "none")], ["Surname"])
        assert (answer.Auth.Status, answer.Fields, answer.Values) == (1, ["Surname"], [])

    def test_values_are_text_and_null_is_nil(self, query, world):
        person = world.client(birth_date=datetime.date(1999, 12, 31))
        occurrence = world.occurrence(start_date=datetime.datetime(2026, 9, 1, 9, 5))
        world.enrolment(person, occurrence, amount=Decimal("12.5"))
        fields = ["StartDate", "Amount", "OccurrenceId", "LMSPublishFlag", "DateOfEffect"]
        assert query("Enrolment", [], fields) == [["2026-09-01T09:05:00", "12.50", str(occurrence.id), "Y", None]]
        birthday = query("Client", [("ClientCode", "Equals", person.code)], ["DateOfBirth", "Gender"])
        assert birthday == [["1999-12-31", None]]


@pytest.mark.parametrize("options", [None, "Distinct"])
def test_the_most_that_may_be_asked_is_no_more_than_sql_server_takes(api, token, options):
    """Two thousand values, each field as a column and in the order: every statement's parameters are counted."""
    everywhere = [("UsualAddressNotSpecified", "In", "Y,N,Y,N,Y,N,Y,N,Y,N")] * 100
    nowhere = [("AboriginalFlag", "In", "@,@,@,@,@,@,@,@,@,@"), ("AboriginalFlag", "NotIn", "@,@,@,@,@,@,@,@,@,@")] * 50
    fields = [field.name for field in load_catalogue().additional_data.entities["Client"].fields]
    assert Query(api, token)("Client", everywhere + nowhere, fields, fields, options) == []


@pytest.mark.usefixtures("people")
class TestOptions:
    def test_the_most_records(self, query):
        assert codes(query("Client", options="MaxRecords=2")) == ["A1", "b2"]
        assert len(query("Client", options=" maxrecords = 3 ,Distinct")) == 3

    @pytest.mark.parametrize("options", ["MaxRecords=some", "MaxRecords=0", "MaxRecords=-1", "Fast,,Paged=1"])
    def test_unknown_ones_are_passed_over(self, query, options):
        assert len(query("Client", options=options)) == 5

    def test_distinct_records(self, query):
        rows = query("Client", TestSorting.NO_TRAINER, ["Gender"], options="distinct")
        assert rows == [[None], ["F"], ["M"]]

    def test_distinct_records_can_be_sorted(self, query):
        rows = query("Client", [], ["ActiveFlag", "StaffFlag"], [("StaffFlag", "Descending"), "Surname"], "Distinct")
        assert rows == [["Y", "Y"], ["N", "N"], ["Y", "N"]]


class TestAggregates:
    @pytest.fixture(autouse=True)
    def money(self, world):
        person = world.client()
        rows = [("Active", "10.00"), ("Active", "20.50"), ("Completed", "7.25")]
        for status, amount in rows:
            world.enrolment(person, world.occurrence(), status=status, amount=Decimal(amount))

    def test_group_by_the_plain_columns(self, query):
        wanted = ["StatusName", ("Amount", "sum"), ("EnrolmentId", "Count")]
        answer = query.whole("Enrolment", [], wanted)
        assert answer.Fields == ["StatusName", "Sum(Amount)", "Count(EnrolmentId)"]
        assert answer.Values == [["Active", "30.50", "2"], ["Completed", "7.25", "1"]]

    def test_the_smallest_the_largest_and_the_middle(self, query):
        wanted = [("Amount", "Min"), ("Amount", "Max"), ("Amount", "Average"), ("StatusName", "Max")]
        assert query("Enrolment", [], wanted) == [["7.25", "20.50", "12.58", "Completed"]]

    def test_of_numbers_and_moments(self, query, world):
        enrolment = world.enrolment(world.client(), world.occurrence())
        world.enrolled_unit(enrolment, "U1", percentage=40)
        world.enrolled_unit(enrolment, "U2", percentage=45)
        wanted = [("Percentage", "Sum"), ("Percentage", "Average"), ("StartDate", "Max")]
        assert query("EnrolledUnit", [], wanted) == [["85", "42.50", "2026-09-01T09:00:00"]]

    def test_count_passes_over_nulls(self, query):
        assert query("Enrolment", [], [("DateOfEffect", "Count"), ("EnrolmentId", "Count")]) == [["0", "3"]]

    def test_without_records_and_groups_the_count_is_none(self, query):
        nobody = [("StatusName", "Equals", "nobody")]
        assert query("Enrolment", nobody, [("EnrolmentId", "Count"), ("Amount", "Sum")]) == [["0", None]]
        assert query("Enrolment", nobody, ["StatusName", ("EnrolmentId", "Count")]) == []

    def test_sort_by_groups_and_by_aggregates(self, query):
        wanted = ["StatusName", ("Amount", "Sum")]
        by_name = query("Enrolment", [], wanted, [("StatusName", "Descending")])
        by_sum = query("Enrolment", [], wanted, ["sum(amount)"])
        assert codes(by_name) == ["Completed", "Active"]
        assert codes(by_sum) == ["Completed", "Active"]
        by_sum = query("Enrolment", [], wanted, [("Sum(Amount)", "Descending"), "EnrolmentId"])
        assert codes(by_sum) == ["Active", "Completed"]

    def test_the_most_groups(self, query):
        wanted = ["StatusName", ("EnrolmentId", "Count")]
        assert query("Enrolment", [], wanted, options="MaxRecords=1") == [["Active", "2"]]
