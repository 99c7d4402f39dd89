"""What the recordings can not tell: settings of our own, how results of each kind are written, how operations fail."""

import logging
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, text

from tests.wire.sample import NAMESPACE, SOAP12, TClie, ask, call, operation, sample_endpoint, soap
from vettrak_api.asmx import Endpoint, SoapClientFault
from vettrak_api.asmx.wire_types import (
    Base64,
    Boolean,
    ComplexModel,
    DateTime,
    Int,
    ListOf,
    Long,
    Money,
    NullableBoolean,
    NullableDateTime,
    NullableInt,
    NullableLong,
    NullableMoney,
    ServiceBase,
    String,
    rpc,
)

SYDNEY = ZoneInfo("Australia/Sydney")
GIVEN = {}


class TEvery(ComplexModel):
    Text = String
    Whole = Int
    Large = Long
    Amount = Money
    Flag = Boolean
    When = DateTime
    Blob = Base64
    MaybeWhole = NullableInt
    MaybeLarge = NullableLong
    MaybeAmount = NullableMoney
    MaybeFlag = NullableBoolean
    MaybeWhen = NullableDateTime
    Children = ListOf(TClie)


class TSelf(ComplexModel):
    Name = String


TSelf.append_field("Parent", TSelf)


class GivenService(ServiceBase):
    """Gives back whatever the test has put into GIVEN."""

    @rpc(_returns=TEvery)
    def Every(ctx):
        return GIVEN["result"]

    @rpc(_returns=ListOf(TClie))
    def Clients(ctx):
        return GIVEN["result"]

    @rpc(_returns=DateTime)
    def Moment(ctx):
        return GIVEN["result"]

    @rpc(_returns=String)
    def Text(ctx):
        return GIVEN["result"]

    @rpc(_returns=Money)
    def Amount(ctx):
        return GIVEN["result"]

    @rpc(TEvery, ListOf(TClie), ListOf(ListOf(String)), Base64, NullableLong)
    def Take(ctx, every, clients, grid, blob, number):
        GIVEN["taken"] = (every, clients, grid, blob, number)

    @rpc(String, _returns=String)
    def Context(ctx, sToken):
        GIVEN["context"] = ctx
        return sToken

    @rpc(_returns=String)
    def Refuse(ctx):
        raise SoapClientFault("Not <so>.")


@pytest.fixture
def endpoint():
    return given_endpoint()


def given_endpoint(**settings):
    return Endpoint(services=[GivenService], namespace=NAMESPACE, name="VT_API", **settings)


def result(application, name, value):
    """What is written inside the result element for a value that the operation gave."""
    GIVEN["result"] = value
    answer = ask(application, name).text
    start, end = f"<{name}Result>", f"</{name}Result>"
    return answer[answer.index(start) + len(start) : answer.index(end)] if start in answer else None


CLIENT = "<TClie><Clie_Surname>Lee</Clie_Surname><Clie_Code>1</Clie_Code></TClie>"


class Labelled(NamedTuple):
    Clie_Code: str
    Clie_Surname: str
    extra: object


class Plain:
    Clie_Surname = "Lee"
    Clie_Code = "1"


def database_row():
    with create_engine("sqlite://").connect() as connection:
        return connection.execute(text("select '1' as Clie_Code, 9 as other, 'Lee' as Clie_Surname")).one()


