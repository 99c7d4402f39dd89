"""The questions put to the genuine engine: each becomes one recorded case.

A question says in its note what it tries. Names are grouped by what they are about.
"""

from __future__ import annotations

import base64
from typing import Any

NAMESPACE = "http://www.ozsoft.com.au/VETtrak/api/complete"
SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
PAGE = "/VT_API.asmx"
LOGIN = f'<ValidateClient xmlns="{NAMESPACE}"><sUsername>u</sUsername><sPassword>p</sPassword></ValidateClient>'

QUESTIONS: list[dict[str, Any]] = []


def ask(  # noqa: PLR0913 - one argument per part of a request
    case: str,
    note: str,
    body: str | bytes,
    *,
    action: str | None = None,
    content_type: str | None = "text/xml; charset=utf-8",
    method: str = "POST",
    path: str = PAGE,
    headers: dict[str, str] | None = None,
) -> None:
    """Add one question; `action` is the whole value of the SOAPAction header."""
    sent: dict[str, str] = {}
    if content_type is not None:
        sent["Content-Type"] = content_type
    if action is not None:
        sent["SOAPAction"] = action
    sent.update(headers or {})
    request: dict[str, Any] = {"method": method, "path": path, "headers": sent}
    if isinstance(body, str):
        request["body"] = body
    else:
        request["body_base64"] = base64.b64encode(body).decode()
    QUESTIONS.append({"case": case, "note": note, "request": request})


def envelope(payload: str, *, header: str = "", version: str = SOAP11, prefix: str = "soap") -> str:
    """A whole message with the payload as the content of its Body."""
    return (
        f'{DECLARATION}<{prefix}:Envelope xmlns:{prefix}="{version}" {XSI}>{header}'
        f"<{prefix}:Body>{payload}</{prefix}:Body></{prefix}:Envelope>"
    )


def operation(name: str, inner: str, *, namespace: str = NAMESPACE) -> str:
    """The element of one operation with the inner XML as its parameters."""
    return f'<{name} xmlns="{namespace}">{inner}</{name}>'


def echo(case: str, note: str, inner: str) -> None:
    """Ask Echo with the inner XML as its parameters."""
    ask(case, note, envelope(operation("Echo", inner)), action=f'"{NAMESPACE}/Echo"')


def update(case: str, note: str, inner: str) -> None:
    """Ask UpdateClientDetails with the inner XML as its parameters."""
    body = envelope(operation("UpdateClientDetails", inner))
    ask(case, note, body, action=f'"{NAMESPACE}/UpdateClientDetails"')


def details(case: str, note: str, inner: str) -> None:
    """Ask GetClientDetails, which gives the client code back as it came."""
    body = envelope(operation("GetClientDetails", inner))
    ask(case, note, body, action=f'"{NAMESPACE}/GetClientDetails"')


def ask_numbers() -> None:
    """What is an int, and what a decimal."""
    written = {
        "plus": "+5", "minus": "-5", "minus_zero": "-0", "leading_zeros": "0005", "exponent": "5e0",
        "max": "2147483647", "over": "2147483648", "min": "-2147483648", "under": "-2147483649",
        "inner_space": "1 2", "newline": "\n 7\t\r\n", "thousands": "1,000", "parentheses": "(5)",
        "trailing_minus": "5-", "infinite": "INF", "trailing_point": "5.", "arabic": "\u0665",
        "no_break_space": "\u00a05", "character_reference": "&#53;", "cdata": "<![CDATA[5]]>",
        "comment": "<!--x-->5", "comment_inside": "1<!--x-->2", "mixed_cdata": "1<![CDATA[2]]>3",
        "instruction": "1<?p x?>2", "child": "<b>5</b>", "text_child": "5<b/>", "only_space": "  ",
        "long": "1" * 40, "vertical_tab": "5\u0085", "hash": "#5", "plus_space": "+ 5", "minus_minus": "--5",
        "null_word": "null", "true_word": "true", "leading_zeros_many": "0" * 30 + "5", "empty_cdata": "<![CDATA[]]>",
    }
    for name, text in written.items():
        echo(f"int_{name}", f"int written {text!r}"[:90], f"<number>{text}</number>")
        echo(f"maybe_int_{name}", f"nullable int written {text!r}"[:90], f"<maybeNumber>{text}</maybeNumber>")
    written = {
        "plus": "+5", "minus_zero": "-0", "leading_zeros": "0005.50", "exponent": "1e2", "exponent_capital": "1E2",
        "exponent_minus": "15e-1", "no_integer": ".5", "no_fraction": "5.", "scale": "1.000", "comma": "1,5",
        "thousands": "1,000.5", "max": "79228162514264337593543950335", "over": "79228162514264337593543950336",
        "long_fraction": "0.1234567890123456789012345678901234567890", "infinite": "INF", "nan": "NaN",
        "negative": "-10.50", "currency": "$5", "only_space": "  ", "empty": "", "minus_zero_scale": "-0.00",
        "spaces": "\n 1.50 ", "parentheses": "(5)", "trailing_minus": "5-", "zero_scale": "0.00", "word": "abc",
        "digits_28": "1.0000000000000000000000000001", "digits_29": "1.00000000000000000000000000001",
        "round_half": "0.00000000000000000000000000005", "round_even": "0.00000000000000000000000000015",
        "big_fraction": "7922816251426433759354395033.55", "point": ".", "minus": "-", "plus_minus": "+-5",
        "cdata": "<![CDATA[1.5]]>", "child": "<b>5</b>", "hex": "0x5", "minus_point": "-.5",
        "two_points": "1.2.3", "tiny": "0.00000000000000000000000000001", "trailing_zeros": "5" + "." + "0" * 40,
        "plus_space": "+ 5", "min": "-79228162514264337593543950335",
        "half_up_29": "0.12345678901234567890123456785", "half_up_29_even": "0.12345678901234567890123456775",
        "over_rounded": "79228162514264337593543950335.4", "over_half": "79228162514264337593543950335.5",
        "negative_tiny": "-0.00000000000000000000000000001",
    }
    for name, text in written.items():
        echo(f"decimal_{name}", f"decimal written {text!r}"[:90], f"<amount>{text}</amount>")


def ask_booleans() -> None:
    """What is a boolean."""
    written = {
        "1": "1", "false": "false", "upper": "TRUE", "capital_false": "False", "empty": "", "2": "2",
        "spaces": "\t\n false ", "01": "01", "minus1": "-1", "cdata": "<![CDATA[true]]>", "comment": "tr<!--x-->ue",
        "only_space": "  ", "no_break_space": "\u00a0true", "child": "<b>true</b>", "t": "t", "y": "Y",
    }
    for name, text in written.items():
        echo(f"flag_as_{name}", f"boolean written {text!r}", f"<flag>{text}</flag>")


