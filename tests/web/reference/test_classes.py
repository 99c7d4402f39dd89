"""The pages of classes and code lists."""

import re

import pytest

from vettrak_api.catalogue.loader import PRODUCTS, load_catalogue
from vettrak_api.web.reference.book import book_of

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_member_stands_in_wire_order(read, product):
    for name in book_of(product).classes:
        page = read(f"/docs/{product}/classes/{name}")
        assert page.status == 200
        told = re.findall(r'<tr id="([^"]*)"><td class="num quiet place">(\d+)</td>', page.source)
        members = [member.name for member in CATALOGUE.types[name].all_members()]
        assert told == [(member, str(place)) for place, member in enumerate(members, 1)], name


def test_a_class_tells_where_its_members_are_from_and_what_null_is(read):
    page = read("/docs/integrate/classes/TClieDetail")
    assert "From TClie" in page.text
    assert "Its own" in page.text
    assert 'xsi:nil="true"' in page.text
    assert re.search(r'<tr id="Clie_DOB">.*?data-label="Null" class="short">nil<', page.source)
    assert re.search(r'<tr id="USIExempt">.*?data-label="Null" class="short">never<', page.source)
    assert re.search(r'<tr id="Clie_Email">.*?data-label="Null" class="short">left out<', page.source)
    assert "<Clie_Code>" in page.text


def test_a_class_tells_who_takes_and_gives_it_in_this_product(read):
    used = read("/docs/integrate/classes/TClieDetail").part("used")
    assert "Functions that give it</dt><dd><a" in used
    assert "/docs/integrate/GetClientDetails" in used
    assert "/docs/integrate/UpdateClientDetails" in used
    assert "/docs/portals/" not in used
    assert "Extended by" not in used
    assert "/docs/integrate/classes/TClieDetail" in read("/docs/integrate/classes/TClie").part("used")


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_code_list_tells_all_its_codes_and_where_they_are_used(read, product):
    for name, code_list in book_of(product).code_lists.items():
        page = read(f"/docs/{product}/codes/{name}")
        assert page.source.count("<tr id=") == len(code_list.codes)
        assert page.part("used").count("<li>") == len(book_of(product).code_uses(name)) > 0


def test_codes_with_leading_zeros_are_warned_of(read):
    book = book_of("complete")
    zeros = [
        name for name, each in book.code_lists.items() if any(re.fullmatch(r"0\d+", code.value) for code in each.codes)
    ]
    assert zeros
    for name in book.code_lists:
        assert ("with leading zeros" in read(f"/docs/complete/codes/{name}").text) == (name in zeros)


def test_the_index_holds_everything(read):
    page = read("/docs/enrol/names")
    book = book_of("enrol")
    for name in (*book.operations, *book.classes):
        assert f"<dt><code>{name}</code></dt>" in page.source
    assert "/docs/enrol/classes/TWecl#Wecl_Email" in page.links()
    operation = book.operations["AddClientWebEnrolment"]
    parameters = {f"/docs/enrol/AddClientWebEnrolment#parameter-{each.name}" for each in operation.params[1:]}
    assert parameters <= set(page.links())
