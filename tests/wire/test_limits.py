"""Floods and lies: each is refused with a Client fault, quickly and in bounded memory, before the operation runs."""

import io
import time
import tracemalloc

import pytest

from tests.wire.sample import NAMESPACE, SOAP11, ask, call, operation, sample_endpoint, soap
from vettrak_api.asmx import Limits

MEBIBYTE = 1024 * 1024
ROOM = 4 * MEBIBYTE - 2000
XML = {"CONTENT_TYPE": "text/xml; charset=utf-8"}


def filled(piece: str) -> str:
    return piece * (ROOM // len(piece))


FLOODS = {
    "deep nesting": soap(operation("Echo", filled("<a>"))),
    "elements": soap(operation("Echo", filled("<a/>"))),
    "elements with text": soap(operation("Echo", filled("<a>x</a>"))),
    "items": soap(operation("Echo", "<numbers>" + filled("<int>1</int>") + "</numbers>")),
    "attributes": soap(operation("Echo", "<a " + " ".join(f'a{n}=""' for n in range(300_000)) + "/>")),
    "attributes with long names": soap(
        operation("Echo", "<a " + " ".join(f'a{n:0200}="1"' for n in range(19_000)) + "/>")
    ),
    "namespace declarations": soap(
        operation("Echo", "<a " + " ".join(f'xmlns:a{n}="u"' for n in range(200_000)) + "/>")
    ),
    "attributes after a bracket": soap(
        operation("Echo", '<a z=">" ' + " ".join(f'a{n}=""' for n in range(300_000)) + "/>")
    ),
    "a long attribute": soap(operation("Echo", f'<a b="{filled("x")}"/>')),
    "a long name": soap(operation("Echo", f"<{filled('n')}/>")),
    "a long attribute name": soap(operation("Echo", f'<a {filled("n")}="1"/>')),
    "elements in a header": f'<s:Envelope xmlns:s="{SOAP11}"><s:Header>{filled("<a/>")}</s:Header></s:Envelope>',
    "elements before the body": f'<s:Envelope xmlns:s="{SOAP11}">{filled("<a/>")}</s:Envelope>',
    "a long namespace": soap(
        f'<Echo xmlns="{NAMESPACE}"><a xmlns="{"u" * 80_000}">'
        + "".join(f"<n{number}/>" for number in range(20_000))
        + "</a></Echo>"
    ),
    "a namespace a little too long": soap(operation("Echo", f'<a xmlns:n="{"u" * 1025}"/>')),
    "long names by a long namespace": soap(
        operation(
            "Echo",
            f'<a xmlns="{"u" * 1000}">' + "".join(f"<n{number}/>" for number in range(90_000)) + "</a>",
        )
    ),
    "long attribute names by a long namespace": soap(
        operation(
            "Echo",
            f'<a xmlns:n="{"u" * 1000}">'
            + ("<b " + " ".join(f'n:a{number}=""' for number in range(60)) + "/>") * 5_000
            + "</a>",
        )
    ),
    "zeros where a number belongs": soap(operation("Echo", f"<number>{filled('0')}</number>")),
    "signs and zeros where a number belongs": soap(operation("Echo", f"<number>-{filled('0')}x</number>")),
    "digits where an amount belongs": soap(operation("Echo", f"<amount>{filled('9')}</amount>")),
    "blanks where a yes or no belongs": soap(operation("Echo", f"<flag>{filled(' ')}true</flag>")),
    "digits where a time belongs": soap(operation("Echo", f"<when>2026-01-01T00:00:00.{filled('9')}</when>")),
    "zeros in a list": soap(operation("Echo", f"<numbers><int>{filled('0')}</int></numbers>")),
    "65 attributes": soap(operation("Echo", "<a " + " ".join(f'a{n}=""' for n in range(65)) + "/>")),
    "65 deep": soap(operation("Echo", "<a>" * 62 + "</a>" * 62)),
}


@pytest.fixture(scope="module")
def endpoint():
    return sample_endpoint()


def assert_client_fault(answer, *words, status=500):
    assert answer.status == status
    assert "<faultcode>soap:Client</faultcode>" in answer.text or "<soap:Value>soap:Sender</soap:Value>" in answer.text
    for word in words:
        assert word in answer.text


@pytest.mark.parametrize("flood", FLOODS)
def test_flood_is_refused_at_once(endpoint, flood):
    body = FLOODS[flood].encode()
    start = time.process_time()
    answer = call(endpoint, body, **XML)
    spent = time.process_time() - start
    assert_client_fault(answer)
    assert spent < 1  # meant to be under 0.1; generous for slow and busy machines


@pytest.mark.parametrize("flood", sorted(FLOODS))
def test_flood_costs_bounded_memory(endpoint, flood):
    body = FLOODS[flood].encode()
    tracemalloc.start()
    call(endpoint, body, **XML)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * MEBIBYTE


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (soap(operation("Echo", "<a>" * 9 + "</a>" * 9)), "nested more than 8 deep"),
        (soap(operation("Echo", "<a/>" * 20)), "more than 20 elements"),
        (soap(operation("Echo", '<a b="1" c="1" d="1" e="1" f="1"/>')), "more than 4 attributes"),
        (soap(operation("Echo", f'<a b="{"x" * 1101}"/>')), "more than 1100 characters"),
        (soap(operation("Echo", f"<{'n' * 31}/>")), "more than 30 characters"),
        (soap(operation("Echo", f'<a xmlns="{"u" * 1001}"/>')), "a namespace of more than 1000 characters"),
        (soap(operation("Echo", f'<a xmlns="{"u" * 900}"><b/><c/><d/></a>')), "names of more than 3000 characters"),
    ],
)
def test_fault_says_which_limit_is_passed(body, words):
    limits = Limits(depth=8, elements=20, attributes=4, attribute=1100, name=30, namespace=1000, names=3000)
    assert_client_fault(call(sample_endpoint(limits=limits), body, **XML), words)