def ask_times() -> None:
    """What is a dateTime."""
    written = {
        "offset_plus": "2021-11-28T16:30:09+11:00", "offset_minus": "2021-11-28T16:30:09-05:30",
        "offset_zero": "2021-11-28T16:30:09+00:00", "offset_minus_zero": "2021-11-28T16:30:09-00:00",
        "offset_14": "2021-11-28T16:30:09+14:00", "offset_15": "2021-11-28T16:30:09+15:00",
        "offset_minutes": "2021-11-28T16:30:09+10:60", "offset_short": "2021-11-28T16:30:09+11",
        "offset_no_colon": "2021-11-28T16:30:09+1100", "offset_one_digit": "2021-11-28T16:30:09+1:00",
        "date_z": "2021-11-28Z", "date_offset": "2021-11-28+10:00", "date_offset_minus": "2021-11-28-10:00",
        "fraction_1": "2021-11-28T16:30:09.5", "fraction_3": "2021-11-28T16:30:09.123",
        "fraction_6": "2021-11-28T16:30:09.123456", "fraction_0": "2021-11-28T16:30:09.000",
        "fraction_tail": "2021-11-28T16:30:09.120", "fraction_z": "2021-11-28T16:30:09.25Z",
        "fraction_offset": "2021-11-28T16:30:09.25+10:00", "fraction_empty": "2021-11-28T16:30:09.",
        "fraction_7_zero": "2021-11-28T16:30:09.1234560", "fraction_9_zero": "2021-11-28T16:30:09.123456000",
        "fraction_carry": "2021-11-28T16:30:09.99999999", "fraction_comma": "2021-11-28T16:30:09,5",
        "fraction_8_low": "2021-11-28T16:30:09.12345604", "fraction_12": "2021-11-28T16:30:09.123456000000",
        "midnight_24": "2021-11-28T24:00:00", "midnight_24_1": "2021-11-28T24:00:01", "hour_25": "2021-11-28T25:00:00",
        "midnight_24_end": "2021-12-31T24:00:00", "midnight_24_fraction": "2021-11-28T24:00:00.000",
        "minute_60": "2021-11-28T16:60:00", "second_60": "2021-11-28T16:30:60", "leap_no": "2021-02-29T00:00:00",
        "leap": "2020-02-29T00:00:00", "month_13": "2021-13-01T00:00:00", "day_0": "2021-11-00T00:00:00",
        "day_31": "2021-11-31T00:00:00", "month_0": "2021-00-10T00:00:00",
        "first": "0001-01-01T00:00:00", "last": "9999-12-31T23:59:59", "first_z": "0001-01-01T00:00:00Z",
        "last_z": "9999-12-31T23:59:59Z", "first_offset": "0001-01-01T00:00:00+10:00",
        "last_offset": "9999-12-31T23:59:59-10:00", "year_0": "0000-01-01T00:00:00", "year_minus": "-2021-01-01T00:00:00",
        "last_24": "9999-12-31T24:00:00", "last_micro": "9999-12-31T23:59:59.999999",
        "year_3": "202-01-01T00:00:00", "year_2": "21-01-01", "month_1": "2021-1-1", "no_seconds": "2021-11-28T16:30",
        "hour_only": "2021-11-28T16", "lower_t": "2021-11-28t16:30:09", "lower_z": "2021-11-28T16:30:09z",
        "spaces": " \n2021-11-28T16:30:09\t ", "inner_space": "2021-11-28T16:30:09 Z", "basic": "20211128T163009",
        "time": "16:30:09", "time_z": "16:30:09Z", "month": "2021-11", "year": "2021", "month_day": "--11-28",
        "day": "---28", "only_month": "--11", "empty": "", "only_space": "  ", "year_z": "2021Z", "month_z": "2021-11Z",
        "plus": "+2021-11-28", "rfc": "Sun, 28 Nov 2021 16:30:09 GMT", "zone_name": "2021-11-28T16:30:09 AEDT",
        "slash": "2021/11/28", "cdata": "<![CDATA[2021-11-28]]>", "child": "<b>2021-11-28</b>",
        "trailing": "2021-11-28T16:30:09x", "two_z": "2021-11-28T16:30:09ZZ", "offset_24": "2021-11-28T16:30:09+24:00",
        "offset_14_30": "2021-11-28T16:30:09+14:30", "arabic": "202\u0661-11-28", "unix": "1638117009",
        "no_t": "2021-11-28T", "hour_1": "2021-11-28T6:30:09", "time_fraction_z": "16:30:09.5+10:00",
        "offset_99": "2021-11-28T16:30:09+99:00", "offset_minus_14": "2021-11-28T16:30:09-14:00",
        "day_offset": "---28+10:00", "month_day_z": "--11-28Z", "year_offset": "2021+10:00", "feb_30": "--02-30",
        "leap_month_day": "--02-29", "time_24": "24:00:00", "only_month_dashes": "--11--", "time_no_seconds": "16:30",
        "fraction_z_carry": "2021-11-28T16:30:09.99999999Z", "fraction_7": "2021-11-28T16:30:09.1234567",
        "fraction_8_even": "2021-11-28T16:30:09.12345665", "fraction_8_odd": "2021-11-28T16:30:09.12345675",
        "fraction_8_above": "2021-11-28T16:30:09.123456651", "fraction_7_z": "2021-11-28T16:30:09.1234567Z",
        "fraction_7_offset": "2021-11-28T16:30:09.0000001+10:00", "fraction_carry_year": "2021-12-31T23:59:59.99999996",
        "fraction_carry_last": "9999-12-31T23:59:59.99999999", "fraction_long": "2021-11-28T16:30:09." + "1" * 60,
        "first_offset_minus": "0001-01-01T00:00:00-10:00", "last_offset_plus": "9999-12-31T23:59:59+10:00",
        "second_micro": "0001-01-01T00:00:00.0000001", "z_space": "2021-11-28 Z", "minus_zero_z": "2021-11-28T00:00:00-00:01",
    }
    for name, text in written.items():
        inner = f"<when>{text}</when><maybeWhen>{text}</maybeWhen>"
        echo(f"when_{name}", f"dateTime written {text!r}", inner)
    echo("maybe_when_empty", "an empty nullable dateTime", "<maybeWhen></maybeWhen>")


def ask_nil() -> None:
    """Where xsi:nil may stand and how it is written."""
    echo("nil_int", "xsi:nil on a plain int", '<number xsi:nil="true"/>')
    echo("nil_boolean", "xsi:nil on a plain boolean", '<flag xsi:nil="true"/>')
    echo("nil_when", "xsi:nil on a plain dateTime", '<when xsi:nil="true"/>')
    echo("nil_amount", "xsi:nil on a plain decimal", '<amount xsi:nil="true"/>')
    echo("nil_1", "xsi:nil written 1", '<maybeNumber xsi:nil="1"/>')
    echo("nil_True", "xsi:nil written True", '<maybeNumber xsi:nil="True"/>')
    echo("nil_spaces", "xsi:nil written with blanks", '<maybeNumber xsi:nil=" true "/>')
    echo("nil_false", "xsi:nil false with a value", '<maybeNumber xsi:nil="false">4</maybeNumber>')
    echo("nil_false_empty", "xsi:nil false without a value", '<maybeNumber xsi:nil="false"/>')
    echo("nil_with_content", "xsi:nil true with a value", '<maybeNumber xsi:nil="true">4</maybeNumber><number>3</number>')
    echo("nil_with_child", "xsi:nil true with a child", '<maybeNumber xsi:nil="true"><b>4</b></maybeNumber><number>3</number>')
    echo("nil_no_namespace", "nil without the namespace", '<maybeNumber nil="true"/>')
    echo("nil_1999", "nil of the 1999 namespace", '<maybeNumber xmlns:o="http://www.w3.org/1999/XMLSchema-instance" o:null="true"/>')
    echo("nil_2000", "nil of the 2000 namespace", '<maybeNumber xmlns:o="http://www.w3.org/2000/10/XMLSchema-instance" o:nil="true"/>')
    echo("nil_text_content", "xsi:nil true on text with content", '<text xsi:nil="true">abc</text><number>3</number>')
    echo("nil_text_false", "xsi:nil false on text", '<text xsi:nil="false">abc</text>')
    echo("nil_other_prefix", "xsi:nil by another prefix", '<maybeNumber xmlns:q="http://www.w3.org/2001/XMLSchema-instance" q:nil="true"/>')
    echo("nil_list_items", "xsi:nil among int items", '<numbers><int>1</int><int xsi:nil="true"/></numbers>')
    echo("nil_texts", "xsi:nil on a list of texts", '<texts xsi:nil="true"/>')
    echo("nil_texts_content", "xsi:nil on a list with items", '<texts xsi:nil="true"><string>a</string></texts><number>3</number>')
    echo("nil_operation", "xsi:nil on numbers with content", '<numbers xsi:nil="true"><int>1</int></numbers>')
    update("nil_object", "xsi:nil on an object", '<cClient xsi:nil="true"/>')
    update("nil_object_content", "xsi:nil on an object with content", '<cClient xsi:nil="true"><Clie_Surname>Lee</Clie_Surname></cClient>')
    update("nil_member_object", "xsi:nil on a member object", '<cClient><UsualAddress xsi:nil="true"/></cClient>')
    update("nil_member_when", "xsi:nil on a member", '<cClient><Clie_DOB xsi:nil="true"/><Clie_Surname xsi:nil="true"/></cClient>')
    update("nil_member_boolean", "xsi:nil on a member boolean", '<cClient><USIExempt xsi:nil="true"/></cClient>')
    body = f'<ValidateClient xmlns="{NAMESPACE}" xsi:nil="true"><sPassword>p</sPassword></ValidateClient>'
    ask("nil_wrapper", "xsi:nil on the operation's element", envelope(body))
    details("nil_text_member", "xsi:nil on a text that is given back", '<sClie_Code xsi:nil="true"/>')


def ask_text() -> None:
    """How text is read and written."""
    written = {
        "empty": "", "spaces": "  ", "surrounded": "  a b  ", "newlines": "a\nb", "cr": "a&#13;b", "crlf": "a\r\nb",
        "raw_cr": "a\rb", "tab": "a\tb", "quote": "\"'", "markup": "&lt;b&gt;&amp;", "cdata": "<![CDATA[<b>&amp;]]>",
        "cdata_end": "]]&gt;", "cdata_mixed": "a<![CDATA[ b ]]>c", "comment": "a<!-- x -->b", "instruction": "a<?p x?>b",
        "child": "a<b>c</b>d", "only_child": "<b>c</b>", "euro": "\u20ac", "emoji": "\U0001f600",
        "reference": "&#x20AC;&#128512;", "nel": "\u0085", "line_separator": "\u2028", "fffd": "\ufffd",
        "reference_control": "&#1;", "reference_zero": "&#0;", "reference_surrogate": "&#xD800;", "fffe": "\ufffe",
        "reference_fffe": "&#xFFFE;", "control": "\x01", "cr_lf_reference": "&#13;&#10;", "only_newline": "\n",
        "comment_only": "<!-- x -->", "cdata_empty": "<![CDATA[]]>", "cdata_spaces": "<![CDATA[  ]]>", "del": "\x7f",
        "space_reference": "&#32;", "apos": "&apos;&quot;", "unknown_entity": "&nbsp;", "bare_ampersand": "a & b",
        "c1": "\u0080\u009f", "nested_empty": "<b/>", "tab_only": "\t", "no_break": "\u00a0", "gt": "a > b",
        "newline_around": "\n  abc\n", "space_comment": " <!-- x --> ", "child_then_text": "<b>c</b>d",
        "reference_tab": "&#9;&#10;", "reference_noncharacter": "&#x1FFFE;", "combining": "e\u0301",
    }
    for name, text in written.items():
        echo(f"text_{name}", f"text written {text!r}", f"<text>{text}</text>")
        if name in {"cr", "crlf", "spaces", "only_newline", "child", "newlines"}:
            inner = f"<texts><string>{text}</string></texts>"
            echo(f"texts_{name}", f"text in a list written {text!r}", inner)


