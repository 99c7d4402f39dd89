"""The page of a function tells all that the catalogue knows of it."""

import html
import re

import pytest

from vettrak_api.catalogue.loader import PRODUCTS, load_catalogue
from vettrak_api.web.reference.book import book_of

CATALOGUE = load_catalogue()
CELL = re.compile(r'<td data-label="(Meaning|Left out)">(.*?)</td>', re.DOTALL)


def rows(page, part):
    """Return the cells of the table in a part of a page, as text."""
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", page.part(part).partition("<tbody>")[2], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[" ".join(html.unescape(re.sub(r"<[^>]*>", "", cell)).split()) for cell in line] for line in cells]


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_parameter_is_told_in_wire_order_with_its_meaning(read, product):
    for operation in CATALOGUE.operations_of(product):
        page = read(f"/docs/{product}/{operation.name}")
        assert page.status == 200
        if operation.params:
            told = rows(page, "parameters")
            assert [row[0] for row in told] == [parameter.name for parameter in operation.params], operation.name
            assert all(row[3] and row[4] for row in told), operation.name


def test_a_function_is_told_in_full(read):
    page = read("/docs/integrate/GetClientByCode")
    signature = re.sub(r"<[^>]*>", "", page.source.partition('<pre class="signature"')[2].partition("</pre>")[0])
    assert signature.endswith(">TAuthClie GetClientByCode(string sToken, string sClie_Code)")
    assert [row[:2] for row in rows(page, "statuses")[:2]] == [["1", "none"], ["-4", "Client not found."]]
    assert [row[0] for row in rows(page, "result")] == ["Auth", "Clie", "Clie_Surname", "Clie_Given", "Clie_Code"]
    assert "also in Portals" in page.text
    assert "A client sClie_Code may name themselves" in page.text
    assert '<span class="badge level" data-level="restricted">' in page.source
    assert "Version 0.1.0 of this server" in page.text


def test_with_what_its_list_grows_is_told_and_what_bounds_it(read):
    text = read("/docs/integrate/GetInvoices").text
    assert "The list comes whole and grows with what the organisation has, over all years." in text
    assert "and status bound it." in text
    assert "keep it for a day" in read("/docs/integrate/GetCountryList").text
    assert "grows with" not in read("/docs/integrate/GetClientByCode").text


def test_its_samples_are_tabs_of_seven_languages(read):
    page = read("/docs/enrol/AddClientWebEnrolment")
    titles = re.findall(r'<div class="pane"><h3>([^<]*)</h3>', page.source)
    assert titles == ["Request", "Answer", "PHP", "C#", "Java", "JavaScript", "Python"]
    assert page.source.count("http://localhost/VT_API_Enrol.asmx") >= 5


def test_what_a_restricted_function_lets_be_named_is_told_by_caller(read):
    page = read("/docs/portals/GetEmployerDetails")
    assert "sEmpl_Identifier may name the employer that they are, or are a contact of" in page.text
    assert "API role every record" in page.text


def test_another_function_tells_of_nothing_to_be_named(read):
    assert "may name" not in read("/docs/integrate/UpdateResult").text


def test_a_function_with_long_results_leads_to_their_class(read):
    page = read("/docs/integrate/GetClientDetails")
    assert [row[0] for row in rows(page, "result")] == ["Auth", "ClieDetail"]
    assert "/docs/integrate/classes/TClieDetail" in page.links()


def test_names_in_sentences_are_links_or_code(read):
    page = read("/docs/integrate/UpdateClientDetails")
    rules = page.part("what")
    assert "<code>Clie_Username</code>" in rules
    assert '<a href="/docs/integrate/ValidateUSI"><code>ValidateUSI</code></a>' in rules
    assert '<a href="/docs/integrate/UpdateClientDetails">' not in rules


def test_the_shared_rules_are_told_where_a_function_obeys_them(read):
    operation = next(each for each in CATALOGUE.operations_of("enrol") if each.shared)
    page = read(f"/docs/enrol/{operation.name}")
    assert "Rules that it shares with other functions" in page.text
    assert any(link.startswith("/docs/enrol/rules#") for link in page.links())


def test_what_is_not_offered_is_marked(read, monkeypatch):
    book = book_of("portals")
    monkeypatch.setitem(book.__dict__, "missing", frozenset({"GetTaskStatuses"}))
    from vettrak_api.web.reference import rendering

    rendering._kept.cache_clear()
    try:
        page = read("/docs/portals/GetTaskStatuses")
        assert "This version of the server does not offer this function yet." in page.text
        assert read("/docs/portals/").text.count("not offered") == 2
        assert read("/VT_API_Portals.asmx").text.count("not offered") == 2
        assert "not offered" not in read("/docs/portals/GetTasksForClient").text
    finally:
        rendering._kept.cache_clear()
