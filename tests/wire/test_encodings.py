"""How bytes become text where the recordings are silent, or where names would be destroyed."""

import pytest

from tests.wire.sample import call, operation, sample_endpoint, soap

ENDPOINT = sample_endpoint()
NAME = "Günther-Zoë “€”"
MESSAGE = soap(operation("Echo", f"<text>{NAME}</text>"))


def echoed(body, content_type="text/xml"):
    return call(ENDPOINT, body, CONTENT_TYPE=content_type).text.partition("<Text>")[2].partition("</Text>")[0]


@pytest.mark.parametrize("declared", ["utf-16", "UTF-16", "utf-16le", "utf-32", "unicode", "utf-8", "nonsense"])
def test_a_declaration_that_the_bytes_contradict_is_passed_over(declared):
    """.NET's StringWriter declares UTF-16 whatever the text is sent in."""
    body = f'<?xml version="1.0" encoding="{declared}"?>{MESSAGE}'.encode()
    assert echoed(body) == NAME


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>'])
def test_bytes_that_are_no_utf_8_are_windows_1252_where_no_charset_is_told(declaration):
    """Windows PowerShell sends such bytes without a charset."""
    assert echoed((declaration + MESSAGE).encode("cp1252")) == NAME


def test_bytes_that_windows_1252_lacks_become_a_replacement_character():
    assert echoed(MESSAGE.encode("cp1252").replace("ü".encode("cp1252"), b"\x81")).startswith("G\ufffdnther")


def test_a_charset_is_believed():
    assert echoed(MESSAGE.encode("cp1252"), "text/xml; charset=utf-8").startswith("G\ufffdnther")


def test_a_declared_encoding_is_believed_where_the_bytes_may_be_it():
    body = '<?xml version="1.0" encoding="iso-8859-1"?>' + soap(operation("Echo", "<text>Zoë</text>"))
    assert echoed(body.encode("latin-1")) == "Zoë"
