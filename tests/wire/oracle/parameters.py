"""Questions about lists, parameters, objects and results."""

# ruff: noqa: E501 - one question a line reads best, however long its message

from __future__ import annotations

from ask import NAMESPACE, SOAP12, ask, details, echo, envelope, operation, update


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
    echo(
        "list_long", "three hundred items", "<numbers>" + "".join(f"<int>{n}</int>" for n in range(300)) + "</numbers>"
    )
    echo("list_items_namespace", "items in another namespace", '<numbers><int xmlns="urn:x">1</int></numbers>')
    echo("list_items_no_namespace", "items in no namespace", '<texts><string xmlns="">a</string></texts>')
    echo("list_items_nested", "an item inside an item", "<texts><string>a<string>b</string></string></texts>")
    echo("list_comment", "a comment between items", "<texts><!-- x --><string>a</string><?p?></texts>")
    echo(
        "list_type_attribute",
        "SOAP array attributes",
        '<numbers xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" e:arrayType="xsd:int[2]" xsi:type="e:Array"><int>1</int></numbers>',
    )
    for count in ("1", "3", "-1", ""):
        body = envelope(operation("GetClients", f"<sToken>t</sToken><count>{count}</count>"))
        ask(
            f"list_count_{count or 'empty'}",
            f"GetClients with count {count!r}",
            body,
            action=f'"{NAMESPACE}/GetClients"',
        )
    ask(
        "list_of_lists",
        "a list of lists of texts with a null",
        envelope(operation("QueryAdditionalData", "<token>t</token>")),
    )


def ask_parameters() -> None:
    """How parameters are matched."""
    echo("parameter_repeated", "a parameter twice", "<number>1</number><number>2</number>")
    echo("parameter_repeated_text", "a text parameter twice", "<text>a</text><text>b</text>")
    echo("parameter_repeated_bad", "a parameter twice, the second bad", "<number>1</number><number>x</number>")
    echo(
        "parameter_repeated_nullable",
        "a nullable parameter twice",
        "<maybeNumber>1</maybeNumber><maybeNumber>2</maybeNumber>",
    )
    echo(
        "parameter_repeated_apart",
        "a parameter twice, another between",
        "<number>1</number><text>a</text><number>2</number>",
    )
    echo(
        "parameter_repeated_nil",
        "a nullable parameter twice, first nil",
        '<maybeNumber xsi:nil="true"/><maybeNumber>2</maybeNumber>',
    )
    echo(
        "parameter_repeated_nil_last",
        "a nullable parameter twice, last nil",
        '<maybeNumber>2</maybeNumber><maybeNumber xsi:nil="true"/>',
    )
    echo("parameter_repeated_nil_text", "a text twice, first nil", '<text xsi:nil="true"/><text>b</text>')
    echo("parameter_case", "a parameter in another case", "<Number>1</Number><TEXT>a</TEXT>")
    echo(
        "parameter_other_namespace",
        "parameters of another namespace",
        '<number xmlns="urn:x">1</number><text xmlns="urn:x">a</text>',
    )
    echo("parameter_no_namespace", "parameters in no namespace", '<number xmlns="">1</number><text xmlns="">a</text>')
    echo("parameter_mixed_namespace", "one parameter in no namespace", '<number xmlns="">1</number><text>a</text>')
    echo("parameter_soap_namespace", "a parameter in SOAP's namespace", "<soap:number>1</soap:number>")
    echo(
        "parameter_attributes",
        "attributes on parameters",
        '<number a="1" xsi:type="xsd:int">1</number><text xsi:type="xsd:string" id="x">a</text>',
    )
    echo("parameter_text_between", "text between parameters", "x<number>1</number>y<text>a</text>z")
    echo("parameter_space_between", "white space between parameters", "\n  <number>1</number>\n  <text>a</text>\n")
    echo(
        "parameter_comments",
        "comments between parameters",
        "<!-- a --><number>1</number><?p x?><text>a</text><!-- b -->",
    )
    echo("parameter_cdata_between", "CDATA between parameters", "<![CDATA[x]]><number>1</number>")
    echo(
        "parameter_unknown_children",
        "an unknown parameter with the name of a known one inside",
        "<zzz><number>9</number></zzz><text>a</text>",
    )
    echo("parameter_unknown_first", "an unknown parameter first", "<zzz>1</zzz><number>1</number>")
    echo("parameter_unknown_last", "an unknown parameter last", "<number>1</number><zzz/>")
    echo("parameter_type_wrong", "xsi:type that does not fit", '<number xsi:type="xsd:string">1</number>')
    echo(
        "parameter_type_unknown",
        "xsi:type of no known type",
        '<number xsi:type="xsd:nope">1</number><text xsi:type="urn:x">a</text>',
    )
    echo("parameter_type_text_int", "xsi:type int on a text", '<text xsi:type="xsd:int">1</text>')
    echo("parameter_href", "a parameter by href", '<text href="#id1"/><number>1</number>')
    prefixed = f'<v:Echo xmlns:v="{NAMESPACE}"><number>1</number><text>a</text></v:Echo>'
    ask("parameter_unprefixed", "a prefixed operation with parameters in no namespace", envelope(prefixed))
    prefixed = (
        f'<v:ValidateClient xmlns:v="{NAMESPACE}"><sUsername>u</sUsername><sPassword>p</sPassword></v:ValidateClient>'
    )
    ask("parameter_unprefixed_login", "a prefixed login with parameters in no namespace", envelope(prefixed))
    prefixed = f'<v:ValidateClient xmlns:v="{NAMESPACE}"><v:sUsername>u</v:sUsername><sPassword>p</sPassword></v:ValidateClient>'
    ask("parameter_half_prefixed", "a prefixed login with one parameter in no namespace", envelope(prefixed))
    ask(
        "wrapper_attributes",
        "attributes on the operation's element",
        envelope(f'<ValidateClient xmlns="{NAMESPACE}" a="1" xsi:type="x"><sPassword>p</sPassword></ValidateClient>'),
    )
    ask("wrapper_text", "text instead of parameters", envelope(operation("ValidateClient", "abc")))
    ask("wrapper_empty", "no parameters, empty element", envelope(f'<ValidateClient xmlns="{NAMESPACE}"/>'))
    ask("wrapper_case", "the operation in another case", envelope(operation("validateclient", "")))
    ask(
        "wrapper_encoding_style",
        "encodingStyle on the operation",
        envelope(
            f'<ValidateClient xmlns="{NAMESPACE}" soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><sPassword>p</sPassword></ValidateClient>'
        ),
    )


