"""Questions about single values: numbers, booleans, times, null and text."""

from __future__ import annotations

from ask import NAMESPACE, ask, details, echo, envelope, update


def ask_numbers() -> None:
    """What is an int, and what a decimal."""
    written = {
        "plus": "+5",
        "minus": "-5",
        "minus_zero": "-0",
        "leading_zeros": "0005",
        "exponent": "5e0",
        "max": "2147483647",
        "over": "2147483648",
        "min": "-2147483648",
        "under": "-2147483649",
        "inner_space": "1 2",
        "newline": "\n 7\t\r\n",
        "thousands": "1,000",
        "parentheses": "(5)",
        "trailing_minus": "5-",
        "infinite": "INF",
        "trailing_point": "5.",
        "arabic": "\u0665",
        "no_break_space": "\u00a05",
        "character_reference": "&#53;",
        "cdata": "<![CDATA[5]]>",
        "comment": "<!--x-->5",
        "comment_inside": "1<!--x-->2",
        "mixed_cdata": "1<![CDATA[2]]>3",
        "instruction": "1<?p x?>2",
        "child": "<b>5</b>",
        "text_child": "5<b/>",
        "only_space": "  ",
        "long": "1" * 40,
        "vertical_tab": "5\u0085",
        "hash": "#5",
        "plus_space": "+ 5",
        "minus_minus": "--5",
        "null_word": "null",
        "true_word": "true",
        "leading_zeros_many": "0" * 30 + "5",
        "empty_cdata": "<![CDATA[]]>",
    }
    for name, text in written.items():
        echo(f"int_{name}", f"int written {text!r}"[:90], f"<number>{text}</number>")
        echo(f"maybe_int_{name}", f"nullable int written {text!r}"[:90], f"<maybeNumber>{text}</maybeNumber>")
    written = {
        "plus": "+5",
        "minus_zero": "-0",
        "leading_zeros": "0005.50",
        "exponent": "1e2",
        "exponent_capital": "1E2",
        "exponent_minus": "15e-1",
        "no_integer": ".5",
        "no_fraction": "5.",
        "scale": "1.000",
        "comma": "1,5",
        "thousands": "1,000.5",
        "max": "79228162514264337593543950335",
        "over": "79228162514264337593543950336",
        "long_fraction": "0.1234567890123456789012345678901234567890",
        "infinite": "INF",
        "nan": "NaN",
        "negative": "-10.50",
        "currency": "$5",
        "only_space": "  ",
        "empty": "",
        "minus_zero_scale": "-0.00",
        "spaces": "\n 1.50 ",
        "parentheses": "(5)",
        "trailing_minus": "5-",
        "zero_scale": "0.00",
        "word": "abc",
        "digits_28": "1.0000000000000000000000000001",
        "digits_29": "1.00000000000000000000000000001",
        "round_half": "0.00000000000000000000000000005",
        "round_even": "0.00000000000000000000000000015",
        "big_fraction": "7922816251426433759354395033.55",
        "point": ".",
        "minus": "-",
        "plus_minus": "+-5",
        "cdata": "<![CDATA[1.5]]>",
        "child": "<b>5</b>",
        "hex": "0x5",
        "minus_point": "-.5",
        "two_points": "1.2.3",
        "tiny": "0.00000000000000000000000000001",
        "trailing_zeros": "5" + "." + "0" * 40,
        "plus_space": "+ 5",
        "min": "-79228162514264337593543950335",
        "half_up_29": "0.12345678901234567890123456785",
        "half_up_29_even": "0.12345678901234567890123456775",
        "over_rounded": "79228162514264337593543950335.4",
        "over_half": "79228162514264337593543950335.5",
        "negative_tiny": "-0.00000000000000000000000000001",
    }
    for name, text in written.items():
        echo(f"decimal_{name}", f"decimal written {text!r}"[:90], f"<amount>{text}</amount>")


def ask_booleans() -> None:
    """What is a boolean."""
    written = {
        "1": "1",
        "false": "false",
        "upper": "TRUE",
        "capital_false": "False",
        "empty": "",
        "2": "2",
        "spaces": "\t\n false ",
        "01": "01",
        "minus1": "-1",
        "cdata": "<![CDATA[true]]>",
        "comment": "tr<!--x-->ue",
        "only_space": "  ",
        "no_break_space": "\u00a0true",
        "child": "<b>true</b>",
        "t": "t",
        "y": "Y",
    }
    for name, text in written.items():
        echo(f"flag_as_{name}", f"boolean written {text!r}", f"<flag>{text}</flag>")