def ask_lists() -> None:
    """How lists are read and written."""
    echo("list_numbers_empty", "an empty list of int", "<numbers/>")
    echo("list_texts_empty", "an empty list of text", "<texts></texts>")
    echo("list_unknown_items", "items of another name", "<numbers><int>1</int><x>2</x><int>3</int></numbers>")
    echo("list_empty_item", "an empty int item", "<numbers><int/></numbers>")
    echo("list_bad_item", "a bad int item", "<numbers><int>a</int></numbers>")
    echo("list_text_in", "text between items", "<numbers>x<int>1</int>y</numbers>")
    echo("list_only_text", "text instead of items", "<numbers>1</numbers>")
    echo("list_repeated", "a list given twice", "<numbers><int>1</int></numbers><numbers><int>2</int></numbers>")
    echo("list_flat", "items without wrapper", "<int>1</int><int>2</int>")
    echo("list_repeated_parameter", "a parameter repeated as if it were items", "<texts>a</texts><texts>b</texts>")
    echo("list_items_spaces", "int items with blanks", "<numbers>\n <int> 1 </int>\n</numbers>")
    echo("list_items_upper", "items in another case", "<numbers><Int>1</Int></numbers>")
    echo("list_long", "three hundred items", "<numbers>" + "".join(f"<int>{n}</int>" for n in range(300)) + "</numbers>")
    echo("list_items_namespace", "items in another namespace", '<numbers><int xmlns="urn:x">1</int></numbers>')
    echo("list_items_no_namespace", "items in no namespace", '<texts><string xmlns="">a</string></texts>')
    echo("list_items_nested", "an item inside an item", "<texts><string>a<string>b</string></string></texts>")
    echo("list_comment", "a comment between items", "<texts><!-- x --><string>a</string><?p?></texts>")
    echo("list_type_attribute", "SOAP array attributes", '<numbers xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" e:arrayType="xsd:int[2]" xsi:type="e:Array"><int>1</int></numbers>')
    for count in ("1", "3", "-1", ""):
        body = envelope(operation("GetClients", f"<sToken>t</sToken><count>{count}</count>"))
        ask(f"list_count_{count or 'empty'}", f"GetClients with count {count!r}", body, action=f'"{NAMESPACE}/GetClients"')
    ask("list_of_lists", "a list of lists of texts with a null", envelope(operation("QueryAdditionalData", "<token>t</token>")))


def ask_parameters() -> None:
    """How parameters are matched."""
    echo("parameter_repeated", "a parameter twice", "<number>1</number><number>2</number>")
    echo("parameter_repeated_text", "a text parameter twice", "<text>a</text><text>b</text>")
    echo("parameter_repeated_bad", "a parameter twice, the second bad", "<number>1</number><number>x</number>")
    echo("parameter_repeated_nullable", "a nullable parameter twice", "<maybeNumber>1</maybeNumber><maybeNumber>2</maybeNumber>")
    echo("parameter_repeated_apart", "a parameter twice, another between", "<number>1</number><text>a</text><number>2</number>")
    echo("parameter_repeated_nil", "a nullable parameter twice, first nil", '<maybeNumber xsi:nil="true"/><maybeNumber>2</maybeNumber>')
    echo("parameter_repeated_nil_last", "a nullable parameter twice, last nil", '<maybeNumber>2</maybeNumber><maybeNumber xsi:nil="true"/>')
    echo("parameter_repeated_nil_text", "a text twice, first nil", '<text xsi:nil="true"/><text>b</text>')
    echo("parameter_case", "a parameter in another case", "<Number>1</Number><TEXT>a</TEXT>")
    echo("parameter_other_namespace", "parameters of another namespace", '<number xmlns="urn:x">1</number><text xmlns="urn:x">a</text>')
    echo("parameter_no_namespace", "parameters in no namespace", '<number xmlns="">1</number><text xmlns="">a</text>')
    echo("parameter_mixed_namespace", "one parameter in no namespace", '<number xmlns="">1</number><text>a</text>')
    echo("parameter_soap_namespace", "a parameter in SOAP's namespace", "<soap:number>1</soap:number>")
    echo("parameter_attributes", "attributes on parameters", '<number a="1" xsi:type="xsd:int">1</number><text xsi:type="xsd:string" id="x">a</text>')
    echo("parameter_text_between", "text between parameters", "x<number>1</number>y<text>a</text>z")
    echo("parameter_space_between", "white space between parameters", "\n  <number>1</number>\n  <text>a</text>\n")
    echo("parameter_comments", "comments between parameters", "<!-- a --><number>1</number><?p x?><text>a</text><!-- b -->")
    echo("parameter_cdata_between", "CDATA between parameters", "<![CDATA[x]]><number>1</number>")
    echo("parameter_unknown_children", "an unknown parameter with the name of a known one inside", "<zzz><number>9</number></zzz><text>a</text>")
    echo("parameter_unknown_first", "an unknown parameter first", "<zzz>1</zzz><number>1</number>")
    echo("parameter_unknown_last", "an unknown parameter last", "<number>1</number><zzz/>")
    echo("parameter_type_wrong", "xsi:type that does not fit", '<number xsi:type="xsd:string">1</number>')
    echo("parameter_type_unknown", "xsi:type of no known type", '<number xsi:type="xsd:nope">1</number><text xsi:type="urn:x">a</text>')
    echo("parameter_type_text_int", "xsi:type int on a text", '<text xsi:type="xsd:int">1</text>')
    echo("parameter_href", "a parameter by href", '<text href="#id1"/><number>1</number>')
    prefixed = f'<v:Echo xmlns:v="{NAMESPACE}"><number>1</number><text>a</text></v:Echo>'
    ask("parameter_unprefixed", "a prefixed operation with parameters in no namespace", envelope(prefixed))
    prefixed = f'<v:ValidateClient xmlns:v="{NAMESPACE}"><sUsername>u</sUsername><sPassword>p</sPassword></v:ValidateClient>'
    ask("parameter_unprefixed_login", "a prefixed login with parameters in no namespace", envelope(prefixed))
    prefixed = f'<v:ValidateClient xmlns:v="{NAMESPACE}"><v:sUsername>u</v:sUsername><sPassword>p</sPassword></v:ValidateClient>'
    ask("parameter_half_prefixed", "a prefixed login with one parameter in no namespace", envelope(prefixed))
    ask("wrapper_attributes", "attributes on the operation's element", envelope(f'<ValidateClient xmlns="{NAMESPACE}" a="1" xsi:type="x"><sPassword>p</sPassword></ValidateClient>'))
    ask("wrapper_text", "text instead of parameters", envelope(operation("ValidateClient", "abc")))
    ask("wrapper_empty", "no parameters, empty element", envelope(f'<ValidateClient xmlns="{NAMESPACE}"/>'))
    ask("wrapper_case", "the operation in another case", envelope(operation("validateclient", "")))
    ask("wrapper_encoding_style", "encodingStyle on the operation", envelope(f'<ValidateClient xmlns="{NAMESPACE}" soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><sPassword>p</sPassword></ValidateClient>'))


