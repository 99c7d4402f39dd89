"""Questions about SOAP headers, actions, content types, encodings and targets."""

# ruff: noqa: E501 - one question a line reads best, however long its message

from __future__ import annotations

from ask import LOGIN, NAMESPACE, PAGE, SOAP11, SOAP12, ask, envelope, operation


def ask_headers() -> None:
    """What SOAP headers do."""

    def header(inner: str, prefix: str = "soap") -> str:
        return f"<{prefix}:Header>{inner}</{prefix}:Header>"

    def with_header(case: str, note: str, inner: str, version: str = SOAP11, **more: str) -> None:
        ask(case, note, envelope(LOGIN, header=header(inner), version=version), **more)  # type: ignore[arg-type]

    with_header("header_empty", "an empty header", "")
    with_header("header_must_understand", "mustUnderstand 1", '<h xmlns="urn:x" soap:mustUnderstand="1">1</h>')
    with_header(
        "header_must_understand_true", "mustUnderstand true", '<h xmlns="urn:x" soap:mustUnderstand="true">1</h>'
    )
    with_header("header_must_understand_0", "mustUnderstand 0", '<h xmlns="urn:x" soap:mustUnderstand="0">1</h>')
    with_header(
        "header_must_understand_false", "mustUnderstand false", '<h xmlns="urn:x" soap:mustUnderstand="false">1</h>'
    )
    with_header(
        "header_must_understand_other", "mustUnderstand written yes", '<h xmlns="urn:x" soap:mustUnderstand="yes">1</h>'
    )
    with_header("header_must_understand_empty", "mustUnderstand empty", '<h xmlns="urn:x" soap:mustUnderstand="">1</h>')
    with_header(
        "header_must_understand_plain", "mustUnderstand without namespace", '<h xmlns="urn:x" mustUnderstand="1">1</h>'
    )
    with_header(
        "header_must_understand_next",
        "mustUnderstand for the next actor",
        '<h xmlns="urn:x" soap:mustUnderstand="1" soap:actor="http://schemas.xmlsoap.org/soap/actor/next">1</h>',
    )
    with_header(
        "header_must_understand_actor",
        "mustUnderstand for another actor",
        '<h xmlns="urn:x" soap:mustUnderstand="1" soap:actor="urn:someone">1</h>',
    )
    with_header(
        "header_must_understand_empty_actor",
        "mustUnderstand for the empty actor",
        '<h xmlns="urn:x" soap:mustUnderstand="1" soap:actor="">1</h>',
    )
    with_header(
        "header_must_understand_second",
        "the second header must be understood",
        '<a xmlns="urn:x"/><h xmlns="urn:x" soap:mustUnderstand="1">1</h>',
    )
    with_header(
        "header_must_understand_12",
        "mustUnderstand in SOAP 1.2",
        '<h xmlns="urn:x" soap:mustUnderstand="true">1</h>',
        SOAP12,
        content_type="application/soap+xml",
    )
    with_header(
        "header_must_understand_1_12",
        "mustUnderstand 1 in SOAP 1.2",
        '<h xmlns="urn:x" soap:mustUnderstand="1">1</h>',
        SOAP12,
        content_type="application/soap+xml",
    )
    with_header(
        "header_must_understand_role_12",
        "mustUnderstand for another role in SOAP 1.2",
        '<h xmlns="urn:x" soap:mustUnderstand="true" soap:role="urn:someone">1</h>',
        SOAP12,
        content_type="application/soap+xml",
    )
    with_header(
        "header_must_understand_none_12",
        "mustUnderstand for the role none in SOAP 1.2",
        '<h xmlns="urn:x" soap:mustUnderstand="true" soap:role="http://www.w3.org/2003/05/soap-envelope/role/none">1</h>',
        SOAP12,
        content_type="application/soap+xml",
    )
    with_header(
        "header_must_understand_next_12",
        "mustUnderstand for the role next in SOAP 1.2",
        '<h xmlns="urn:x" soap:mustUnderstand="true" soap:role="http://www.w3.org/2003/05/soap-envelope/role/next">1</h>',
        SOAP12,
        content_type="application/soap+xml",
    )
    with_header(
        "header_must_understand_receiver_12",
        "mustUnderstand for the ultimate receiver in SOAP 1.2",
        '<h xmlns="urn:x" soap:mustUnderstand="true" soap:role="http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver">1</h>',
        SOAP12,
        content_type="application/soap+xml",
    )
    with_header(
        "header_must_understand_no_namespace",
        "mustUnderstand on a header without namespace",
        '<h soap:mustUnderstand="1">1</h>',
    )
    with_header(
        "header_11_in_12",
        "mustUnderstand of SOAP 1.1 in a SOAP 1.2 message",
        f'<h xmlns="urn:x" xmlns:o="{SOAP11}" o:mustUnderstand="1">1</h>',
        SOAP12,
        content_type="application/soap+xml",
    )
    with_header(
        "header_12_in_11",
        "mustUnderstand of SOAP 1.2 in a SOAP 1.1 message",
        f'<h xmlns="urn:x" xmlns:o="{SOAP12}" o:mustUnderstand="1">1</h>',
    )
    with_header(
        "header_addressing",
        "WS-Addressing without mustUnderstand",
        f'<a:Action xmlns:a="http://www.w3.org/2005/08/addressing">{NAMESPACE}/Boom</a:Action><a:To xmlns:a="http://www.w3.org/2005/08/addressing">urn:x</a:To>',
    )
    with_header("header_text", "text in the header", "abc")
    with_header(
        "header_security",
        "WS-Security with mustUnderstand",
        '<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" soap:mustUnderstand="1"/>',
    )
    with_header("header_comment", "a comment in the header", "<!-- x -->")
    bare = f'<s:Envelope xmlns:s="{SOAP11}"><s:Body>{LOGIN}</s:Body><s:Header><h xmlns="urn:x" s:mustUnderstand="1"/></s:Header></s:Envelope>'
    ask("header_after_body", "a header after the body", bare)
    two = f'<s:Envelope xmlns:s="{SOAP11}"><s:Header/><s:Header/><s:Body>{LOGIN}</s:Body></s:Envelope>'
    ask("header_twice", "two headers", two)
    body = envelope(
        operation("Echo", "<number>x</number>"), header=header('<h xmlns="urn:x" soap:mustUnderstand="1">1</h>')
    )
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
    ask(
        "action_wrong_namespace_body",
        "a right action, body of another namespace",
        envelope(operation("ValidateClient", "<sPassword>p</sPassword>", namespace="urn:x")),
        action=f'"{name}"',
    )
    ask(
        "action_no_namespace_body",
        "a right action, body without namespace",
        envelope("<ValidateClient><sPassword>p</sPassword></ValidateClient>"),
        action=f'"{name}"',
    )
    ask(
        "action_unknown_body",
        "a right action, an unknown operation in the body",
        envelope(operation("Nope", "")),
        action=f'"{name}"',
    )
    ask(
        "action_unknown_both",
        "an unknown action and operation",
        envelope(operation("Nope", "")),
        action=f'"{NAMESPACE}/Nope"',
    )
    ask("action_12_in_soapaction", "SOAP 1.2 with a SOAPAction header", login12, action=f'"{name}"')
    ask(
        "action_12_soapaction_other",
        "SOAP 1.2 with another SOAPAction under text/xml",
        login12,
        action=f'"{handshake}"',
    )
    ask(
        "action_12_soapaction_other_type",
        "SOAP 1.2 with another SOAPAction under its own type",
        login12,
        action=f'"{handshake}"',
        content_type="application/soap+xml",
    )
    ask(
        "action_12_soapaction_unknown",
        "SOAP 1.2 with an unknown SOAPAction under its own type",
        login12,
        action='"urn:x"',
        content_type="application/soap+xml",
    )
    ask(
        "action_12_soapaction_unknown_xml",
        "SOAP 1.2 with an unknown SOAPAction under text/xml",
        login12,
        action='"urn:x"',
    )
    ask(
        "action_12_empty_soapaction",
        "SOAP 1.2 with an empty SOAPAction",
        login12,
        action='""',
        content_type="application/soap+xml",
    )
    ask(
        "action_12_other",
        "SOAP 1.2, the action of another operation",
        login12,
        content_type=f'application/soap+xml; action="{handshake}"',
    )
    ask(
        "action_12_unknown", "SOAP 1.2, an unknown action", login12, content_type='application/soap+xml; action="urn:x"'
    )
    ask("action_12_empty", "SOAP 1.2, an empty action", login12, content_type='application/soap+xml; action=""')
    ask(
        "action_12_unquoted",
        "SOAP 1.2, the action unquoted",
        login12,
        content_type=f"application/soap+xml; action={name}",
    )
    ask(
        "action_12_first",
        "SOAP 1.2, action before charset",
        login12,
        content_type=f'application/soap+xml; action="{name}"; charset=utf-8',
    )
    ask("action_12_on_11", "SOAP 1.1 with action in the content type", login, content_type=f'text/xml; action="{name}"')
    ask(
        "action_12_on_11_other",
        "SOAP 1.1 with another action in the content type",
        login,
        content_type=f'text/xml; action="{handshake}"',
    )
    ask(
        "action_11_under_12_type",
        "SOAP 1.1 under the type of SOAP 1.2",
        login,
        content_type="application/soap+xml; charset=utf-8",
    )
    ask(
        "action_11_under_12_type_action",
        "SOAP 1.1 under the type of SOAP 1.2 with action",
        login,
        content_type=f'application/soap+xml; action="{name}"',
    )
    ask(
        "action_11_under_12_type_unknown",
        "SOAP 1.1 under the type of SOAP 1.2 with an unknown action",
        login,
        content_type='application/soap+xml; action="urn:x"',
    )
    ask(
        "action_11_under_12_soapaction",
        "SOAP 1.1 under the type of SOAP 1.2 with SOAPAction",
        login,
        content_type="application/soap+xml",
        action=f'"{name}"',
    )
    ask(
        "action_12_upper_parameter",
        "SOAP 1.2, ACTION in capitals",
        login12,
        content_type=f'application/soap+xml; ACTION="{name}"',
    )