def ask_times() -> None:
    """What is a dateTime."""
    written = {
        "offset_plus": "2021-11-28T16:30:09+11:00",
        "offset_minus": "2021-11-28T16:30:09-05:30",
        "offset_zero": "2021-11-28T16:30:09+00:00",
        "offset_minus_zero": "2021-11-28T16:30:09-00:00",
        "offset_14": "2021-11-28T16:30:09+14:00",
        "offset_15": "2021-11-28T16:30:09+15:00",
        "offset_minutes": "2021-11-28T16:30:09+10:60",
        "offset_short": "2021-11-28T16:30:09+11",
        "offset_no_colon": "2021-11-28T16:30:09+1100",
        "offset_one_digit": "2021-11-28T16:30:09+1:00",
        "date_z": "2021-11-28Z",
        "date_offset": "2021-11-28+10:00",
        "date_offset_minus": "2021-11-28-10:00",
        "fraction_1": "2021-11-28T16:30:09.5",
        "fraction_3": "2021-11-28T16:30:09.123",
        "fraction_6": "2021-11-28T16:30:09.123456",
        "fraction_0": "2021-11-28T16:30:09.000",
        "fraction_tail": "2021-11-28T16:30:09.120",
        "fraction_z": "2021-11-28T16:30:09.25Z",
        "fraction_offset": "2021-11-28T16:30:09.25+10:00",
        "fraction_empty": "2021-11-28T16:30:09.",
        "fraction_7_zero": "2021-11-28T16:30:09.1234560",
        "fraction_9_zero": "2021-11-28T16:30:09.123456000",
        "fraction_carry": "2021-11-28T16:30:09.99999999",
        "fraction_comma": "2021-11-28T16:30:09,5",
        "fraction_8_low": "2021-11-28T16:30:09.12345604",
        "fraction_12": "2021-11-28T16:30:09.123456000000",
        "midnight_24": "2021-11-28T24:00:00",
        "midnight_24_1": "2021-11-28T24:00:01",
        "hour_25": "2021-11-28T25:00:00",
        "midnight_24_end": "2021-12-31T24:00:00",
        "midnight_24_fraction": "2021-11-28T24:00:00.000",
        "minute_60": "2021-11-28T16:60:00",
        "second_60": "2021-11-28T16:30:60",
        "leap_no": "2021-02-29T00:00:00",
        "leap": "2020-02-29T00:00:00",
        "month_13": "2021-13-01T00:00:00",
        "day_0": "2021-11-00T00:00:00",
        "day_31": "2021-11-31T00:00:00",
        "month_0": "2021-00-10T00:00:00",
        "first": "0001-01-01T00:00:00",
        "last": "9999-12-31T23:59:59",
        "first_z": "0001-01-01T00:00:00Z",
        "last_z": "9999-12-31T23:59:59Z",
        "first_offset": "0001-01-01T00:00:00+10:00",
        "last_offset": "9999-12-31T23:59:59-10:00",
        "year_0": "0000-01-01T00:00:00",
        "year_minus": "-2021-01-01T00:00:00",
        "last_24": "9999-12-31T24:00:00",
        "last_micro": "9999-12-31T23:59:59.999999",
        "year_3": "202-01-01T00:00:00",
        "year_2": "21-01-01",
        "month_1": "2021-1-1",
        "no_seconds": "2021-11-28T16:30",
        "hour_only": "2021-11-28T16",
        "lower_t": "2021-11-28t16:30:09",
        "lower_z": "2021-11-28T16:30:09z",
        "spaces": " \n2021-11-28T16:30:09\t ",
        "inner_space": "2021-11-28T16:30:09 Z",
        "basic": "20211128T163009",
        "time": "16:30:09",
        "time_z": "16:30:09Z",
        "month": "2021-11",
        "year_alone": "2021",
        "month_day": "--11-28",
        "day": "---28",
        "only_month": "--11",
        "empty": "",
        "only_space": "  ",
        "year_z": "2021Z",
        "month_z": "2021-11Z",
        "plus": "+2021-11-28",
        "rfc": "Sun, 28 Nov 2021 16:30:09 GMT",
        "zone_name": "2021-11-28T16:30:09 AEDT",
        "slash": "2021/11/28",
        "cdata": "<![CDATA[2021-11-28]]>",
        "child": "<b>2021-11-28</b>",
        "trailing": "2021-11-28T16:30:09x",
        "two_z": "2021-11-28T16:30:09ZZ",
        "offset_24": "2021-11-28T16:30:09+24:00",
        "offset_14_30": "2021-11-28T16:30:09+14:30",
        "arabic": "202\u0661-11-28",
        "unix": "1638117009",
        "no_t": "2021-11-28T",
        "hour_1": "2021-11-28T6:30:09",
        "time_fraction_z": "16:30:09.5+10:00",
        "offset_99": "2021-11-28T16:30:09+99:00",
        "offset_minus_14": "2021-11-28T16:30:09-14:00",
        "day_offset": "---28+10:00",
        "month_day_z": "--11-28Z",
        "year_offset": "2021+10:00",
        "feb_30": "--02-30",
        "leap_month_day": "--02-29",
        "time_24": "24:00:00",
        "only_month_dashes": "--11--",
        "time_no_seconds": "16:30",
        "fraction_z_carry": "2021-11-28T16:30:09.99999999Z",
        "fraction_7": "2021-11-28T16:30:09.1234567",
        "fraction_8_even": "2021-11-28T16:30:09.12345665",
        "fraction_8_odd": "2021-11-28T16:30:09.12345675",
        "fraction_8_above": "2021-11-28T16:30:09.123456651",
        "fraction_7_z": "2021-11-28T16:30:09.1234567Z",
        "fraction_7_offset": "2021-11-28T16:30:09.0000001+10:00",
        "fraction_carry_year": "2021-12-31T23:59:59.99999996",
        "fraction_carry_last": "9999-12-31T23:59:59.99999999",
        "fraction_long": "2021-11-28T16:30:09." + "1" * 60,
        "first_offset_minus": "0001-01-01T00:00:00-10:00",
        "last_offset_plus": "9999-12-31T23:59:59+10:00",
        "second_micro": "0001-01-01T00:00:00.0000001",
        "z_space": "2021-11-28 Z",
        "minus_zero_z": "2021-11-28T00:00:00-00:01",
    }
    for name, text in written.items():
        inner = f"<when>{text}</when><maybeWhen>{text}</maybeWhen>"
        echo(f"when_{name}", f"dateTime written {text!r}", inner)
    echo("maybe_when_empty", "an empty nullable dateTime", "<maybeWhen></maybeWhen>")