def test_what_is_just_within_the_limits_is_read(endpoint):
    deep = "<a>" * 61 + "</a>" * 61
    wide = "<a " + " ".join(f'a{n}=""' for n in range(64)) + "/>"
    long = f'<a b="{"x" * 8192}" xmlns:n="{"u" * 1024}" n:c=""/><{"n" * 256}/>'
    many = "<a/>" * 90_000
    for unknown in (deep, wide, long, many):
        assert ask(endpoint, "Echo", unknown + "<number>5</number>").text.count("<Number>5</Number>") == 1


def test_long_text_is_no_flood(endpoint):
    text = "ä=<![CDATA[<b a='1'>]]>" * 60_000
    answer = ask(endpoint, "Echo", f"<text>{text}</text>")
    assert answer.text.count("ä=&lt;b a='1'&gt;") == 60_000


def test_too_large_a_body_is_not_read(endpoint):
    stream = io.BytesIO(b"")
    answer = call(endpoint, **XML, CONTENT_LENGTH=str(4 * MEBIBYTE + 1), **{"wsgi.input": stream})
    assert_client_fault(answer, "larger than 4194304 bytes", status=413)


def test_a_chunked_body_is_read_up_to_the_limit(endpoint):
    class Endless:
        taken = 0

        def read(self, size):
            self.taken += size
            return b" " * size

    stream = Endless()
    chunked = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": stream}
    assert_client_fault(call(endpoint, **XML, **chunked), "larger than", status=413)
    assert stream.taken < 5 * MEBIBYTE


def test_a_chunked_body_is_read(endpoint):
    stream = io.BytesIO(soap(operation("API_Handshake")).encode())
    chunked = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True, "wsgi.input": stream}
    assert "You are connected" in call(endpoint, **XML, **chunked).text


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "²"])
def test_a_content_length_that_is_no_length_is_refused(endpoint, length):
    assert_client_fault(call(endpoint, soap(""), **XML, CONTENT_LENGTH=length))


