"""Questions about which messages are SOAP."""

# ruff: noqa: PLR0915 - one question a line reads best, however long its message

from __future__ import annotations

from ask import DECLARATION, LOGIN, NAMESPACE, SOAP11, SOAP12, ask, envelope, operation


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
    ask(
        "envelope_undeclared_prefix",
        "an undeclared prefix",
        bare.replace("<sUsername>u</sUsername>", "<q:sUsername>u</q:sUsername>"),
    )
    ask("envelope_duplicate_attribute", "an attribute twice", bare.replace("<sUsername>", '<sUsername a="1" a="2">'))
    ask("envelope_doctype_after_declaration", "a DTD after the declaration", '<?xml version="1.0"?><!DOCTYPE x>' + bare)
    ask("envelope_doctype_external", "an external DTD", '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + bare)
    ask("envelope_version_11", "XML 1.1", '<?xml version="1.1"?>' + bare)
    ask("envelope_version_2", "XML 2.0", '<?xml version="2.0"?>' + bare)
    ask(
        "envelope_standalone",
        "standalone in the declaration",
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + bare,
    )
    ask("envelope_text_in", "text in the envelope", bare.replace("<s:Body>", "abc<s:Body>"))
    ask("envelope_text_in_body", "text in the body before the operation", bare.replace("<s:Body>", "<s:Body>abc"))
    ask(
        "envelope_text_in_body_after", "text in the body after the operation", bare.replace("</s:Body>", "abc</s:Body>")
    )
    ask(
        "envelope_comment_in", "comments in envelope and body", bare.replace("<s:Body>", "<!-- a --><s:Body><!-- b -->")
    )
    ask("envelope_instruction_in_body", "an instruction in the body", bare.replace("<s:Body>", "<s:Body><?p x?>"))
    ask(
        "envelope_attributes",
        "attributes on envelope and body",
        bare.replace("<s:Body>", '<s:Body a="1" s:encodingStyle="x">'),
    )
    ask("envelope_unknown_child", "an unknown child before the body", bare.replace("<s:Body>", "<s:Other/><s:Body>"))
    ask(
        "envelope_unknown_foreign_child",
        "a foreign child before the body",
        bare.replace("<s:Body>", "<Other/><s:Body>"),
    )
    ask("envelope_child_after_body", "a child after the body", bare.replace("</s:Body>", "</s:Body><x/>"))
    ask("envelope_two_bodies", "two bodies", bare.replace("</s:Body>", "</s:Body><s:Body/>"))
    ask("envelope_empty", "an empty envelope", f'<s:Envelope xmlns:s="{SOAP11}"/>')
    ask("envelope_empty_pair", "an empty envelope with end tag", f'<s:Envelope xmlns:s="{SOAP11}"></s:Envelope>')
    ask("envelope_no_body", "only a header", f'<s:Envelope xmlns:s="{SOAP11}"><s:Header/></s:Envelope>')
    ask("envelope_body_empty", "an empty body", f'<s:Envelope xmlns:s="{SOAP11}"><s:Body/></s:Envelope>')
    ask(
        "envelope_body_empty_pair",
        "an empty body with end tag",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Body></s:Body></s:Envelope>',
    )
    ask(
        "envelope_body_space",
        "white space in the body",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>  </s:Body></s:Envelope>',
    )
    handshake = f'"{NAMESPACE}/API_Handshake"'
    login = f'"{NAMESPACE}/ValidateClient"'
    ask(
        "envelope_body_empty_action",
        "an empty body with an action",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Body/></s:Envelope>',
        action=handshake,
    )
    ask(
        "envelope_body_empty_login",
        "an empty body with an action that has parameters",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Body/></s:Envelope>',
        action=login,
    )
    ask(
        "envelope_body_empty_pair_action",
        "an empty body with end tag and an action",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Body></s:Body></s:Envelope>',
        action=handshake,
    )
    ask(
        "envelope_empty_action",
        "an empty envelope and an action",
        f'<s:Envelope xmlns:s="{SOAP11}"/>',
        action=handshake,
    )
    ask(
        "envelope_body_namespace",
        "a body of another namespace",
        f'<s:Envelope xmlns:s="{SOAP11}"><Body>{LOGIN}</Body></s:Envelope>',
    )
    ask(
        "envelope_body_12_in_11",
        "a SOAP 1.2 body in a SOAP 1.1 envelope",
        f'<s:Envelope xmlns:s="{SOAP11}"><t:Body xmlns:t="{SOAP12}">{LOGIN}</t:Body></s:Envelope>',
    )
    ask("envelope_no_namespace", "an envelope without namespace", f"<Envelope><Body>{LOGIN}</Body></Envelope>")
    ask(
        "envelope_other_namespace",
        "an envelope of an unknown namespace",
        f'<Envelope xmlns="urn:x"><Body>{LOGIN}</Body></Envelope>',
    )
    ask(
        "envelope_other_namespace_action",
        "an envelope of an unknown namespace, with an action",
        f'<Envelope xmlns="urn:x"><Body>{LOGIN}</Body></Envelope>',
        action=login,
    )
    ask(
        "envelope_other_namespace_12",
        "an envelope of an unknown namespace under the 1.2 content type",
        f'<Envelope xmlns="urn:x"><Body>{LOGIN}</Body></Envelope>',
        content_type="application/soap+xml",
    )
    ask(
        "envelope_2001",
        "the envelope of the 2001 working draft",
        f'<Envelope xmlns="http://www.w3.org/2001/12/soap-envelope"><Body>{LOGIN}</Body></Envelope>',
    )
    ask(
        "envelope_lower",
        "an envelope in lower case",
        f'<s:envelope xmlns:s="{SOAP11}"><s:body>{LOGIN}</s:body></s:envelope>',
    )
    ask(
        "envelope_named_otherwise",
        "another name in SOAP's namespace",
        f'<s:Message xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body></s:Message>',
    )
    ask(
        "envelope_named_otherwise_12",
        "another name in SOAP 1.2's namespace",
        f'<s:Message xmlns:s="{SOAP12}"><s:Body>{LOGIN}</s:Body></s:Message>',
    )
    ask("envelope_two_operations", "two operations in one body", envelope(LOGIN + operation("API_Handshake", "")))
    ask(
        "envelope_two_operations_action",
        "two operations, the action names the second",
        envelope(LOGIN + operation("API_Handshake", "")),
        action=handshake,
    )
    ask(
        "envelope_two_operations_first",
        "two operations, the action names the first",
        envelope(LOGIN + operation("API_Handshake", "")),
        action=login,
    )
    ask("envelope_foreign_first", "a foreign element before the operation", envelope("<x/>" + LOGIN))
    ask(
        "envelope_foreign_first_action",
        "a foreign element before the operation, with an action",
        envelope("<x/>" + LOGIN),
        action=login,
    )
    ask("envelope_foreign_second", "a foreign element after the operation", envelope(LOGIN + "<x/>"))
    ask("envelope_plain_text", "plain text", "hello")
    ask("envelope_space_only", "white space only", "  \n ")
    ask("envelope_json", "JSON", '{"a": 1}', content_type="application/json")
    ask("envelope_form", "a form", "sUsername=u&sPassword=p", content_type="application/x-www-form-urlencoded")
    ask("envelope_declaration_only", "a declaration and nothing else", DECLARATION)
    ask("envelope_null_byte", "a null character", bare.replace(">u<", ">\0<"))
    ask("envelope_lt_in_attribute", "a < in an attribute", bare.replace("<sUsername>", '<sUsername a="<">'))
    ask(
        "envelope_bad_12",
        "not well-formed within a SOAP 1.2 envelope",
        envelope(LOGIN, version=SOAP12).replace("</sUsername>", ""),
        content_type="application/soap+xml",
    )
    ask(
        "envelope_bad_12_text_xml",
        "not well-formed within a SOAP 1.2 envelope under text/xml",
        envelope(LOGIN, version=SOAP12).replace("</sUsername>", ""),
    )
    ask(
        "envelope_bad_value_12",
        "a bad value in SOAP 1.2",
        envelope(operation("Echo", "<number>x</number>"), version=SOAP12),
        content_type="application/soap+xml",
    )
    ask(
        "envelope_unknown_12",
        "an unknown operation in SOAP 1.2",
        envelope(operation("Nope", ""), version=SOAP12),
        content_type="application/soap+xml",
    )
    ask(
        "envelope_boom_12",
        "the operation throws, SOAP 1.2",
        envelope(operation("Boom", ""), version=SOAP12),
        content_type="application/soap+xml",
    )
    ask(
        "envelope_12_empty_body",
        "an empty body in SOAP 1.2 with action",
        f'<s:Envelope xmlns:s="{SOAP12}"><s:Body/></s:Envelope>',
        content_type=f"application/soap+xml; action={handshake}",
    )
    ask(
        "envelope_12_default_ns",
        "SOAP 1.2 as the default namespace",
        f'<Envelope xmlns="{SOAP12}"><Body>{LOGIN}</Body></Envelope>',
        content_type="application/soap+xml",
    )
    ask(
        "envelope_malformed_after_header",
        "not well-formed in a header",
        f'<s:Envelope xmlns:s="{SOAP11}"><s:Header><a></s:Header><s:Body>{LOGIN}</s:Body></s:Envelope>',
    )
    ask("envelope_malformed_action", "cut off, with an action", bare[: bare.index("</sUsername>")], action=login)
    ask(
        "envelope_malformed_other_parameter",
        "not well-formed in an unknown parameter",
        envelope(operation("Echo", "<zzz><a></zzz>")),
        action=f'"{NAMESPACE}/Echo"',
    )