def ask_nil() -> None:
    """Where xsi:nil may stand and how it is written."""
    echo("null_1", "xsi:null, the form before xsi:nil", '<maybeNumber xsi:null="1"/>')
    echo("null_true", "xsi:null true", '<maybeNumber xsi:null="true"/>')
    echo("null_0", "xsi:null 0 with a value", '<maybeNumber xsi:null="0">5</maybeNumber>')
    echo("null_no_boolean", "xsi:null that is no boolean", '<maybeNumber xsi:null="x">5</maybeNumber>')
    echo("null_against_nil", "xsi:null against xsi:nil", '<maybeNumber xsi:null="1" xsi:nil="0">5</maybeNumber>')
    echo("null_list", "xsi:null on a list", '<numbers xsi:null="1"/>')
    echo("null_text", "xsi:null on a text", '<text xsi:null="1"/>')
    echo("null_int", "xsi:null on a plain int", '<number xsi:null="1"/>')
    echo("nil_int", "xsi:nil on a plain int", '<number xsi:nil="true"/>')
    echo("nil_boolean", "xsi:nil on a plain boolean", '<flag xsi:nil="true"/>')
    echo("nil_when", "xsi:nil on a plain dateTime", '<when xsi:nil="true"/>')
    echo("nil_amount", "xsi:nil on a plain decimal", '<amount xsi:nil="true"/>')
    echo("nil_1", "xsi:nil written 1", '<maybeNumber xsi:nil="1"/>')
    echo("nil_True", "xsi:nil written True", '<maybeNumber xsi:nil="True"/>')
    echo("nil_spaces", "xsi:nil written with blanks", '<maybeNumber xsi:nil=" true "/>')
    echo("nil_false", "xsi:nil false with a value", '<maybeNumber xsi:nil="false">4</maybeNumber>')
    echo("nil_false_empty", "xsi:nil false without a value", '<maybeNumber xsi:nil="false"/>')
    echo(
        "nil_with_content", "xsi:nil true with a value", '<maybeNumber xsi:nil="true">4</maybeNumber><number>3</number>'
    )
    echo(
        "nil_with_child",
        "xsi:nil true with a child",
        '<maybeNumber xsi:nil="true"><b>4</b></maybeNumber><number>3</number>',
    )
    echo("nil_no_namespace", "nil without the namespace", '<maybeNumber nil="true"/>')
    echo(
        "nil_1999",
        "nil of the 1999 namespace",
        '<maybeNumber xmlns:o="http://www.w3.org/1999/XMLSchema-instance" o:null="true"/>',
    )
    echo(
        "nil_2000",
        "nil of the 2000 namespace",
        '<maybeNumber xmlns:o="http://www.w3.org/2000/10/XMLSchema-instance" o:nil="true"/>',
    )
    echo("nil_text_content", "xsi:nil true on text with content", '<text xsi:nil="true">abc</text><number>3</number>')
    echo("nil_text_false", "xsi:nil false on text", '<text xsi:nil="false">abc</text>')
    echo(
        "nil_other_prefix",
        "xsi:nil by another prefix",
        '<maybeNumber xmlns:q="http://www.w3.org/2001/XMLSchema-instance" q:nil="true"/>',
    )
    echo("nil_list_items", "xsi:nil among int items", '<numbers><int>1</int><int xsi:nil="true"/></numbers>')
    echo("nil_texts", "xsi:nil on a list of texts", '<texts xsi:nil="true"/>')
    echo(
        "nil_texts_content",
        "xsi:nil on a list with items",
        '<texts xsi:nil="true"><string>a</string></texts><number>3</number>',
    )
    echo("nil_operation", "xsi:nil on numbers with content", '<numbers xsi:nil="true"><int>1</int></numbers>')
    update("nil_object", "xsi:nil on an object", '<cClient xsi:nil="true"/>')
    update(
        "nil_object_content",
        "xsi:nil on an object with content",
        '<cClient xsi:nil="true"><Clie_Surname>Lee</Clie_Surname></cClient>',
    )
    update("nil_member_object", "xsi:nil on a member object", '<cClient><UsualAddress xsi:nil="true"/></cClient>')
    update(
        "nil_member_when",
        "xsi:nil on a member",
        '<cClient><Clie_DOB xsi:nil="true"/><Clie_Surname xsi:nil="true"/></cClient>',
    )
    update("nil_member_boolean", "xsi:nil on a member boolean", '<cClient><USIExempt xsi:nil="true"/></cClient>')
    body = f'<ValidateClient xmlns="{NAMESPACE}" xsi:nil="true"><sPassword>p</sPassword></ValidateClient>'
    ask("nil_wrapper", "xsi:nil on the operation's element", envelope(body))
    details("nil_text_member", "xsi:nil on a text that is given back", '<sClie_Code xsi:nil="true"/>')


