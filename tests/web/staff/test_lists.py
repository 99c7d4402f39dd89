"""The lists of the staff pages: what a search finds, and what stands on which page."""

import pytest

from tests.support.web import book, book_employer, reserve, wait_for, web_enrolment
from tests.support.world import PASSWORD
from vettrak_api.model.quarantine import WebWaitlist
from vettrak_api.web.staff import list_query


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def found(visitor):
    """Search a list and tell the surnames or companies found."""

    def search(words, path="/", **query):
        wanted = visitor.search(path, search=words, **query)
        return [row.split(",", 1)[0].split(" ", 1)[0] for row in wanted.rows]

    return search


class TestASearch:
    @pytest.mark.parametrize(
        "words", ["Élodie", "élodie", "ELODIE", "elodie", "E\N{COMBINING ACUTE ACCENT}lodie", "lod"]
    )
    @pytest.mark.parametrize("stored", ["Élodie", "ÉLODIE", "Elodie", "E\N{COMBINING ACUTE ACCENT}lodie"])
    def test_minds_neither_accents_nor_case(self, api, token, occurrence, found, words, stored):
        book(api, token, occurrence, "Brewer", stored)
        book(api, token, occurrence, "Other", "Ellie")
        assert found(words) == ["Brewer"]

    @pytest.mark.parametrize("words", ["Núñez, A", "nunez,a", "a nunez", ",anna,nunez,", "anna  NÚÑEZ"])
    def test_takes_a_name_as_the_list_writes_it(self, api, token, occurrence, found, words):
        book(api, token, occurrence, "Núñez", "Anna")
        book(api, token, occurrence, "Núñez", "Kim")
        book(api, token, occurrence, "Adams", "Anna")
        assert found(words) == ["Núñez"]

    def test_looks_for_companies_and_addresses_of_mail_too(self, api, token, occurrence, found):
        number = book(api, token, occurrence, "Brewer")
        api.UpdateWebClient(token, number, sEmail="bea@exämple.com")
        book_employer(api, token, occurrence, name="Café Nord")
        assert found("BEA@example") == ["Brewer"]
        assert found("cafe nord") == ["Café"]
        assert found("brewer cafe") == []

    def test_of_nothing_but_a_comma_leaves_nothing_out(self, api, token, occurrence, found):
        book(api, token, occurrence, "Brewer")
        assert found(" , ") == found("")
        assert found("")[0] == "Brewer"
        assert len(found("")) > 1

    def test_works_in_every_list(self, api, token, world, occurrence, found):
        closed = book(api, token, occurrence, "Lefèvre")
        reserve(api, token, occurrence, "Lefèvre")
        programme = world.programme("Crème brûlée", takes_waitlist=True)
        wait_for(api, token, programme, "Lefèvre")
        gone = wait_for(api, token, programme, "Lefèvre")
        world.change(web_enrolment(world, closed), state="R", closed_at=world.runtime.clock.now())
        world.change(world.get(WebWaitlist, gone), state="R", closed_at=world.runtime.clock.now())
        for path in ("/reservations", "/waitlist", "/history", "/history/waitlist"):
            assert found("LEFEVRE", path) == ["Lefèvre"], path
            assert found("nobody", path) == [], path
        assert found("creme brulee", "/waitlist") == ["Lefèvre"]

    def test_keeps_to_the_other_filters(self, api, token, world, occurrence, found):
        other = world.occurrence(web_published=True)
        book(api, token, occurrence, "Lefèvre")
        book_employer(api, token, other, name="Lefevre-Company")
        assert found("lefevre") == ["Lefèvre", "Lefevre-Company"]
        assert found("lefevre", occurrence=other.id) == ["Lefevre-Company"]
        assert found("lefevre", kind="client") == ["Lefèvre"]

    def test_says_when_it_did_not_look_at_all_of_a_very_long_list(
        self, api, token, occurrence, visitor, found, monkeypatch
    ):
        for surname in ("First", "Second", "Third"):
            book(api, token, occurrence, surname)
        assert found("third") == ["Third"]
        assert "were searched" not in visitor.page.text
        monkeypatch.setattr(list_query, "MOST_SEARCHED", 2)
        assert found("third") == []
        assert "Only the first 2 records of this list were searched." in visitor.page.text
        assert found("second") == ["Second"]
        assert "Only the first 2 records of this list were searched." in visitor.page.text

    @pytest.mark.parametrize("first", [1, 2, 3, 4])
    def test_looks_in_portions_and_no_further_than_the_page(
        self, api, token, occurrence, visitor, found, monkeypatch, first
    ):
        for surname in ("Ng, First", "Other", "Ng, Second", "Ng, Third"):
            book(api, token, occurrence, *surname.split(", "))
        monkeypatch.setattr(list_query, "FIRST_SEARCHED", first)
        monkeypatch.setattr(list_query, "TIMES_AS_MANY", 2)
        monkeypatch.setattr(list_query, "ROWS_PER_PAGE", 1)
        for page, surname in enumerate(("First", "Second", "Third"), 1):
            assert found("ng", page=page) == ["Ng"]
            assert f"Ng, {surname}" in visitor.page.text
        assert found("ng", page=9) == ["Ng"]
        assert "Ng, Third" in visitor.page.text
        assert "were searched" not in visitor.page.text