def test_a_content_length_beyond_all_bounds_is_too_large(endpoint):
    assert_client_fault(call(endpoint, soap(""), **XML, CONTENT_LENGTH="9" * 400), "larger than", status=413)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"CONTENT_TYPE": "text/xml"}, "<faultcode>soap:Client</faultcode>"),
        ({"CONTENT_TYPE": "text/xml", "HTTP_SOAPACTION": f'"{NAMESPACE}/Echo"'}, "<faultcode>soap:Client</faultcode>"),
        ({"CONTENT_TYPE": "application/soap+xml"}, "<soap:Value>soap:Sender</soap:Value>"),
    ],
)
def test_a_body_that_is_not_taken_is_refused_in_the_version_of_the_request(endpoint, headers, code):
    for more in ({"HTTP_CONTENT_ENCODING": "gzip"}, {"CONTENT_LENGTH": str(5 * MEBIBYTE)}):
        answer = call(endpoint, b"\x1f\x8b", **headers, **more)
        assert code in answer.text
        assert answer.content_type == headers["CONTENT_TYPE"] + "; charset=utf-8"


@pytest.mark.parametrize("kind", ["number", "amount", "flag", "when", "maybeNumber", "maybeWhen"])
def test_a_value_may_have_a_thousand_characters(endpoint, kind):
    value = {"flag": "true", "when": "2026-01-01", "maybeWhen": "2026-01-01"}.get(kind, "5")
    blanks = " " * (1000 - len(value))
    good = ask(endpoint, "Echo", f"<{kind}>{blanks}{value}</{kind}>")
    bad = ask(endpoint, "Echo", f"<{kind}>{blanks} {value}</{kind}>")
    # The engine reads no blanks around a decimal's digits only where it reads none at all; so do we.
    assert (good.status, bad.status) == (200, 500)
    assert f"Echo/{kind} must be" in bad.text


def test_a_body_shorter_than_announced_is_refused(endpoint):
    assert_client_fault(call(endpoint, soap(""), **XML, CONTENT_LENGTH="9999"), "shorter")


def test_compressed_bodies_are_refused(endpoint):
    assert_client_fault(call(endpoint, b"\x1f\x8b", **XML, HTTP_CONTENT_ENCODING="gzip"), "Compressed")


@pytest.mark.parametrize(
    "doctype", ["<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY e "boo">]>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">']
)
def test_a_document_type_is_refused(endpoint, doctype):
    answer = call(endpoint, doctype + soap(operation("API_Handshake")), **XML)
    assert answer.status == 500
    assert "connected" not in answer.text


@pytest.mark.parametrize("charset", ["punycode", "unicode_escape", "rot13", "zlib", "idna", "utf-7", "x" * 5000])
def test_only_plain_character_sets_are_decoded(endpoint, charset):
    body = soap(operation("API_Handshake"))
    answer = call(endpoint, body, CONTENT_TYPE=f"text/xml; charset={charset}")
    assert "You are connected" in answer.text


def test_values_sent_are_never_echoed_in_faults(endpoint):
    secret = "Geheim-4711"
    for parameters in (
        f"<number>{secret}</number>",
        f"<when>{secret}</when>",
        f"<numbers><int>{secret}</int></numbers>",
    ):
        answer = ask(endpoint, "Echo", parameters)
        assert_client_fault(answer)
        assert secret not in answer.text


def test_faults_name_the_element_and_what_it_must_be(endpoint):
    answer = ask(endpoint, "UpdateClientDetails", "<cClient><USIExempt>maybe</USIExempt></cClient>")
    assert "UpdateClientDetails/cClient/USIExempt must be true, false, 1 or 0 (boolean)." in answer.text


def test_service_namespace_is_told_nowhere_in_a_version_mismatch(endpoint):
    assert NAMESPACE not in call(endpoint, "<hello/>", **XML).text
