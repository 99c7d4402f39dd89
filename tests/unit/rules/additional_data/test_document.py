"""The XML text of an update."""

import time

import pytest

from vettrak_api.errors import InvalidInput
from vettrak_api.rules.additional_data.document import LONGEST_DOCUMENT, read_document


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("<AdditionalData/>", {}),
        ("<AdditionalData><A>1</A><B/></AdditionalData>", {"A": "1", "B": ""}),
        ("\ufeff <AdditionalData><A>1</A></AdditionalData> \n", {"A": "1"}),
        ('<?xml version="1.0" encoding="utf-16"?><AdditionalData><A>é</A></AdditionalData>', {"A": "é"}),
        ("<AdditionalData><A>&lt;&amp;&#233;<![CDATA[<x>]]></A></AdditionalData>", {"A": "<&é<x>"}),
        ("<AdditionalData>\n  <!-- c --><A x='y'>1<!-- c -->2</A><?p i?>\n</AdditionalData>", {"A": "12"}),
        ('<AdditionalData xmlns="urn:x"><A>1</A></AdditionalData>', {"A": "1"}),
        ('<n:AdditionalData xmlns:n="urn:x"><n:A>1</n:A></n:AdditionalData>', {"A": "1"}),
        ("<AdditionalData><A>1</A><A>2</A></AdditionalData>", {"A": "2"}),
    ],
)
def test_each_child_is_a_field(text, fields):
    assert read_document(text) == fields


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "   ",
        "plain text",
        "<AdditionalData>",
        "<AdditionalData></Other>",
        "<additionaldata/>",
        "<Other/>",
        "<AdditionalData/><AdditionalData/>",
        "<AdditionalData>stray</AdditionalData>",
        "<AdditionalData><A><B>1</B></A></AdditionalData>",
        "<AdditionalData><A>&unknown;</A></AdditionalData>",
        "<AdditionalData><A>&#0;</A></AdditionalData>",
        "<AdditionalData><A>\x01</A></AdditionalData>",
        "<AdditionalData><A>\ud800</A></AdditionalData>",
        "<!DOCTYPE AdditionalData><AdditionalData/>",
        '<!DOCTYPE AdditionalData SYSTEM "file:///etc/passwd"><AdditionalData/>',
        '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><AdditionalData><A>&e;</A></AdditionalData>',
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(InvalidInput, match=r"^Additional data is not valid XML\.$"):
        read_document(text)


@pytest.mark.parametrize(
    "text",
    [
        "<AdditionalData>" + "<A>" * 40_000,
        "<AdditionalData><A" + "".join(f" a{number}=''" for number in range(18_000)) + "><B/>",
        "<AdditionalData><A>" + "x" * LONGEST_DOCUMENT + "</A></AdditionalData>",
        "<" * LONGEST_DOCUMENT,
    ],
    ids=["depth", "attributes", "length", "brackets"],
)
def test_floods_are_refused_at_once(text):
    started = time.process_time()
    with pytest.raises(InvalidInput):
        read_document(text)
    assert time.process_time() - started < 0.5


def test_as_many_fields_as_fit_are_read_at_once():
    text = "<AdditionalData>" + "".join(f"<A{n}>1</A{n}>" for n in range(10_000)) + "</AdditionalData>"
    started = time.process_time()
    assert len(read_document(text)) == 10_000
    assert time.process_time() - started < 0.5
