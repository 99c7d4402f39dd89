"""The search, for what people type and for what they should not."""

import re

import pytest


def names(page, kind):
    """Return what a section of the results lists."""
    part = page.part(kind)
    return [re.sub(r"<[^>]*>", "", name) for name in re.findall(r'<(?:li|th scope="row")><a href[^>]*>(.*?)</a>', part)]


@pytest.mark.parametrize("asked", ["email", "e-mail", "E_MAIL"])
def test_hyphens_and_case_do_not_count(read, asked):
    page = read(f"/docs/search?q={asked}")
    assert {"GetClientByEmail", "TriggerPortalPasswordReset"} <= set(names(page, "functions"))
    assert "<mark>E-mail</mark> a client" in page.source
    assert "GetClientBy<mark>Email</mark>" in page.source


def test_all_words_count(read):
    assert names(read("/docs/search?q=client+email"), "functions")[0] == "GetClientByEmail"
    assert "GetStateList" not in names(read("/docs/search?q=client+email"), "functions")


def test_the_name_itself_comes_first(read):
    assert names(read("/docs/search?q=tclie"), "classes")[0] == "TClie"


def test_members_and_codes_are_found_where_they_stand(read):
    assert "/docs/integrate/classes/TClieAVETMISS#AboriginalFlag" in read("/docs/search?q=AboriginalFlag").links()
    page = read("/docs/search?q=Tasmania&in=enrol")
    assert any(link.startswith("/docs/enrol/codes/state#code-") for link in page.links())


def test_hits_are_shown_in_the_product_where_somebody_searches(read):
    assert "/docs/portals/GetClientByCode" in read("/docs/search?q=GetClientByCode&in=portals").links()
    assert "/docs/integrate/GetClientByCode" in read("/docs/search?q=GetClientByCode&in=enrol").links()


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?q=&in=integrate", "?in=nowhere"])
def test_a_search_for_nothing_tells_what_to_type(read, query):
    page = read(f"/docs/search{query}")
    assert page.status == 200
    assert "Type a part of a name" in page.text
    assert "/docs/enrol/" in page.links()


def test_only_hyphens_find_nothing(read):
    assert "Nothing has to do with" in read("/docs/search?q=---").text


def test_a_name_that_does_not_exist_leads_to_those_that_are_close(read):
    page = read("/docs/search?q=GetClientByUSI")
    assert "Nothing has to do with GetClientByUSI" in page.text
    assert {"/docs/integrate/GetClientByCode", "/docs/integrate/GetClientByEmail"} <= set(page.links())


def test_ten_thousand_characters_are_cut_and_said_to_be(read):
    page = read(f"/docs/search?q={'email' * 2000}")
    assert page.status == 200
    assert "Only the first 100 characters were searched for." in page.text
    assert len(page.source) < 20_000


def test_many_words_are_few_words(read):
    assert read(f"/docs/search?q={'a+' * 5000}").status == 200


def test_what_was_typed_is_text(read):
    page = read("/docs/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22onfocus=%22x")
    assert "<script>alert" not in page.source
    assert '"onfocus="' not in page.source
    assert "&lt;script&gt;" in page.source


def test_a_long_list_of_hits_is_bounded(read):
    page = read("/docs/search?q=a")
    assert "more. Add a word to see fewer." in page.text
    assert len(names(page, "members")) == 40
