"""Questions about several wrongs at once, and about odd markup."""

# ruff: noqa: E501, PLR0915 - one question a line reads best, however long its message

from __future__ import annotations

from ask import LOGIN, NAMESPACE, SOAP11, SOAP12, ask, envelope, operation


def ask_order() -> None:
    """Which of several wrongs is told, and in which version; odd markup."""
    login = f'"{NAMESPACE}/ValidateClient"'
    hs = f'"{NAMESPACE}/API_Handshake"'
    bare = f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body></s:Envelope>'
    bare12 = f'<s:Envelope xmlns:s="{SOAP12}"><s:Body>{LOGIN}</s:Body></s:Envelope>'
    ask("order_dtd_action", "dtd action", "<!DOCTYPE x>" + bare, action=login)
    ask("order_dtd_unknown_action", "dtd unknown action", "<!DOCTYPE x>" + bare, action='"x"')
    ask("order_dtd_12type", "dtd 12type", "<!DOCTYPE x>" + bare, content_type="application/soap+xml")
    ask("order_plain_action", "plain action", "hello", action=login)
    ask("order_plain_unknown_action", "plain unknown action", "hello", action='"x"')
    ask("order_empty_action", "empty action", "", action=login)
    ask("order_empty_action12", "empty action12", "", action=login, content_type="application/soap+xml")
    ask("order_type_plain_action", "type plain action", bare, action=login, content_type="text/plain")
    ask("order_type_plain_action12", "type plain action12", bare12, action=login, content_type="text/plain")
    ask("order_type_none_action", "type none action", bare, action=login, content_type=None)
    ask("order_type_plain_unknown_action", "type plain unknown action", bare, action='"x"', content_type="text/plain")
    ask("order_type_plain_malformed", "type plain malformed", "hello", content_type="text/plain")
    ask(
        "order_type_plain_unknown_op",
        "type plain unknown op",
        bare.replace("ValidateClient", "Nope"),
        content_type="text/plain",
    )
    ask("order_type_plain_dtd", "type plain dtd", "<!DOCTYPE x>" + bare, content_type="text/plain")
    ask(
        "order_type_plain_bad_value",
        "type plain bad value",
        envelope(operation("Echo", "<number>x</number>")),
        content_type="text/plain",
    )
    ask("order_type_plain_empty", "type plain empty", "", content_type="text/plain")
    ask("order_type_plain_other_ns", "type plain other ns", "<x/>", content_type="text/plain")
    ask(
        "order_11_under_12_unknown_op",
        "11 under 12 unknown op",
        bare.replace("ValidateClient", "Nope"),
        content_type="application/soap+xml",
    )
    ask("order_11_under_12_malformed", "11 under 12 malformed", bare[:-5], content_type="application/soap+xml")
    ask(
        "order_11_under_12_malformed_op",
        "11 under 12 malformed op",
        bare[: bare.index("</sUser")],
        content_type="application/soap+xml",
    )
    ask(
        "order_mal_header_action",
        "mal header action",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Header><a></s:Header><s:Body>{LOGIN}</s:Body></s:Envelope>',
        action=login,
    )
    ask(
        "order_mal_header",
        "mal header",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Header><a></s:Header><s:Body>{LOGIN}</s:Body></s:Envelope>',
    )
    ask(
        "order_mal_header12",
        "mal header12",
        f'<s:Envelope xmlns:s="{SOAP12}"><s:Header><a></s:Header><s:Body>{LOGIN}</s:Body></s:Envelope>',
    )
    ask(
        "order_mal_header12action",
        "mal header12action",
        f'<s:Envelope xmlns:s="{SOAP12}"><s:Header><a></s:Header><s:Body>{LOGIN}</s:Body></s:Envelope>',
        action=login,
    )
    ask("order_mal_before_body", "mal before body", f'<s:Envelope xmlns:s="{SOAP11}"><&></s:Envelope>')
    ask("order_mal_in_envelope_tag", "mal in envelope tag", f'<s:Envelope xmlns:s="{SOAP11}" a></s:Envelope>')
    ask("order_mal_in_body_tag", "mal in body tag", f'<s:Envelope xmlns:s="{SOAP11}"><s:Body a></s:Envelope>')
    ask("order_mal_in_op_tag", "mal in op tag", f'<s:Envelope xmlns:s="{SOAP11}"><s:Body><a b></s:Envelope>')
    ask(
        "order_mal_after_unknown_op",
        "mal after unknown op",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Body><Nope xmlns="{NAMESPACE}"><a></s:Envelope>',
    )
    ask(
        "order_mal_after_bad_value",
        "mal after bad value",
        envelope(operation("Echo", "<number>x</number><a>")),
        action=f'"{NAMESPACE}/Echo"',
    )
    ask(
        "order_mal_before_bad_value",
        "mal before bad value",
        envelope(operation("Echo", "<a><number>x</number>")),
        action=f'"{NAMESPACE}/Echo"',
    )
    ask("order_mal_boom", "mal boom", envelope(operation("Boom", "")) + "<", action=f'"{NAMESPACE}/Boom"')
    ask("order_mal_boom2", "mal boom2", envelope(operation("Boom", "<a>")), action=f'"{NAMESPACE}/Boom"')
    ask(
        "order_mal_mu",
        "mal mu",
        envelope(operation("Boom", "<a>"), header='<soap:Header><h soap:mustUnderstand="1"/></soap:Header>'),
        action=f'"{NAMESPACE}/Boom"',
    )
    ask(
        "order_mu_trail",
        "mu trail",
        envelope(operation("Boom", ""), header='<soap:Header><h soap:mustUnderstand="1"/></soap:Header>') + "x",
        action=f'"{NAMESPACE}/Boom"',
    )
    for i, v in enumerate([" 1 ", "01", "TRUE", "True", "+1"]):
        ask(
            f"order_mu_{i}",
            f"mu {i}",
            envelope(LOGIN, header=f'<soap:Header><h soap:mustUnderstand="{v}"/></soap:Header>'),
        )
    ask(
        "order_mu_nested",
        "mu nested",
        envelope(LOGIN, header='<soap:Header><g><h soap:mustUnderstand="1"/></g></soap:Header>'),
    )
    ask(
        "order_no_body_action",
        "no body action",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Header/></s:Envelope>',
        action=login,
    )
    ask(
        "order_no_body_12",
        "no body 12",
        f'<s:Envelope xmlns:s="{SOAP12}"><s:Header/></s:Envelope>',
        content_type="application/soap+xml",
    )
    ask(
        "order_no_body_12_action",
        "no body 12 action",
        f'<s:Envelope xmlns:s="{SOAP12}"><s:Header/></s:Envelope>',
        content_type="application/soap+xml; action=" + login,
    )
    ask(
        "order_body_nested",
        "body nested",
        f'<s:Envelope xmlns:s="{SOAP11}"><x><s:Body>{LOGIN}</s:Body></x></s:Envelope>',
    )
    ask("order_action_enc", "action enc", bare12, content_type="application/soap+xml; action=" + hs.replace("/", "%2F"))
    ask(
        "order_action_enc2",
        "action enc2",
        bare12,
        content_type="application/soap+xml; action=" + login.replace("/", "%2F"),
    )
    ask(
        "order_action_lead_semicolon",
        "action lead semicolon",
        bare12,
        content_type="application/soap+xml;action=" + login + ";charset=utf-8",
    )
    ask("order_two_quotes", "two quotes", bare, action='"' + login + '"')
    ask("order_just_quote", "just quote", bare, action='"')
    ask(
        "order_nested_ns_param",
        "nested ns param",
        envelope(
            f'<v:Echo xmlns:v="{NAMESPACE}"><v:text>a</v:text><v:numbers><int>1</int><v:int>2</v:int></v:numbers></v:Echo>'
        ),
    )
    ask(
        "order_param_before_after",
        "param before after",
        envelope(LOGIN)[: -len("</soap:Body></soap:Envelope>")] + "<a>&bad;</a></soap:Body></soap:Envelope>",
    )
    ask(
        "order_envelope_named_otherwise_action",
        "envelope named otherwise action",
        f'<s:Message xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body></s:Message>',
        action=login,
    )
    ask(
        "order_list_repeat_null",
        "list repeat null",
        envelope(operation("Echo", '<numbers xsi:nil="true"/><numbers><int>2</int></numbers>')),
    )
    ask(
        "order_list_repeat_null2",
        "list repeat null2",
        envelope(operation("Echo", '<numbers><int>2</int></numbers><numbers xsi:nil="true"/>')),
    )
    ask(
        "order_list_item_nil_content",
        "list item nil content",
        envelope(
            operation(
                "Echo",
                '<texts><string xsi:nil="true">b</string><string xsi:nil="1"></string><string xsi:nil="false"/><string>d</string></texts>',
            )
        ),
    )
    ask("order_list_nil_bad", "list nil bad", envelope(operation("Echo", '<texts xsi:nil="x"/>')))
    ask("order_obj_nil_bad", "obj nil bad", envelope(operation("UpdateClientDetails", '<cClient xsi:nil="x"/>')))
    ask("order_obj_nil_false", "obj nil false", envelope(operation("UpdateClientDetails", '<cClient xsi:nil="0"/>')))
    ask("order_text_nil_bad", "text nil bad", envelope(operation("Echo", '<text xsi:nil="x"/>')))
    ask("order_int_nil_bad", "int nil bad", envelope(operation("Echo", '<number xsi:nil="x">5</number>')))
    ask("order_int_nil_content", "int nil content", envelope(operation("Echo", '<number xsi:nil="true">5</number>')))
    ask(
        "order_maybe_nil_bad_content",
        "maybe nil bad content",
        envelope(operation("Echo", '<maybeNumber xsi:nil="true">x</maybeNumber><maybeNumber>3</maybeNumber>')),
    )
    ask(
        "order_obj_type_spaces",
        "obj type spaces",
        envelope(
            operation(
                "UpdateClientDetails", '<cClient xsi:type=" TClieDetail "><Clie_Surname>L</Clie_Surname></cClient>'
            )
        ),
    )
    ask(
        "order_obj_type_nil",
        "obj type nil",
        envelope(operation("UpdateClientDetails", '<cClient xsi:type="zzz" xsi:nil="true"/>')),
    )
    ask(
        "order_list_type",
        "list type",
        envelope(operation("Echo", '<numbers xsi:type="ArrayOfInt"><int xsi:type="xsd:int">1</int></numbers>')),
    )
    ask(
        "order_obj_comment",
        "obj comment",
        envelope(operation("UpdateClientDetails", "<cClient><!-- a --><Clie_Surname>L</Clie_Surname><?p?></cClient>")),
    )
    ask(
        "order_obj_cdata",
        "obj cdata",
        envelope(operation("UpdateClientDetails", "<cClient><![CDATA[ z ]]><Clie_Surname>L</Clie_Surname></cClient>")),
    )
    ask(
        "order_obj_type_1999",
        "obj type 1999",
        envelope(
            operation(
                "UpdateClientDetails",
                '<cClient xmlns:o="http://www.w3.org/1999/XMLSchema-instance" o:type="x"><Clie_Surname>L</Clie_Surname></cClient>',
            )
        ),
    )
    ask(
        "order_obj_type_2000",
        "obj type 2000",
        envelope(
            operation(
                "UpdateClientDetails",
                '<cClient xmlns:o="http://www.w3.org/2000/10/XMLSchema-instance" o:type="x"><Clie_Surname>L</Clie_Surname></cClient>',
            )
        ),
    )
    ask("order_wrapper_nil", "wrapper nil", envelope(f'<UpdateClientDetails xmlns="{NAMESPACE}" xsi:nil="zz"/>'))
    ask("order_unknown_deep", "unknown deep", envelope(operation("Echo", "<zzz><a><b>1</b></a>t</zzz><text>q</text>")))
    ask("order_unknown_comment", "unknown comment", envelope(operation("Echo", "<zzz><!-- x --></zzz><text>q</text>")))
    ask("order_second_op_malformed", "second op malformed", envelope(LOGIN + "<b><c></b>"))
    ask("order_trailing_null", "trailing null", envelope(LOGIN) + "\0")
    ask(
        "order_after_body_text",
        "after body text",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body>abc</s:Envelope>',
    )
    ask(
        "order_doctype_in",
        "doctype in",
        f'<s:Envelope xmlns:s="{SOAP11}"><!DOCTYPE x><s:Body>{LOGIN}</s:Body></s:Envelope>',
    )
    ask("order_ver_12_body", "ver 12 body", '<?xml version="1.0" standalone="maybe"?>' + bare)
    ask("order_pi_xml", "pi xml", bare.replace("<s:Body>", '<?xml version="1.0"?><s:Body>'))
    ask("order_colon", "colon", bare.replace("<sUsername>u</sUsername>", '<a:b:c xmlns:a="urn:x"/>'))
    ask("order_empty_prefix_ns", "empty prefix ns", bare.replace("<sUsername>", '<sUsername xmlns:a="">'))
    ask("order_xmlns_xml", "xmlns xml", bare.replace("<sUsername>", '<sUsername xmlns:xml="urn:x">'))
    ask("order_amp_attr", "amp attr", bare.replace("<sUsername>", '<sUsername a="&amp;&lt;&#10;">'))
    ask("order_bad_name", "bad name", bare.replace("<sUsername>u</sUsername>", "<1a/>"))
    ask("order_comment_dd", "comment dd", bare.replace("<s:Body>", "<!-- a -- b --><s:Body>"))
    ask("order_cdata_end", "cdata end", bare.replace(">u<", ">]]><"))
    ask("order_text_cdata_end", "text cdata end", envelope(operation("Echo", "<text>a]]>b</text>")))
    ask(
        "order_attr_dup_ns",
        "attr dup ns",
        bare.replace("<sUsername>", '<sUsername xmlns:a="urn:x" xmlns:b="urn:x" a:c="1" b:c="2">'),
    )
    ask("order_lone_amp_unknown", "lone amp unknown", envelope(operation("Echo", "<zzz>&</zzz>")))
    short = [
        "<a>",
        "<a/>",
        "<hello>",
        "<hello><b>",
        "<hello></c>",
        "<ab>",
        "<a/> ",
        "<abcd/>x",
        '<hello a="1">',
        "a",
        "abcd",
        " <a>",
        '<a b="c">',
        "<a>x",
        "<a>&",
        "<a><b",
        "<a>\n",
        f'<s:Envelope xmlns:s="{SOAP11}">',
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>',
        f'<s:Envelope xmlns:s="{SOAP12}"><s:Body>',
        f'<s:Envelope xmlns:s="{SOAP12}">',
    ]
    for number, body in enumerate(short):
        ask(f"short_{number:02}", f"the whole body is {body!r}", body)