def ask_content_types() -> None:
    """Which content types and encodings are read."""
    login = envelope(LOGIN)
    for number, kind in enumerate(
        [
            "text/plain",
            "application/xml",
            "application/json",
            "TEXT/XML",
            "text/xml;charset=UTF-8",
            'text/xml; charset="utf-8"',
            "text/xml; charset='utf-8'",
            "text/xml;",
            "text/xml; charset=",
            "text/xml; charset=nope",
            "text/xml; boundary=x",
            "text/xml, text/xml",
            'multipart/related; type="text/xml"',
            "application/soap+xml; charset=nope",
            "text",
            "",
            "text/xmlx",
            "application/soap+xmlx",
            " text/xml",
            "text/html",
            "application/octet-stream",
            "*/*",
            "application/soap",
            "text/xml ; charset=utf-8",
            "text/xml; charset=us-ascii",
            "Application/Soap+Xml",
            "text/xml;charset=utf-8;x=y",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/xml charset=utf-8",
        ]
    ):
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
    encoded(
        "encoding_charset_latin1_declared_utf8",
        "latin-1 bytes and charset, declaration utf-8",
        "latin-1",
        "utf-8",
        "iso-8859-1",
    )
    encoded("encoding_utf16_bom", "utf-16 with byte order mark", "utf-16", None, "utf-16")
    encoded("encoding_utf16_bom_no_charset", "utf-16 with byte order mark, no charset", "utf-16", None, None)
    encoded("encoding_utf16_declared", "utf-16 with byte order mark and declaration", "utf-16", "utf-16", None)
    encoded("encoding_utf16_as_utf8", "utf-16 with byte order mark, charset utf-8", "utf-16", None, "utf-8")
    encoded("encoding_utf16le", "utf-16le without mark, charset utf-16le", "utf-16le", None, "utf-16le")
    encoded(
        "encoding_utf16le_declared", "utf-16le without mark but a declaration, no charset", "utf-16le", "utf-16", None
    )
    encoded("encoding_utf16be", "utf-16be without mark, charset utf-16be", "utf-16be", None, "utf-16be")
    encoded("encoding_utf16be_bom", "utf-16be with mark", "utf-16be", None, "utf-16be")
    encoded("encoding_utf8_declared_utf16", "utf-8 bytes declared utf-16", "utf-8", "utf-16", None)
    encoded(
        "encoding_utf8_declared_utf16_charset", "utf-8 bytes declared utf-16, charset utf-8", "utf-8", "utf-16", "utf-8"
    )
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
    for name, query in (("disco", "?disco"), ("disco_capitals", "?DISCO")):
        ask(name, "the discovery document", "", method="GET", content_type=None, path=PAGE + query)