class TestRows:
    @pytest.mark.parametrize(
        "row",
        [
            {"Clie_Surname": "Lee", "Clie_Code": "1", "unknown": 5},
            TClie(Clie_Surname="Lee", Clie_Code="1"),
            Plain(),
            Labelled("1", "Lee", "x"),
            database_row(),
        ],
        ids=["dictionary", "declared", "attributes", "named tuple", "database row"],
    )
    def test_every_kind_of_row_is_written_by_its_labels(self, endpoint, row):
        assert result(endpoint, "Clients", [row, row]) == CLIENT * 2

    def test_kinds_may_be_mixed_in_one_list(self, endpoint):
        rows = [database_row(), Plain(), {}, Labelled("1", "Lee", 0), None]
        assert result(endpoint, "Clients", rows) == f'{CLIENT * 2}<TClie />{CLIENT}<TClie xsi:nil="true" />'

    def test_rows_of_one_class_may_have_other_labels(self, endpoint):
        with create_engine("sqlite://").connect() as connection:
            other = connection.execute(text("select 'Lee' as Clie_Surname, '1' as Clie_Code")).one()
        assert result(endpoint, "Clients", [database_row(), other, database_row()]) == CLIENT * 3

    def test_any_iterable_is_a_list(self, endpoint):
        assert result(endpoint, "Clients", (row for row in [Plain(), Plain()])) == CLIENT * 2

    def test_a_missing_value_is_null_or_its_default(self, endpoint):
        assert result(endpoint, "Every", {}) == (
            "<Whole>0</Whole><Large>0</Large><Amount>0</Amount><Flag>false</Flag><When>0001-01-01T00:00:00</When>"
            '<MaybeWhole xsi:nil="true" /><MaybeLarge xsi:nil="true" /><MaybeAmount xsi:nil="true" />'
            '<MaybeFlag xsi:nil="true" /><MaybeWhen xsi:nil="true" />'
        )

    def test_null_values_can_be_left_out(self):
        written = result(given_endpoint(null_values="absent"), "Every", {})
        assert "Maybe" not in written
        assert "<Whole>0</Whole>" in written

    def test_the_wsdl_tells_that_null_values_are_left_out(self):
        wsdl = given_endpoint(null_values="absent").wsdl("x").decode()
        assert '<s:element minOccurs="0" maxOccurs="1" name="MaybeWhole" nillable="true" type="s:int" />' in wsdl


class TestValues:
    @pytest.mark.parametrize(
        ("value", "written"),
        [
            ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
            ("\"'\t\n\r", "\"'\t\n\r"),
            ("a\x00\x01\x08\x0b\x0c\x1fb", "ab"),
            ("a\ud800b\udfffc", "abc"),
            ("a\ufffe\uffffb", "ab"),
            ("\x85\u2028\U0001f600", "\x85\u2028\U0001f600"),
            (12, "12"),
        ],
    )
    def test_text_holds_only_what_xml_can_hold(self, endpoint, value, written):
        assert result(endpoint, "Text", value) == written
        assert f"<Text>{written}</Text>" in result(endpoint, "Every", {"Text": value})

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (Decimal("10.50"), "10.50"),
            (Decimal("1E+3"), "1000"),
            (Decimal("1E-7"), "0.0000001"),
            (Decimal("-0.00"), "0.00"),
            (3, "3"),
            (0.1, "0.1"),
            (None, "0"),
        ],
    )
    def test_amounts_are_plain_and_keep_their_scale(self, endpoint, value, written):
        assert result(endpoint, "Amount", value) == written

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (datetime(2019, 1, 1), "2019-01-01T00:00:00"),
            (datetime(2019, 1, 1, 13, 5, 6, 120000), "2019-01-01T13:05:06.12"),
            (date(2019, 1, 1), "2019-01-01T00:00:00"),
            (datetime(2019, 1, 1, tzinfo=UTC), "2019-01-01T00:00:00Z"),
            (datetime(2019, 1, 1, tzinfo=timezone(timedelta(hours=10, minutes=30))), "2019-01-01T00:00:00+10:30"),
        ],
    )
    def test_times_without_a_zone_configured(self, endpoint, value, written):
        assert result(endpoint, "Moment", value) == written

    def test_values_of_every_kind(self, endpoint):
        written = result(endpoint, "Every", {"Whole": True, "Large": 2**40, "Flag": 1, "Blob": b"\x00\x01\x02"})
        assert "<Whole>1</Whole><Large>1099511627776</Large>" in written
        assert "<Flag>true</Flag>" in written
        assert "<Blob>AAEC</Blob>" in written