def ask_objects() -> None:
    """How objects are read."""

    def client(inner: str, attributes: str = "") -> str:
        return f"<cClient{attributes}>{inner}</cClient>"

    update("object_missing", "no object", "<sToken>t</sToken>")
    update("object_empty", "an empty object", "<cClient/>")
    update("object_empty_pair", "an empty object with an end tag", "<cClient></cClient>")
    update("object_space", "white space in an object", "<cClient>\n  </cClient>")
    update("object_text", "text instead of members", "<cClient>abc</cClient>")
    update(
        "object_text_between",
        "text between members",
        "<cClient>a<Clie_Surname>Lee</Clie_Surname>b<USIExempt>1</USIExempt></cClient>",
    )
    update(
        "object_repeated",
        "an object twice",
        client("<Clie_Surname>A</Clie_Surname>") + client("<Clie_Surname>B</Clie_Surname>"),
    )
    update(
        "object_repeated_member",
        "a member twice",
        client("<Clie_Surname>A</Clie_Surname><Clie_Surname>B</Clie_Surname>"),
    )
    update(
        "object_repeated_value_member",
        "a boolean member twice",
        client("<USIExempt>true</USIExempt><USIExempt>false</USIExempt>"),
    )
    update(
        "object_repeated_value_bad",
        "a boolean member twice, the second bad",
        client("<USIExempt>true</USIExempt><USIExempt>x</USIExempt>"),
    )
    update(
        "object_repeated_nullable",
        "a nullable member twice",
        client("<Clie_DOB>1990-05-01</Clie_DOB><Clie_DOB>1991-05-01</Clie_DOB>"),
    )
    update(
        "object_repeated_nil",
        "a nullable member twice, last nil",
        client('<Clie_DOB>1990-05-01</Clie_DOB><Clie_DOB xsi:nil="true"/>'),
    )
    update(
        "object_repeated_object",
        "a member object twice",
        client("<UsualAddress><City>A</City></UsualAddress><UsualAddress><City>B</City></UsualAddress>"),
    )
    update(
        "object_base_last",
        "members of the base class last",
        client("<USIExempt>1</USIExempt><Clie_Surname>Lee</Clie_Surname>"),
    )
    update(
        "object_type_own",
        "xsi:type of the declared type",
        client("<Clie_Surname>Lee</Clie_Surname>", f' xsi:type="q:TClieDetail" xmlns:q="{NAMESPACE}"'),
    )
    update(
        "object_type_default",
        "xsi:type without prefix",
        client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type="TClieDetail"'),
    )
    update(
        "object_type_base",
        "xsi:type of the base type",
        client("<Clie_Surname>Lee</Clie_Surname>", f' xsi:type="q:TClie" xmlns:q="{NAMESPACE}"'),
    )
    update(
        "object_type_other",
        "xsi:type of another type",
        client("<City>Lee</City>", f' xsi:type="q:TAddress" xmlns:q="{NAMESPACE}"'),
    )
    update(
        "object_type_unknown",
        "xsi:type of no known type",
        client("<Clie_Surname>Lee</Clie_Surname>", f' xsi:type="q:Nope" xmlns:q="{NAMESPACE}"'),
    )
    update(
        "object_type_namespace",
        "xsi:type of another namespace",
        client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type="q:TClieDetail" xmlns:q="urn:x"'),
    )
    update(
        "object_type_prefix",
        "xsi:type with an undeclared prefix",
        client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type="zz:TClieDetail"'),
    )
    update("object_type_any", "xsi:type anyType", client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type="xsd:anyType"'))
    update("object_type_empty", "an empty xsi:type", client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type=""'))
    update(
        "object_type_string", "xsi:type string", client("<Clie_Surname>Lee</Clie_Surname>", ' xsi:type="xsd:string"')
    )
    update("object_attributes", "attributes on an object", client("<Clie_Surname>Lee</Clie_Surname>", ' a="1" id="x"'))
    update(
        "object_member_namespace",
        "members of another namespace",
        client('<Clie_Surname xmlns="urn:x">Lee</Clie_Surname>'),
    )
    update(
        "object_member_no_namespace",
        "members in no namespace",
        client('<Clie_Surname xmlns="">Lee</Clie_Surname><USIExempt>1</USIExempt>'),
    )
    update("object_member_case", "a member in another case", client("<clie_surname>Lee</clie_surname>"))
    update(
        "object_member_empty_text",
        "an empty text member",
        client("<Clie_Surname/><UsualAddress><City/></UsualAddress>"),
    )
    update("object_member_bad", "a bad member", client("<Clie_Surname>Lee</Clie_Surname><USIExempt>x</USIExempt>"))
    update("object_member_empty_boolean", "an empty boolean member", client("<USIExempt/>"))
    update("object_member_empty_when", "an empty nullable dateTime member", client("<Clie_DOB/>"))
    update("object_member_empty_decimal", "an empty nullable decimal member", client("<Clie_Salary/>"))
    update(
        "object_member_dob_offset",
        "a dateTime member with an offset",
        client("<Clie_DOB>1990-05-01T00:00:00+10:00</Clie_DOB>"),
    )
    update("object_member_dob_z", "a dateTime member in UTC", client("<Clie_DOB>1990-05-01T00:00:00Z</Clie_DOB>"))
    update("object_address_empty", "an empty member object", client("<UsualAddress/>"))
    update("object_address_text", "text in a member object", client("<UsualAddress>Hobart</UsualAddress>"))
    update(
        "object_namespace_other",
        "the object in another namespace",
        '<cClient xmlns="urn:x"><Clie_Surname>Lee</Clie_Surname></cClient>',
    )
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