def ask_objects() -> None:
    """How objects are read."""
    def client(inner: str, attributes: str = "") -> str:
        return f"<cClient{attributes}>{inner}</cClient>"

    update("object_missing", "no object", "<sToken>t</sToken>")
    update("object_empty", "an empty object", "<cClient/>")
    update("object_empty_pair", "an empty object with an end tag", "<cClient></cClient>")
    update("object_space", "white space in an object", "<cClient>\n  </cClient>")
    update("object_text", "text instead of members", "<cClient>abc</cClient>")
    update("object_text_between", "text between members", "<cClient>a<Clie_Surname>Lee</Clie_Surname>b<USIExempt>1</USIExempt></cClient>")
    update("object_repeated", "an object twice", client("<Clie_Surname>A</Clie_Surname>") + client("<Clie_Surname>B</Clie_Surname>"))
    update("object_repeated_member", "a member twice", client("<Clie_Surname>A</Clie_Surname><Clie_Surname>B</Clie_Surname>"))
    update("object_repeated_value_member", "a boolean member twice", client("<USIExempt>true</USIExempt><USIExempt>false</USIExempt>"))
    update("object_repeated_value_bad", "a boolean member twice, the second bad", client("<USIExempt>true</USIExempt><USIExempt>x</USIExempt>"))
    update("object_repeated_nullable", "a nullable member twice", client("<Clie_DOB>1990-05-01</Clie_DOB><Clie_DOB>1991-05-01</Clie_DOB>"))
    update("object_repeated_nil", "a nullable member twice, last nil", client('<Clie_DOB>1990-05-01</Clie_DOB><Clie_DOB xsi:nil="true"/>'))
    update("object_repeated_object", "a member object twice", client("<UsualAddress><City>A</City></UsualAddress><UsualAddress><City>B</City></UsualAddress>"))
    update("object_base_last", "members of the base class last", client("<USIExempt>1</USIExempt><Clie_Surname>Lee</Clie_Surname>"))
    update("object_type_own", "xsi:type of the declared type", client("<Clie_Surname>Lee</Clie_Surname>", f' xsi:type="q:TClieDetail" xmlns:q="{NAMESPACE}"'))
    update("object_type_default", "xsi:type without prefix", client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type="TClieDetail"'))
    update("object_type_base", "xsi:type of the base type", client("<Clie_Surname>Lee</Clie_Surname>", f' xsi:type="q:TClie" xmlns:q="{NAMESPACE}"'))
    update("object_type_other", "xsi:type of another type", client("<City>Lee</City>", f' xsi:type="q:TAddress" xmlns:q="{NAMESPACE}"'))
    update("object_type_unknown", "xsi:type of no known type", client("<Clie_Surname>Lee</Clie_Surname>", f' xsi:type="q:Nope" xmlns:q="{NAMESPACE}"'))
    update("object_type_namespace", "xsi:type of another namespace", client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type="q:TClieDetail" xmlns:q="urn:x"'))
    update("object_type_prefix", "xsi:type with an undeclared prefix", client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type="zz:TClieDetail"'))
    update("object_type_any", "xsi:type anyType", client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type="xsd:anyType"'))
    update("object_type_empty", "an empty xsi:type", client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type=""'))
    update("object_type_string", "xsi:type string", client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type="xsd:string"'))
    update("object_attributes", "attributes on an object", client("<Clie_Surname>Lee</Clie_Surname>", ' a="1" id="x"'))
    update("object_member_namespace", "members of another namespace", client('<Clie_Surname xmlns="urn:x">Lee</Clie_Surname>'))
    update("object_member_no_namespace", "members in no namespace", client('<Clie_Surname xmlns="">Lee</Clie_Surname><USIExempt>1</USIExempt>'))
    update("object_member_case", "a member in another case", client("<clie_surname>Lee</clie_surname>"))
    update("object_member_empty_text", "an empty text member", client("<Clie_Surname/><UsualAddress><City/></UsualAddress>"))
    update("object_member_bad", "a bad member", client("<Clie_Surname>Lee</Clie_Surname><USIExempt>x</USIExempt>"))
    update("object_member_empty_boolean", "an empty boolean member", client("<USIExempt/>"))
    update("object_member_empty_when", "an empty nullable dateTime member", client("<Clie_DOB/>"))
    update("object_member_empty_decimal", "an empty nullable decimal member", client("<Clie_Salary/>"))
    update("object_member_dob_offset", "a dateTime member with an offset", client("<Clie_DOB>1990-05-01T00:00:00+10:00</Clie_DOB>"))
    update("object_member_dob_z", "a dateTime member in UTC", client("<Clie_DOB>1990-05-01T00:00:00Z</Clie_DOB>"))
    update("object_address_empty", "an empty member object", client("<UsualAddress/>"))
    update("object_address_text", "text in a member object", client("<UsualAddress>Hobart</UsualAddress>"))
    update("object_namespace_other", "the object in another namespace", '<cClient xmlns="urn:x"><Clie_Surname>Lee</Clie_Surname></cClient>')
    update("object_href", "an object by href", '<cClient href="#1"/>')
    update("object_soap_href", "an object by id reference", '<cClient soap:href="#1"/>')


def ask_results() -> None:
    """How results are written."""
    details("result_object", "an object with nulls", "<sToken>t</sToken><sClie_Code>0000000001</sClie_Code>")
    details("result_object_null_code", "an object, its code null", "<sToken>t</sToken>")
    details("result_object_empty_code", "an object, its code empty", "<sClie_Code/>")
    body = envelope(operation("QueryAdditionalData", ""), version=SOAP12, prefix="soap12")
    ask("result_lists_12", "a list of lists by SOAP 1.2", body, content_type="application/soap+xml; charset=utf-8")
    body = envelope(operation("Echo", ""), version=SOAP12, prefix="s")
    ask("result_nil_12", "null values by SOAP 1.2", body, content_type="application/soap+xml")


def ask_envelope() -> None:
    """Which messages are SOAP."""
    bare = f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body></s:Envelope>'
    ask("envelope_minimal", "no declaration, no xsi", bare)
    ask("envelope_space_before", "white space before the envelope, no declaration", " \n\t" + bare)
    ask("envelope_space_after", "white space after the envelope", bare + " \n\n")
    ask("envelope_comment_before", "a comment before the envelope", "<!-- x -->" + bare)
    ask("envelope_instruction_before", "a processing instruction before the envelope", "<?p x?>" + bare)
    ask("envelope_comment_after", "a comment after the envelope", bare + "<!-- x -->")
    ask("envelope_text_after", "text after the envelope", bare + "abc")
    ask("envelope_element_after", "an element after the envelope", bare + "<a/>")
    ask("envelope_unclosed", "the end is missing", bare[: -len("</s:Envelope>")])
    ask("envelope_unclosed_operation", "cut off within the operation", bare[: bare.index("</sUsername>")])
    ask("envelope_cut_body_end", "cut off before the Body ends", bare[: -len("</s:Body></s:Envelope>")])
    ask("envelope_wrong_end_tag", "a wrong end tag in a parameter", bare.replace("</sUsername>", "</x>"))
    ask("envelope_wrong_end_envelope", "a wrong end tag of the envelope", bare.replace("</s:Envelope>", "</x>"))
    ask("envelope_entity", "an entity nobody declared", bare.replace(">u<", ">&e;<"))
    ask("envelope_undeclared_prefix", "an undeclared prefix", bare.replace("<sUsername>u</sUsername>", "<q:sUsername>u</q:sUsername>"))
    ask("envelope_duplicate_attribute", "an attribute twice", bare.replace("<sUsername>", '<sUsername a="1" a="2">'))
    ask("envelope_doctype_after_declaration", "a DTD after the declaration", '<?xml version="1.0"?><!DOCTYPE x>' + bare)
    ask("envelope_doctype_external", "an external DTD", '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + bare)
    ask("envelope_version_11", "XML 1.1", '<?xml version="1.1"?>' + bare)
    ask("envelope_version_2", "XML 2.0", '<?xml version="2.0"?>' + bare)
    ask("envelope_standalone", "standalone in the declaration", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + bare)
    ask("envelope_text_in", "text in the envelope", bare.replace("<s:Body>", "abc<s:Body>"))
    ask("envelope_text_in_body", "text in the body before the operation", bare.replace("<s:Body>", "<s:Body>abc"))
    ask("envelope_text_in_body_after", "text in the body after the operation", bare.replace("</s:Body>", "abc</s:Body>"))
    ask("envelope_comment_in", "comments in envelope and body", bare.replace("<s:Body>", "<!-- a --><s:Body><!-- b -->"))
    ask("envelope_instruction_in_body", "an instruction in the body", bare.replace("<s:Body>", "<s:Body><?p x?>"))
    ask("envelope_attributes", "attributes on envelope and body", bare.replace("<s:Body>", '<s:Body a="1" s:encodingStyle="x">'))
    ask("envelope_unknown_child", "an unknown child before the body", bare.replace("<s:Body>", "<s:Other/><s:Body>"))
    ask("envelope_unknown_foreign_child", "a foreign child before the body", bare.replace("<s:Body>", "<Other/><s:Body>"))
    ask("envelope_child_after_body", "a child after the body", bare.replace("</s:Body>", "</s:Body><x/>"))
    ask("envelope_two_bodies", "two bodies", bare.replace("</s:Body>", "</s:Body><s:Body/>"))
    ask("envelope_empty", "an empty envelope", f'<s:Envelope xmlns:s="{SOAP11}"/>')
    ask("envelope_empty_pair", "an empty envelope with end tag", f'<s:Envelope xmlns:s="{SOAP11}"></s:Envelope>')
    ask("envelope_no_body", "only a header", f'<s:Envelope xmlns:s="{SOAP11}"><s:Header/></s:Envelope>')
    ask("envelope_body_empty", "an empty body", f'<s:Envelope xmlns:s="{SOAP11}"><s:Body/></s:Envelope>')
    ask("envelope_body_empty_pair", "an empty body with end tag", f'<s:Envelope xmlns:s="{SOAP11}"><s:Body></s:Body></s:Envelope>')
    ask("envelope_body_space", "white space in the body", f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>  </s:Body></s:Envelope>')
    handshake = f'"{NAMESPACE}/API_Handshake"'
    login = f'"{NAMESPACE}/ValidateClient"'
    ask("envelope_body_empty_action", "an empty body with an action", f'<s:Envelope xmlns:s="{SOAP11}"><s:Body/></s:Envelope>', action=handshake)
    ask("envelope_body_empty_login", "an empty body with an action that has parameters", f'<s:Envelope xmlns:s="{SOAP11}"><s:Body/></s:Envelope>', action=login)
    ask("envelope_body_empty_pair_action", "an empty body with end tag and an action", f'<s:Envelope xmlns:s="{SOAP11}"><s:Body></s:Body></s:Envelope>', action=handshake)
    ask("envelope_empty_action", "an empty envelope and an action", f'<s:Envelope xmlns:s="{SOAP11}"/>', action=handshake)
    ask("envelope_body_namespace", "a body of another namespace", f'<s:Envelope xmlns:s="{SOAP11}"><Body>{LOGIN}</Body></s:Envelope>')
    ask("envelope_body_12_in_11", "a SOAP 1.2 body in a SOAP 1.1 envelope", f'<s:Envelope xmlns:s="{SOAP11}"><t:Body xmlns:t="{SOAP12}">{LOGIN}</t:Body></s:Envelope>')
    ask("envelope_no_namespace", "an envelope without namespace", f"<Envelope><Body>{LOGIN}</Body></Envelope>")
    ask("envelope_other_namespace", "an envelope of an unknown namespace", f'<Envelope xmlns="urn:x"><Body>{LOGIN}</Body></Envelope>')
    ask("envelope_other_namespace_action", "an envelope of an unknown namespace, with an action", f'<Envelope xmlns="urn:x"><Body>{LOGIN}</Body></Envelope>', action=login)
    ask("envelope_other_namespace_12", "an envelope of an unknown namespace under the 1.2 content type", f'<Envelope xmlns="urn:x"><Body>{LOGIN}</Body></Envelope>', content_type="application/soap+xml")
    ask("envelope_2001", "the envelope of the 2001 working draft", f'<Envelope xmlns="http://www.w3.org/2001/12/soap-envelope"><Body>{LOGIN}</Body></Envelope>')
    ask("envelope_lower", "an envelope in lower case", f'<s:envelope xmlns:s="{SOAP11}"><s:body>{LOGIN}</s:body></s:envelope>')
    ask("envelope_named_otherwise", "another name in SOAP's namespace", f'<s:Message xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body></s:Message>')
    ask("envelope_named_otherwise_12", "another name in SOAP 1.2's namespace", f'<s:Message xmlns:s="{SOAP12}"><s:Body>{LOGIN}</s:Body></s:Message>')
    ask("envelope_two_operations", "two operations in one body", envelope(LOGIN + operation("API_Handshake", "")))
    ask("envelope_two_operations_action", "two operations, the action names the second", envelope(LOGIN + operation("API_Handshake", "")), action=handshake)
    ask("envelope_two_operations_first", "two operations, the action names the first", envelope(LOGIN + operation("API_Handshake", "")), action=login)
    ask("envelope_foreign_first", "a foreign element before the operation", envelope("<x/>" + LOGIN))
    ask("envelope_foreign_first_action", "a foreign element before the operation, with an action", envelope("<x/>" + LOGIN), action=login)
    ask("envelope_foreign_second", "a foreign element after the operation", envelope(LOGIN + "<x/>"))
    ask("envelope_plain_text", "plain text", "hello")
    ask("envelope_space_only", "white space only", "  \n ")
    ask("envelope_json", "JSON", '{"a": 1}', content_type="application/json")
    ask("envelope_form", "a form", "sUsername=u&sPassword=p", content_type="application/x-www-form-urlencoded")
    ask("envelope_declaration_only", "a declaration and nothing else", DECLARATION)
    ask("envelope_null_byte", "a null character", bare.replace(">u<", ">\0<"))
    ask("envelope_lt_in_attribute", "a < in an attribute", bare.replace("<sUsername>", '<sUsername a="<">'))
    ask("envelope_bad_12", "not well-formed within a SOAP 1.2 envelope", envelope(LOGIN, version=SOAP12).replace("</sUsername>", ""), content_type="application/soap+xml")
    ask("envelope_bad_12_text_xml", "not well-formed within a SOAP 1.2 envelope under text/xml", envelope(LOGIN, version=SOAP12).replace("</sUsername>", ""))
    ask("envelope_bad_value_12", "a bad value in SOAP 1.2", envelope(operation("Echo", "<number>x</number>"), version=SOAP12), content_type="application/soap+xml")
    ask("envelope_unknown_12", "an unknown operation in SOAP 1.2", envelope(operation("Nope", ""), version=SOAP12), content_type="application/soap+xml")
    ask("envelope_boom_12", "the operation throws, SOAP 1.2", envelope(operation("Boom", ""), version=SOAP12), content_type="application/soap+xml")
    ask("envelope_12_empty_body", "an empty body in SOAP 1.2 with action", f'<s:Envelope xmlns:s="{SOAP12}"><s:Body/></s:Envelope>', content_type=f'application/soap+xml; action={handshake}')
    ask("envelope_12_default_ns", "SOAP 1.2 as the default namespace", f'<Envelope xmlns="{SOAP12}"><Body>{LOGIN}</Body></Envelope>', content_type="application/soap+xml")
    ask("envelope_malformed_after_header", "not well-formed in a header", f'<s:Envelope xmlns:s="{SOAP11}"><s:Header><a></s:Header><s:Body>{LOGIN}</s:Body></s:Envelope>')
    ask("envelope_malformed_action", "cut off, with an action", bare[: bare.index("</sUsername>")], action=login)
    ask("envelope_malformed_other_parameter", "not well-formed in an unknown parameter", envelope(operation("Echo", "<zzz><a></zzz>")), action=f'"{NAMESPACE}/Echo"')


def ask_headers() -> None:
    """What SOAP headers do."""
    def header(inner: str, prefix: str = "soap") -> str:
        return f"<{prefix}:Header>{inner}</{prefix}:Header>"

    def with_header(case: str, note: str, inner: str, version: str = SOAP11, **more: str) -> None:
        ask(case, note, envelope(LOGIN, header=header(inner), version=version), **more)  # type: ignore[arg-type]

    with_header("header_empty", "an empty header", "")
    with_header("header_must_understand", "mustUnderstand 1", '<h xmlns="urn:x" soap:mustUnderstand="1">1</h>')
    with_header("header_must_understand_true", "mustUnderstand true", '<h xmlns="urn:x" soap:mustUnderstand="true">1</h>')
    with_header("header_must_understand_0", "mustUnderstand 0", '<h xmlns="urn:x" soap:mustUnderstand="0">1</h>')
    with_header("header_must_understand_false", "mustUnderstand false", '<h xmlns="urn:x" soap:mustUnderstand="false">1</h>')
    with_header("header_must_understand_other", "mustUnderstand written yes", '<h xmlns="urn:x" soap:mustUnderstand="yes">1</h>')
    with_header("header_must_understand_empty", "mustUnderstand empty", '<h xmlns="urn:x" soap:mustUnderstand="">1</h>')
    with_header("header_must_understand_plain", "mustUnderstand without namespace", '<h xmlns="urn:x" mustUnderstand="1">1</h>')
    with_header("header_must_understand_next", "mustUnderstand for the next actor", '<h xmlns="urn:x" soap:mustUnderstand="1" soap:actor="http://schemas.xmlsoap.org/soap/actor/next">1</h>')
    with_header("header_must_understand_actor", "mustUnderstand for another actor", '<h xmlns="urn:x" soap:mustUnderstand="1" soap:actor="urn:someone">1</h>')
    with_header("header_must_understand_empty_actor", "mustUnderstand for the empty actor", '<h xmlns="urn:x" soap:mustUnderstand="1" soap:actor="">1</h>')
    with_header("header_must_understand_second", "the second header must be understood", '<a xmlns="urn:x"/><h xmlns="urn:x" soap:mustUnderstand="1">1</h>')
    with_header("header_must_understand_12", "mustUnderstand in SOAP 1.2", '<h xmlns="urn:x" soap:mustUnderstand="true">1</h>', SOAP12, content_type="application/soap+xml")
    with_header("header_must_understand_1_12", "mustUnderstand 1 in SOAP 1.2", '<h xmlns="urn:x" soap:mustUnderstand="1">1</h>', SOAP12, content_type="application/soap+xml")
    with_header("header_must_understand_role_12", "mustUnderstand for another role in SOAP 1.2", '<h xmlns="urn:x" soap:mustUnderstand="true" soap:role="urn:someone">1</h>', SOAP12, content_type="application/soap+xml")
    with_header("header_must_understand_none_12", "mustUnderstand for the role none in SOAP 1.2", '<h xmlns="urn:x" soap:mustUnderstand="true" soap:role="http://www.w3.org/2003/05/soap-envelope/role/none">1</h>', SOAP12, content_type="application/soap+xml")
    with_header("header_must_understand_next_12", "mustUnderstand for the role next in SOAP 1.2", '<h xmlns="urn:x" soap:mustUnderstand="true" soap:role="http://www.w3.org/2003/05/soap-envelope/role/next">1</h>', SOAP12, content_type="application/soap+xml")
    with_header("header_must_understand_receiver_12", "mustUnderstand for the ultimate receiver in SOAP 1.2", '<h xmlns="urn:x" soap:mustUnderstand="true" soap:role="http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver">1</h>', SOAP12, content_type="application/soap+xml")
    with_header("header_must_understand_no_namespace", "mustUnderstand on a header without namespace", '<h soap:mustUnderstand="1">1</h>')
    with_header("header_11_in_12", "mustUnderstand of SOAP 1.1 in a SOAP 1.2 message", f'<h xmlns="urn:x" xmlns:o="{SOAP11}" o:mustUnderstand="1">1</h>', SOAP12, content_type="application/soap+xml")
    with_header("header_12_in_11", "mustUnderstand of SOAP 1.2 in a SOAP 1.1 message", f'<h xmlns="urn:x" xmlns:o="{SOAP12}" o:mustUnderstand="1">1</h>')
    with_header("header_addressing", "WS-Addressing without mustUnderstand", f'<a:Action xmlns:a="http://www.w3.org/2005/08/addressing">{NAMESPACE}/Boom</a:Action><a:To xmlns:a="http://www.w3.org/2005/08/addressing">urn:x</a:To>')
    with_header("header_text", "text in the header", "abc")
    with_header("header_security", "WS-Security with mustUnderstand", '<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" soap:mustUnderstand="1"/>')
    with_header("header_comment", "a comment in the header", "<!-- x -->")
    bare = f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body><s:Header><h xmlns="urn:x" s:mustUnderstand="1"/></s:Header></s:Envelope>'
    ask("header_after_body", "a header after the body", bare)
    two = f'<s:Envelope xmlns:s="{SOAP11}"><s:Header/><s:Header/><s:Body>{LOGIN}</s:Body></s:Envelope>'
    ask("header_twice", "two headers", two)
    body = envelope(operation("Echo", "<number>x</number>"), header=header('<h xmlns="urn:x" soap:mustUnderstand="1">1</h>'))
    ask("header_and_bad_value", "mustUnderstand and a bad value", body)
    body = envelope(operation("Nope", ""), header=header('<h xmlns="urn:x" soap:mustUnderstand="1">1</h>'))
    ask("header_and_unknown_operation", "mustUnderstand and an unknown operation", body)
    body = envelope(operation("Boom", ""), header=header('<h xmlns="urn:x" soap:mustUnderstand="1">1</h>'))
    ask("header_and_boom", "mustUnderstand and an operation that throws", body)


def ask_actions() -> None:
    """What SOAPAction does, and what it does against the body."""
    login = envelope(LOGIN)
    login12 = envelope(LOGIN, version=SOAP12)
    name = f"{NAMESPACE}/ValidateClient"
    handshake = f"{NAMESPACE}/API_Handshake"
    ask("action_other", "the action of another operation", login, action=f'"{handshake}"')
    ask("action_spaces", "blanks around the action", login, action=f' "{name}" ')
    ask("action_inner_spaces", "blanks within the quotes", login, action=f'" {name} "')
    ask("action_half_quote", "only an opening quote", login, action=f'"{name}')
    ask("action_end_quote", "only a closing quote", login, action=f'{name}"')
    ask("action_single_quotes", "single quotes", login, action=f"'{name}'")
    ask("action_short", "only the operation's name", login, action='"ValidateClient"')
    ask("action_upper", "the action in upper case", login, action=f'"{name.upper()}"')
    ask("action_slash", "a slash at the end", login, action=f'"{name}/"')
    ask("action_blank", "a blank action", login, action=" ")
    ask("action_empty_header", "an empty header", login, action="")
    ask("action_quote_blank", "a blank in quotes", login, action='" "')
    ask("action_wrong_namespace_body", "a right action, body of another namespace", envelope(operation("ValidateClient", "<sPassword>p</sPassword>", namespace="urn:x")), action=f'"{name}"')
    ask("action_no_namespace_body", "a right action, body without namespace", envelope("<ValidateClient><sPassword>p</sPassword></ValidateClient>"), action=f'"{name}"')
    ask("action_unknown_body", "a right action, an unknown operation in the body", envelope(operation("Nope", "")), action=f'"{name}"')
    ask("action_unknown_both", "an unknown action and operation", envelope(operation("Nope", "")), action=f'"{NAMESPACE}/Nope"')
    ask("action_12_in_soapaction", "SOAP 1.2 with a SOAPAction header", login12, action=f'"{name}"')
    ask("action_12_soapaction_other", "SOAP 1.2 with another SOAPAction under text/xml", login12, action=f'"{handshake}"')
    ask("action_12_soapaction_other_type", "SOAP 1.2 with another SOAPAction under its own type", login12, action=f'"{handshake}"', content_type="application/soap+xml")
    ask("action_12_soapaction_unknown", "SOAP 1.2 with an unknown SOAPAction under its own type", login12, action='"urn:x"', content_type="application/soap+xml")
    ask("action_12_soapaction_unknown_xml", "SOAP 1.2 with an unknown SOAPAction under text/xml", login12, action='"urn:x"')
    ask("action_12_empty_soapaction", "SOAP 1.2 with an empty SOAPAction", login12, action='""', content_type="application/soap+xml")
    ask("action_12_other", "SOAP 1.2, the action of another operation", login12, content_type=f'application/soap+xml; action="{handshake}"')
    ask("action_12_unknown", "SOAP 1.2, an unknown action", login12, content_type='application/soap+xml; action="urn:x"')
    ask("action_12_empty", "SOAP 1.2, an empty action", login12, content_type='application/soap+xml; action=""')
    ask("action_12_unquoted", "SOAP 1.2, the action unquoted", login12, content_type=f"application/soap+xml; action={name}")
    ask("action_12_first", "SOAP 1.2, action before charset", login12, content_type=f'application/soap+xml; action="{name}"; charset=utf-8')
    ask("action_12_on_11", "SOAP 1.1 with action in the content type", login, content_type=f'text/xml; action="{name}"')
    ask("action_12_on_11_other", "SOAP 1.1 with another action in the content type", login, content_type=f'text/xml; action="{handshake}"')
    ask("action_11_under_12_type", "SOAP 1.1 under the type of SOAP 1.2", login, content_type="application/soap+xml; charset=utf-8")
    ask("action_11_under_12_type_action", "SOAP 1.1 under the type of SOAP 1.2 with action", login, content_type=f'application/soap+xml; action="{name}"')
    ask("action_11_under_12_type_unknown", "SOAP 1.1 under the type of SOAP 1.2 with an unknown action", login, content_type='application/soap+xml; action="urn:x"')
    ask("action_11_under_12_soapaction", "SOAP 1.1 under the type of SOAP 1.2 with SOAPAction", login, content_type="application/soap+xml", action=f'"{name}"')
    ask("action_12_upper_parameter", "SOAP 1.2, ACTION in capitals", login12, content_type=f'application/soap+xml; ACTION="{name}"')


def ask_content_types() -> None:
    """Which content types and encodings are read."""
    login = envelope(LOGIN)
    for number, kind in enumerate([
        "text/plain", "application/xml", "application/json", "TEXT/XML", "text/xml;charset=UTF-8", "text/xml; charset=\"utf-8\"",
        "text/xml; charset='utf-8'", "text/xml;", "text/xml; charset=", "text/xml; charset=nope", "text/xml; boundary=x",
        "text/xml, text/xml", "multipart/related; type=\"text/xml\"", "application/soap+xml; charset=nope", "text", "",
        "text/xmlx", "application/soap+xmlx", " text/xml", "text/html", "application/octet-stream", "*/*", "application/soap",
        "text/xml ; charset=utf-8", "text/xml; charset=us-ascii", "Application/Soap+Xml", "text/xml;charset=utf-8;x=y",
        "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml charset=utf-8",
    ]):
        ask(f"type_{number:02}", f"content type {kind!r}", login, content_type=kind)
        if number in {0, 1, 8, 9, 15}:
            other = envelope(LOGIN, version=SOAP12)
            ask(f"type_{number:02}_12", f"content type {kind!r}, SOAP 1.2", other, content_type=kind)
    text = operation("Echo", "<text>\u00e9\u00df</text>")
    bare = f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>{text}</s:Body></s:Envelope>'

    def encoded(case: str, note: str, encoding: str, declared: str | None, charset: str | None) -> None:
        start = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
        kind = f"text/xml; charset={charset}" if charset else "text/xml"
        ask(case, note, (start + bare).encode(encoding), content_type=kind)

    encoded("encoding_latin1_charset", "iso-8859-1 by charset", "latin-1", None, "iso-8859-1")
    encoded("encoding_latin1_declared", "iso-8859-1 by declaration", "latin-1", "iso-8859-1", None)
    encoded("encoding_latin1_both", "iso-8859-1 by both", "latin-1", "iso-8859-1", "iso-8859-1")
    encoded("encoding_latin1_undeclared", "iso-8859-1 bytes undeclared", "latin-1", None, None)
    encoded("encoding_latin1_as_utf8", "iso-8859-1 bytes, charset utf-8", "latin-1", None, "utf-8")
    encoded("encoding_utf8_as_latin1", "utf-8 bytes, charset iso-8859-1", "utf-8", None, "iso-8859-1")
    encoded("encoding_utf8_declared_latin1", "utf-8 charset, declaration iso-8859-1", "utf-8", "iso-8859-1", "utf-8")
    encoded("encoding_charset_latin1_declared_utf8", "latin-1 bytes and charset, declaration utf-8", "latin-1", "utf-8", "iso-8859-1")
    encoded("encoding_utf16_bom", "utf-16 with byte order mark", "utf-16", None, "utf-16")
    encoded("encoding_utf16_bom_no_charset", "utf-16 with byte order mark, no charset", "utf-16", None, None)
    encoded("encoding_utf16_declared", "utf-16 with byte order mark and declaration", "utf-16", "utf-16", None)
    encoded("encoding_utf16_as_utf8", "utf-16 with byte order mark, charset utf-8", "utf-16", None, "utf-8")
    encoded("encoding_utf16le", "utf-16le without mark, charset utf-16le", "utf-16le", None, "utf-16le")
    encoded("encoding_utf16le_declared", "utf-16le without mark but a declaration, no charset", "utf-16le", "utf-16", None)
    encoded("encoding_utf16be", "utf-16be without mark, charset utf-16be", "utf-16be", None, "utf-16be")
    encoded("encoding_utf16be_bom", "utf-16be with mark", "utf-16be", None, "utf-16be")
    encoded("encoding_utf8_declared_utf16", "utf-8 bytes declared utf-16", "utf-8", "utf-16", None)
    encoded("encoding_utf8_declared_utf16_charset", "utf-8 bytes declared utf-16, charset utf-8", "utf-8", "utf-16", "utf-8")
    encoded("encoding_windows1252_charset", "windows-1252 by charset", "cp1252", None, "windows-1252")
    encoded("encoding_windows1252_declared", "windows-1252 by declaration", "cp1252", "windows-1252", None)
    encoded("encoding_declared_nope", "an unknown encoding declared", "utf-8", "nope", None)
    encoded("encoding_declared_nope_charset", "an unknown encoding declared, charset utf-8", "utf-8", "nope", "utf-8")
    encoded("encoding_declared_ascii", "us-ascii declared, utf-8 bytes", "utf-8", "us-ascii", None)
    encoded("encoding_charset_upper", "charset UTF-8 in capitals", "utf-8", "UTF-8", "UTF-8")
    encoded("encoding_charset_utf8_unofficial", "charset utf8", "utf-8", None, "utf8")
    encoded("encoding_declared_utf8_unofficial", "utf8 declared", "utf-8", "utf8", None)
    encoded("encoding_utf8_bom_latin1_charset", "utf-8 with mark, charset iso-8859-1", "utf-8-sig", None, "iso-8859-1")
    encoded("encoding_utf8_bom_declared", "utf-8 with mark and declaration", "utf-8-sig", "utf-8", "utf-8")
    encoded("encoding_utf8_bom_utf16_charset", "utf-8 with mark, charset utf-16", "utf-8-sig", None, "utf-16")
    bad = bare.encode().replace("\u00e9".encode(), b"\xff\xfe")
    ask("encoding_broken_utf8", "bytes that are no utf-8", bad, content_type="text/xml; charset=utf-8")
    ask("encoding_broken_utf8_no_charset", "bytes that are no utf-8, no charset", bad, content_type="text/xml")
    bad = bare.encode().replace("\u00e9".encode(), b"\xc3")
    ask("encoding_cut_utf8", "half a character", bad, content_type="text/xml; charset=utf-8")
    bad = bare.encode().replace("\u00e9".encode(), b"\xed\xa0\x80")
    ask("encoding_surrogate_utf8", "a surrogate in utf-8", bad, content_type="text/xml; charset=utf-8")
    bad = bare.encode().replace("\u00e9".encode(), b"\xc0\x80")
    ask("encoding_overlong_utf8", "an overlong form", bad, content_type="text/xml; charset=utf-8")


def ask_targets() -> None:
    """What paths and queries a POST may have."""
    login = envelope(LOGIN)
    ask("target_wsdl_lower", "POST to ?wsdl", login, path=PAGE + "?wsdl")
    ask("target_op", "POST to ?op=Echo", login, path=PAGE + "?op=Echo")
    ask("target_other_query", "POST with another query", login, path=PAGE + "?a=b&c")
    ask("target_disco", "POST to ?disco", login, path=PAGE + "?disco")


def ask_order() -> None:
    """Which of several wrongs is told, and in which version; odd markup."""
    login=f'"{NAMESPACE}/ValidateClient"'; hs=f'"{NAMESPACE}/API_Handshake"'
    bare = f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body></s:Envelope>'
    bare12 = f'<s:Envelope xmlns:s="{SOAP12}"><s:Body>{LOGIN}</s:Body></s:Envelope>'
    ask('order_dtd_action', 'dtd action', '<!DOCTYPE x>'+bare, action=login)
    ask('order_dtd_unknown_action', 'dtd unknown action', '<!DOCTYPE x>'+bare, action='"x"')
    ask('order_dtd_12type', 'dtd 12type', '<!DOCTYPE x>'+bare, content_type='application/soap+xml')
    ask('order_plain_action', 'plain action', 'hello', action=login)
    ask('order_plain_unknown_action', 'plain unknown action', 'hello', action='"x"')
    ask('order_empty_action', 'empty action', '', action=login)
    ask('order_empty_action12', 'empty action12', '', action=login, content_type='application/soap+xml')
    ask('order_type_plain_action', 'type plain action', bare, action=login, content_type='text/plain')
    ask('order_type_plain_action12', 'type plain action12', bare12, action=login, content_type='text/plain')
    ask('order_type_none_action', 'type none action', bare, action=login, content_type=None)
    ask('order_type_plain_unknown_action', 'type plain unknown action', bare, action='"x"', content_type='text/plain')
    ask('order_type_plain_malformed', 'type plain malformed', 'hello', content_type='text/plain')
    ask('order_type_plain_unknown_op', 'type plain unknown op', bare.replace('ValidateClient','Nope'), content_type='text/plain')
    ask('order_type_plain_dtd', 'type plain dtd', '<!DOCTYPE x>'+bare, content_type='text/plain')
    ask('order_type_plain_bad_value', 'type plain bad value', envelope(operation('Echo','<number>x</number>')), content_type='text/plain')
    ask('order_type_plain_empty', 'type plain empty', '', content_type='text/plain')
    ask('order_type_plain_other_ns', 'type plain other ns', '<x/>', content_type='text/plain')
    ask('order_11_under_12_unknown_op', '11 under 12 unknown op', bare.replace('ValidateClient','Nope'), content_type='application/soap+xml')
    ask('order_11_under_12_malformed', '11 under 12 malformed', bare[:-5], content_type='application/soap+xml')
    ask('order_11_under_12_malformed_op', '11 under 12 malformed op', bare[:bare.index('</sUser')], content_type='application/soap+xml')
    ask('order_mal_header_action', 'mal header action', f'<s:Envelope xmlns:s="{SOAP11}"><s:Header><a></s:Header><s:Body>{LOGIN}</s:Body></s:Envelope>', action=login)
    ask('order_mal_header', 'mal header', f'<s:Envelope xmlns:s="{SOAP11}"><s:Header><a></s:Header><s:Body>{LOGIN}</s:Body></s:Envelope>')
    ask('order_mal_header12', 'mal header12', f'<s:Envelope xmlns:s="{SOAP12}"><s:Header><a></s:Header><s:Body>{LOGIN}</s:Body></s:Envelope>')
    ask('order_mal_header12action', 'mal header12action', f'<s:Envelope xmlns:s="{SOAP12}"><s:Header><a></s:Header><s:Body>{LOGIN}</s:Body></s:Envelope>', action=login)
    ask('order_mal_before_body', 'mal before body', f'<s:Envelope xmlns:s="{SOAP11}"><&></s:Envelope>')
    ask('order_mal_in_envelope_tag', 'mal in envelope tag', f'<s:Envelope xmlns:s="{SOAP11}" a></s:Envelope>')
    ask('order_mal_in_body_tag', 'mal in body tag', f'<s:Envelope xmlns:s="{SOAP11}"><s:Body a></s:Envelope>')
    ask('order_mal_in_op_tag', 'mal in op tag', f'<s:Envelope xmlns:s="{SOAP11}"><s:Body><a b></s:Envelope>')
    ask('order_mal_after_unknown_op', 'mal after unknown op', f'<s:Envelope xmlns:s="{SOAP11}"><s:Body><Nope xmlns="{NAMESPACE}"><a></s:Envelope>')
    ask('order_mal_after_bad_value', 'mal after bad value', envelope(operation('Echo','<number>x</number><a>')), action=f'"{NAMESPACE}/Echo"')
    ask('order_mal_before_bad_value', 'mal before bad value', envelope(operation('Echo','<a><number>x</number>')), action=f'"{NAMESPACE}/Echo"')
    ask('order_mal_boom', 'mal boom', envelope(operation('Boom',''))+'<', action=f'"{NAMESPACE}/Boom"')
    ask('order_mal_boom2', 'mal boom2', envelope(operation('Boom','<a>')), action=f'"{NAMESPACE}/Boom"')
    ask('order_mal_mu', 'mal mu', envelope(operation('Boom','<a>'), header='<soap:Header><h soap:mustUnderstand="1"/></soap:Header>'), action=f'"{NAMESPACE}/Boom"')
    ask('order_mu_trail', 'mu trail', envelope(operation('Boom',''), header='<soap:Header><h soap:mustUnderstand="1"/></soap:Header>')+'x', action=f'"{NAMESPACE}/Boom"')
    for i,v in enumerate([' 1 ','01','TRUE','True','+1']):
      ask(f'order_mu_{i}', f'mu {i}', envelope(LOGIN, header=f'<soap:Header><h soap:mustUnderstand="{v}"/></soap:Header>'))
    ask('order_mu_nested', 'mu nested', envelope(LOGIN, header=f'<soap:Header><g><h soap:mustUnderstand="1"/></g></soap:Header>'))
    ask('order_no_body_action', 'no body action', f'<s:Envelope xmlns:s="{SOAP11}"><s:Header/></s:Envelope>', action=login)
    ask('order_no_body_12', 'no body 12', f'<s:Envelope xmlns:s="{SOAP12}"><s:Header/></s:Envelope>', content_type='application/soap+xml')
    ask('order_no_body_12_action', 'no body 12 action', f'<s:Envelope xmlns:s="{SOAP12}"><s:Header/></s:Envelope>', content_type='application/soap+xml; action='+login)
    ask('order_body_nested', 'body nested', f'<s:Envelope xmlns:s="{SOAP11}"><x><s:Body>{LOGIN}</s:Body></x></s:Envelope>')
    ask('order_action_enc', 'action enc', bare12, content_type='application/soap+xml; action='+hs.replace('/','%2F'))
    ask('order_action_enc2', 'action enc2', bare12, content_type='application/soap+xml; action='+login.replace('/','%2F'))
    ask('order_action_lead_semicolon', 'action lead semicolon', bare12, content_type='application/soap+xml;action='+login+';charset=utf-8')
    ask('order_two_quotes', 'two quotes', bare, action='"'+login+'"')
    ask('order_just_quote', 'just quote', bare, action='"')
    ask('order_nested_ns_param', 'nested ns param', envelope(f'<v:Echo xmlns:v="{NAMESPACE}"><v:text>a</v:text><v:numbers><int>1</int><v:int>2</v:int></v:numbers></v:Echo>'))
    ask('order_param_before_after', 'param before after', envelope(LOGIN)[:-len('</soap:Body></soap:Envelope>')]+'<a>&bad;</a></soap:Body></soap:Envelope>')
    ask('order_envelope_named_otherwise_action', 'envelope named otherwise action',f'<s:Message xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body></s:Message>', action=login)
    ask('order_list_repeat_null', 'list repeat null',envelope(operation('Echo','<numbers xsi:nil="true"/><numbers><int>2</int></numbers>')))
    ask('order_list_repeat_null2', 'list repeat null2',envelope(operation('Echo','<numbers><int>2</int></numbers><numbers xsi:nil="true"/>')))
    ask('order_list_item_nil_content', 'list item nil content',envelope(operation('Echo','<texts><string xsi:nil="true">b</string><string xsi:nil="1"></string><string xsi:nil="false"/><string>d</string></texts>')))
    ask('order_list_nil_bad', 'list nil bad',envelope(operation('Echo','<texts xsi:nil="x"/>')))
    ask('order_obj_nil_bad', 'obj nil bad',envelope(operation('UpdateClientDetails','<cClient xsi:nil="x"/>')))
    ask('order_obj_nil_false', 'obj nil false',envelope(operation('UpdateClientDetails','<cClient xsi:nil="0"/>')))
    ask('order_text_nil_bad', 'text nil bad',envelope(operation('Echo','<text xsi:nil="x"/>')))
    ask('order_int_nil_bad', 'int nil bad',envelope(operation('Echo','<number xsi:nil="x">5</number>')))
    ask('order_int_nil_content', 'int nil content',envelope(operation('Echo','<number xsi:nil="true">5</number>')))
    ask('order_maybe_nil_bad_content', 'maybe nil bad content',envelope(operation('Echo','<maybeNumber xsi:nil="true">x</maybeNumber><maybeNumber>3</maybeNumber>')))
    ask('order_obj_type_spaces', 'obj type spaces',envelope(operation('UpdateClientDetails','<cClient xsi:type=" TClieDetail "><Clie_Surname>L</Clie_Surname></cClient>')))
    ask('order_obj_type_nil', 'obj type nil',envelope(operation('UpdateClientDetails','<cClient xsi:type="zzz" xsi:nil="true"/>')))
    ask('order_list_type', 'list type',envelope(operation('Echo','<numbers xsi:type="ArrayOfInt"><int xsi:type="xsd:int">1</int></numbers>')))
    ask('order_obj_comment', 'obj comment',envelope(operation('UpdateClientDetails','<cClient><!-- a --><Clie_Surname>L</Clie_Surname><?p?></cClient>')))
    ask('order_obj_cdata', 'obj cdata',envelope(operation('UpdateClientDetails','<cClient><![CDATA[ z ]]><Clie_Surname>L</Clie_Surname></cClient>')))
    ask('order_obj_type_1999', 'obj type 1999',envelope(operation('UpdateClientDetails','<cClient xmlns:o="http://www.w3.org/1999/XMLSchema-instance" o:type="x"><Clie_Surname>L</Clie_Surname></cClient>')))
    ask('order_obj_type_2000', 'obj type 2000',envelope(operation('UpdateClientDetails','<cClient xmlns:o="http://www.w3.org/2000/10/XMLSchema-instance" o:type="x"><Clie_Surname>L</Clie_Surname></cClient>')))
    ask('order_wrapper_nil', 'wrapper nil',envelope(f'<UpdateClientDetails xmlns="{NAMESPACE}" xsi:nil="zz"/>'))
    ask('order_unknown_deep', 'unknown deep',envelope(operation('Echo','<zzz><a><b>1</b></a>t</zzz><text>q</text>')))
    ask('order_unknown_comment', 'unknown comment',envelope(operation('Echo','<zzz><!-- x --></zzz><text>q</text>')))
    ask('order_second_op_malformed', 'second op malformed', envelope(LOGIN+'<b><c></b>'))
    ask('order_trailing_null', 'trailing null', envelope(LOGIN)+'\0')
    ask('order_after_body_text', 'after body text', f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body>abc</s:Envelope>')
    ask('order_doctype_in', 'doctype in', f'<s:Envelope xmlns:s="{SOAP11}"><!DOCTYPE x><s:Body>{LOGIN}</s:Body></s:Envelope>')
    ask('order_ver_12_body', 'ver 12 body', f'<?xml version="1.0" standalone="maybe"?>'+bare)
    ask('order_pi_xml', 'pi xml', bare.replace('<s:Body>','<?xml version="1.0"?><s:Body>'))
    ask('order_colon', 'colon', bare.replace('<sUsername>u</sUsername>','<a:b:c xmlns:a="urn:x"/>'))
    ask('order_empty_prefix_ns', 'empty prefix ns', bare.replace('<sUsername>','<sUsername xmlns:a="">'))
    ask('order_xmlns_xml', 'xmlns xml', bare.replace('<sUsername>','<sUsername xmlns:xml="urn:x">'))
    ask('order_amp_attr', 'amp attr', bare.replace('<sUsername>','<sUsername a="&amp;&lt;&#10;">'))
    ask('order_bad_name', 'bad name', bare.replace('<sUsername>u</sUsername>','<1a/>'))
    ask('order_comment_dd', 'comment dd', bare.replace('<s:Body>','<!-- a -- b --><s:Body>'))
    ask('order_cdata_end', 'cdata end', bare.replace('>u<','>]]><'))
    ask('order_text_cdata_end', 'text cdata end', envelope(operation('Echo','<text>a]]>b</text>')))
    ask('order_attr_dup_ns', 'attr dup ns', bare.replace('<sUsername>','<sUsername xmlns:a="urn:x" xmlns:b="urn:x" a:c="1" b:c="2">'))
    ask('order_lone_amp_unknown', 'lone amp unknown', envelope(operation('Echo','<zzz>&</zzz>')))
    short = [
        "<a>", "<a/>", "<hello>", "<hello><b>", "<hello></c>", "<ab>", "<a/> ", "<abcd/>x", '<hello a="1">', "a", "abcd",
        " <a>", '<a b="c">', "<a>x", "<a>&", "<a><b", "<a>\n", f'<s:Envelope xmlns:s="{SOAP11}">',
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>', f'<s:Envelope xmlns:s="{SOAP12}"><s:Body>',
        f'<s:Envelope xmlns:s="{SOAP12}">',
    ]
    for number, body in enumerate(short):
        ask(f"short_{number:02}", f"the whole body is {body!r}", body)


LEFT_OUT = {
    "The action contradicts the body, or the body names nothing known: the engine runs the action's operation.": [
        "action_other", "action_12_other", "action_12_on_11_other", "action_12_soapaction_other", "action_unknown_body",
        "envelope_two_operations_action", "order_action_enc",
    ],
    "An element where a value belongs: the engine takes its text and silently drops all that follows.": [
        "int_child", "maybe_int_child", "decimal_child", "flag_as_child", "when_child", "text_only_child",
        "text_child_then_text",
    ],
    "No charset, or an unknown one: the engine reads ASCII and turns every other character into a question mark.": [
        "encoding_broken_utf8_no_charset", "encoding_charset_utf8_unofficial", "encoding_declared_ascii",
        "encoding_declared_nope", "encoding_declared_utf8_unofficial", "encoding_latin1_declared",
        "encoding_latin1_undeclared", "encoding_utf8_declared_utf16", "encoding_windows1252_declared",
        "encoding_utf16le_declared",
    ],
    "Not well-formed, but the engine does not notice.": ["order_param_before_after", "order_trailing_null"],
    "The engine answers a page of HTML with a trace, or fails inside.": ["envelope_json", "type_02", "order_just_quote"],
    "The value depends on the day of the call: refused instead.": [
        "when_day", "when_day_offset", "when_only_month", "when_only_month_dashes", "when_time", "when_time_fraction_z",
        "when_time_z",
    ],
    "How many replacement characters a broken sequence becomes differs between decoders.": ["encoding_surrogate_utf8"],
}
"""Questions whose answers are not made cases, and why; `record.py --all` writes them too."""


for part in (
    ask_numbers, ask_booleans, ask_times, ask_nil, ask_text, ask_lists, ask_parameters, ask_objects,
    ask_results, ask_envelope, ask_headers, ask_actions, ask_content_types, ask_targets, ask_order,
):
    part()