class TestZone:
    """With a zone configured, times are local times of that zone, in and out."""

    @pytest.mark.parametrize(
        ("sent", "written"),
        [
            ("2021-11-28T16:30:09Z", "2021-11-29T03:30:09"),
            ("2021-06-28T16:30:09Z", "2021-06-29T02:30:09"),
            ("2021-11-28T16:30:09+11:00", "2021-11-28T16:30:09"),
            ("2021-11-28T16:30:09+08:00", "2021-11-28T19:30:09"),
            ("2021-11-28T16:30:09", "2021-11-28T16:30:09"),
            ("2021-11-28", "2021-11-28T00:00:00"),
            ("2021-11-28Z", "2021-11-28T11:00:00"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.9999999"),
            ("0001-01-01T00:00:00+14:00", "0001-01-01T10:04:52"),
        ],
    )
    def test_offsets_become_local_time(self, sent, written):
        answer = ask(sample_endpoint(zone=SYDNEY), "Echo", f"<when>{sent}</when>")
        assert f"<When>{written}</When>" in answer.text

    def test_times_with_a_zone_are_written_without_offset(self):
        value = datetime(2021, 11, 28, 16, 30, tzinfo=UTC)
        assert result(given_endpoint(zone=SYDNEY), "Moment", value) == "2021-11-29T03:30:00"


class TestArguments:
    def test_objects_have_all_members(self, endpoint):
        ask(endpoint, "Take", "<every><Text>a</Text></every>")
        every = GIVEN["taken"][0]
        assert isinstance(every, TEvery)
        assert (every.Text, every.Whole, every.MaybeWhole, every.Flag) == ("a", 0, None, False)
        assert every.When == datetime(1, 1, 1)
        assert every.Children == []

    def test_lists_of_objects_and_of_lists(self, endpoint):
        clients = '<clients><TClie><Clie_Code>1</Clie_Code></TClie><TClie/><TClie xsi:nil="true"/></clients>'
        rows = '<ArrayOfString><string>a</string><string xsi:nil="true"/></ArrayOfString><ArrayOfString/>'
        ask(endpoint, "Take", f"{clients}<grid>{rows}</grid>")
        _, taken, grid, _, _ = GIVEN["taken"]
        assert [client and client.Clie_Code for client in taken] == ["1", None, None]
        assert taken[1] is not None
        assert taken[2] is None
        assert grid == [["a", None], []]

    def test_bytes_and_long_numbers(self, endpoint):
        ask(endpoint, "Take", "<blob> AA\nEC </blob><number>-9223372036854775808</number>")
        assert GIVEN["taken"][3:] == (b"\x00\x01\x02", -(2**63))

    def test_an_operation_without_result_gives_an_empty_response(self, endpoint):
        assert f'<TakeResponse xmlns="{NAMESPACE}" />' in ask(endpoint, "Take").text

    def test_a_null_result_is_absent(self, endpoint):
        GIVEN["result"] = None
        assert f'<TextResponse xmlns="{NAMESPACE}" />' in ask(endpoint, "Text").text

    @pytest.mark.parametrize("parameter", ["sToken", "token"])
    def test_aliases_are_accepted(self, parameter):
        endpoint = given_endpoint(aliases={"Context": {"token": "sToken"}})
        assert "<ContextResult>abc</ContextResult>" in ask(endpoint, "Context", f"<{parameter}>abc</{parameter}>").text

    def test_aliases_are_never_published(self):
        endpoint = given_endpoint(aliases={"Context": {"token": "sToken"}})
        assert b'"token"' not in endpoint.wsdl("x")
        assert [parameter.name for parameter in endpoint.operations["Context"].parameters] == ["sToken"]

    def test_the_first_of_name_and_alias_counts(self):
        endpoint = given_endpoint(aliases={"Context": {"token": "sToken"}})
        assert "<ContextResult>a<" in ask(endpoint, "Context", "<token>a</token><sToken>b</sToken>").text


class TestContext:
    def test_tells_what_was_configured_and_what_was_called(self):
        endpoint = given_endpoint(udc="ours", trusted_proxies=["10.0.0.0/8"])
        forwarded = {"HTTP_X_FORWARDED_FOR": "192.0.2.66, 192.0.2.7, 10.0.0.9", "REMOTE_ADDR": "10.0.0.1"}
        ask(endpoint, "Context", **forwarded)
        context = GIVEN["context"]
        assert (context.udc, context.operation, context.service) == ("ours", "Context", endpoint)
        assert context.environ["REMOTE_ADDR"] == "10.0.0.1"
        assert context.remote_address == "192.0.2.7"

    def test_a_forwarded_address_counts_from_trusted_proxies_only(self, endpoint):
        ask(endpoint, "Context", HTTP_X_FORWARDED_FOR="192.0.2.7")
        assert GIVEN["context"].remote_address == "203.0.113.9"

    def test_a_header_that_the_proxy_only_passes_on_does_not_count(self):
        endpoint = given_endpoint(trusted_proxies=["10.0.0.1"])
        told = {"HTTP_FORWARDED": "for=198.51.100.9;host=evil.example", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
        ask(endpoint, "Context", REMOTE_ADDR="10.0.0.1", **told)
        assert GIVEN["context"].remote_address == "203.0.113.7"

    def test_the_address_may_come_by_the_standard_header(self):
        endpoint = given_endpoint(trusted_proxies=["10.0.0.1"], forwarded_headers=["Forwarded"])
        ask(endpoint, "Context", HTTP_FORWARDED='for="[2001:db8::1]:4711";proto=https', REMOTE_ADDR="10.0.0.1")
        assert GIVEN["context"].remote_address == "2001:db8::1"


class TestFailures:
    def test_a_fault_raised_is_told(self, endpoint):
        answer = ask(endpoint, "Refuse")
        assert answer.status == 500
        assert "<faultcode>soap:Client</faultcode><faultstring>Not &lt;so&gt;.</faultstring>" in answer.text

    def test_a_fault_raised_is_told_in_the_version_asked(self, endpoint):
        answer = call(endpoint, soap(operation("Refuse"), version=SOAP12), CONTENT_TYPE="application/soap+xml")
        assert "<soap:Value>soap:Sender</soap:Value>" in answer.text

    def test_any_other_exception_is_logged_and_told_by_a_number_only(self, caplog):
        with caplog.at_level(logging.ERROR):
            answer = ask(sample_endpoint(), "Boom")
        (record,) = caplog.records
        reference = record.getMessage().rpartition(" ")[2]
        assert f"Server was unable to process request. Reference {reference}." in answer.text
        assert "bang" not in answer.text
        assert record.exc_info

    def test_a_result_that_can_not_be_written_is_told_by_a_number_only(self, endpoint, caplog):
        GIVEN["result"] = "no date"
        answer = ask(endpoint, "Moment")
        assert (answer.status, "Reference " in answer.text) == (500, True)

    @pytest.mark.parametrize("named", ["API_Handshake", "GetClients"])
    def test_an_action_that_contradicts_the_body_is_refused(self, named):
        body = soap(operation("ValidateClient", "<sPassword>p</sPassword>"))
        answer = call(sample_endpoint(), body, CONTENT_TYPE="text/xml", HTTP_SOAPACTION=f'"{NAMESPACE}/{named}"')
        assert "<faultcode>soap:Client</faultcode>" in answer.text

    def test_an_action_in_the_content_type_that_contradicts_the_body_is_refused(self):
        body = soap(operation("ValidateClient"), version=SOAP12)
        kind = f'application/soap+xml; action="{NAMESPACE}/API_Handshake"'
        assert "<soap:Value>soap:Sender</soap:Value>" in call(sample_endpoint(), body, CONTENT_TYPE=kind).text

    def test_an_element_where_a_value_belongs_is_refused(self):
        answer = ask(sample_endpoint(), "Echo", "<number><b>5</b></number><text>a</text>")
        assert (answer.status, answer.content_type) == (400, "text/plain; charset=utf-8")
        assert answer.text == ("400 Bad Request: The XML can not be read: markup where only text may stand.\n")


@pytest.mark.parametrize(
    ("charset", "declared", "encoding"),
    [("", "", "utf-8"), ("", "iso-8859-1", "latin-1"), ("", "windows-1252", "cp1252"), ("utf8", "", "utf-8")],
)
def test_text_without_a_charset_is_read_as_declared_or_as_utf8(charset, declared, encoding):
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = (declaration + soap(operation("Echo", "<text>Zoë</text>"))).encode(encoding)
    kind = f"text/xml; charset={charset}" if charset else "text/xml"
    assert "<Text>Zoë</Text>" in call(sample_endpoint(), body, CONTENT_TYPE=kind).text


def test_a_type_within_itself_can_be_declared_and_read():
    class FamilyService(ServiceBase):
        @rpc(TSelf, _returns=TSelf)
        def Family(ctx, person):
            return person

    endpoint = Endpoint(services=[FamilyService], namespace=NAMESPACE, name="Family")
    family = "<person><Name>a</Name><Parent><Name>b</Name></Parent></person>"
    written = "<FamilyResult><Name>a</Name><Parent><Name>b</Name></Parent></FamilyResult>"
    assert written in ask(endpoint, "Family", family).text
    assert endpoint.wsdl("x").count(b'complexType name="TSelf"') == 1