def ask_text() -> None:
    """How text is read and written."""
    written = {
        "empty": "",
        "spaces": "  ",
        "surrounded": "  a b  ",
        "newlines": "a\nb",
        "cr": "a&#13;b",
        "crlf": "a\r\nb",
        "raw_cr": "a\rb",
        "tab": "a\tb",
        "quote": "\"'",
        "markup": "&lt;b&gt;&amp;",
        "cdata": "<![CDATA[<b>&amp;]]>",
        "cdata_end": "]]&gt;",
        "cdata_mixed": "a<![CDATA[ b ]]>c",
        "comment": "a<!-- x -->b",
        "instruction": "a<?p x?>b",
        "child": "a<b>c</b>d",
        "only_child": "<b>c</b>",
        "euro": "\u20ac",
        "emoji": "\U0001f600",
        "reference": "&#x20AC;&#128512;",
        "nel": "\u0085",
        "line_separator": "\u2028",
        "fffd": "\ufffd",
        "reference_control": "&#1;",
        "reference_zero": "&#0;",
        "reference_surrogate": "&#xD800;",
        "fffe": "\ufffe",
        "reference_fffe": "&#xFFFE;",
        "control": "\x01",
        "cr_lf_reference": "&#13;&#10;",
        "only_newline": "\n",
        "comment_only": "<!-- x -->",
        "cdata_empty": "<![CDATA[]]>",
        "cdata_spaces": "<![CDATA[  ]]>",
        "del": "\x7f",
        "space_reference": "&#32;",
        "apos": "&apos;&quot;",
        "unknown_entity": "&nbsp;",
        "bare_ampersand": "a & b",
        "c1": "\u0080\u009f",
        "nested_empty": "<b/>",
        "tab_only": "\t",
        "no_break": "\u00a0",
        "gt": "a > b",
        "newline_around": "\n  abc\n",
        "space_comment": " <!-- x --> ",
        "child_then_text": "<b>c</b>d",
        "reference_tab": "&#9;&#10;",
        "reference_noncharacter": "&#x1FFFE;",
        "combining": "e\u0301",
    }
    for name, text in written.items():
        echo(f"text_{name}", f"text written {text!r}", f"<text>{text}</text>")
        if name in {"cr", "crlf", "spaces", "only_newline", "child", "newlines"}:
            inner = f"<texts><string>{text}</string></texts>"
            echo(f"texts_{name}", f"text in a list written {text!r}", inner)