@pytest.mark.bare
class TestPages:
    @pytest.fixture(autouse=True)
    def short(self, monkeypatch):
        """Let two rows fill a page."""
        monkeypatch.setattr(list_query, "ROWS_PER_PAGE", 2)

    @pytest.fixture
    def five(self, api, token, occurrence):
        for number in range(5):
            book(api, token, occurrence, f"Number{number}")

    def links(self, page):
        return page.document.xpath("//nav[@aria-label='Pages']//a/@href")

    def test_lead_forth_and_back(self, visitor, five, found):
        first = visitor.get()
        assert (len(first.rows), self.links(first)) == (2, ["/staff/?page=2"])
        second = visitor.get("/?page=2")
        assert (len(second.rows), self.links(second)) == (2, ["/staff/?page=1", "/staff/?page=3"])
        third = visitor.get("/?page=3")
        assert (len(third.rows), self.links(third)) == (1, ["/staff/?page=2"])

    @pytest.mark.parametrize("page", [4, 9, 100_000, 2_000_000_000])
    @pytest.mark.parametrize("search", ["", "number"])
    def test_beyond_the_last_one_show_the_last_one(self, visitor, five, page, search):
        shown = visitor.search("/", search=search, page=page)
        assert [row.split(",")[0] for row in shown.rows] == ["Number4"]
        assert "Page 3" in shown.text
        assert len(self.links(shown)) == 1
        assert self.links(shown)[0].endswith("page=2")

    @pytest.mark.parametrize("path", ["/", "/reservations", "/waitlist", "/history", "/history/waitlist"])
    @pytest.mark.parametrize("search", ["", "nobody"])
    def test_of_an_empty_list_are_one(self, visitor, path, search):
        page = visitor.search(path, search=search, page=9)
        assert (page.status, page.rows, self.links(page)) == (200, [], [])

    def test_hold_every_record_once_in_every_list(self, api, token, world, visitor, occurrence):
        programme = world.programme(takes_waitlist=True)
        for number in range(5):
            reserve(api, token, occurrence, f"Holder{number}")
            wait_for(api, token, programme, f"Waiter{number}")
            closed = web_enrolment(world, book(api, token, occurrence, f"Closed{number}"))
            world.change(closed, state="R", closed_at=world.runtime.clock.now())
            gone = world.get(WebWaitlist, wait_for(api, token, programme, f"Gone{number}"))
            world.change(gone, state="R", closed_at=world.runtime.clock.now())
        for path in ("/reservations", "/waitlist", "/history", "/history/waitlist"):
            for search in ("", "bea"):
                pages = [visitor.search(path, search=search, page=page).rows for page in (1, 2, 3)]
                assert [len(rows) for rows in pages] == [2, 2, 1], path
                assert len({row.split(",")[0] for rows in pages for row in rows}) == 5, path


class TestWhatAVisitorLookedFor:
    """The list that somebody searched is there again after a look at a record, and after a decision."""

    @pytest.fixture
    def view(self, api, token, occurrence, visitor):
        for given_name in ("Linh", "Kim"):
            book(api, token, occurrence, "Nguyen", given_name)
        return visitor.search(search="nguyen", occurrence=occurrence.id, kind="client")

    @pytest.fixture
    def record(self, visitor, view):
        return visitor.get(view.link("Nguyen, Linh"))

    @pytest.fixture
    def is_back(self, view):
        return lambda page: page.form("/staff/") == view.form("/staff/")

    def test_is_there_again_on_the_way_back(self, visitor, record, is_back):
        assert is_back(visitor.get(record.link("Back to the list")))

    @pytest.mark.parametrize("deed", ["/process", "/reject"])
    def test_is_there_again_after_a_decision(self, visitor, record, is_back, deed):
        page = visitor.send(deed)
        assert page.note.startswith("Done")
        assert is_back(page)

    def test_is_there_again_after_processing_many(self, visitor, view, is_back):
        progress = visitor.send("/process", number=["1"])
        assert is_back(visitor.get(progress.link("Back to the list")))

    def test_is_there_again_after_a_new_log_in(self, visitor, record, clock, is_back):
        clock.advance(days=2)
        assert visitor.send("/process").heading == "Staff log-in"
        page = visitor.send("/login", username="olga", password=PASSWORD)
        assert is_back(visitor.get(page.link("Back to the list")))
