"""The staff pages: what waits, who it may be, and what staff can do with it."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.counting import statements
from tests.support.inhabitants import HOUSES, strangers
from tests.support.web import book, book_employer, done, reserve, wait_for, web_client, web_employer, web_enrolment
from vettrak_api.model.clients import ClientStatistics
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.quarantine import WebDecision

BORN = datetime.datetime(1990, 4, 3)


@pytest.fixture
def occurrence(world):
    return world.occurrence(
        programme_id=world.programme("Beer Appreciation").id, seats=10, code="BEER1", web_published=True
    )


def details(api, token, number, **values):
    """Tell more of a booking's person."""
    assert api.UpdateWebClient(token, number, **values).Status == 1


class TestTheListOfWhatWaits:
    @pytest.mark.bare
    def test_nothing_waits(self, visitor):
        assert visitor.get().heading == "Web enrolments to process"
        assert "No web enrolment waits." in visitor.page.text

    def test_they_stand_by_occurrence_in_the_order_of_starts(self, api, token, world, visitor, occurrence):
        earlier = world.occurrence(
            programme_id=world.programme("Cheese").id, start_date=datetime.datetime(2026, 8, 1), web_published=True
        )
        book(api, token, occurrence, "Brewer")
        book(api, token, earlier, "Cheddar")
        headings = [heading.text_content() for heading in visitor.get().document.iterfind(".//h2")]
        names = [heading.split(",")[0] for heading in headings]
        assert names == ["Cheese", "Beer Appreciation", *(f"Web {house.company}" for house in HOUSES)]
        assert "no limit of places" in headings[0]
        assert "9 places left" in headings[1]

    def test_each_says_what_the_rules_would_do(self, api, token, world, visitor, occurrence):
        world.client("Known", "Karl", code="K1", birth_date=BORN.date())
        for code in ("T1", "T2"):
            world.client("Twin", "Tom", code=code, birth_date=BORN.date())
        world.employer("The Web Brewery", identifier="BREW")
        book(api, token, occurrence, "Known", "Karl", xsdDOB=BORN)
        book(api, token, occurrence, "Twin", "Tom", xsdDOB=BORN)
        book(api, token, occurrence, "Brandnew", "Bob")
        book_employer(api, token, occurrence, "Worker", identifier="brew")
        book_employer(api, token, occurrence, "Worker", name="Other")
        said = [
            "K1 Karl Known, by name and birth date",
            "several match: choose (T1, T2)",
            "new client",
            "BREW The Web Brewery, by identifier",
            "new employer",
        ]
        rows = strangers(visitor.get().rows)
        assert [words for words, row in zip(said, rows, strict=True) if f" {words} " not in row] == []

    def test_filters(self, api, token, world, visitor, occurrence):
        other = world.occurrence(web_published=True)
        bea = book(api, token, occurrence, "Brewer", "Bea")
        details(api, token, bea, sEmail="bea@example.com")
        book(api, token, other, "O'Neil", "Ann")
        book_employer(api, token, other, name="100% Beer")
        done(api.AddWebPayment(token, bea, "A1", "R1", Decimal("10.00")))

        def names(**query):
            visitor.get("/?" + "&".join(f"{name}={value}" for name, value in query.items()))
            return [row.split(" ", 1)[0] for row in strangers(visitor.page.rows)]

        assert names() == ["Brewer,", "O'Neil,", "100%"]
        assert names(search="BREW") == names(search="bea@EXAMPLE") == names(search="brewer bea") == ["Brewer,"]
        assert names(search="100%25") == ["100%"]
        assert names(search="_") == []
        assert names(occurrence=other.id) == ["O'Neil,", "100%"]
        assert names(kind="employer") == ["100%"]
        assert names(kind="client", occurrence=other.id) == ["O'Neil,"]
        assert names(paid="yes") == ["Brewer,"]
        assert names(paid="no") == ["O'Neil,", "100%"]
        assert names(search="nobody") == []
        assert "Nothing fits these filters." in visitor.page.text

    @pytest.mark.parametrize("query", ["page=99999999999999999999", "occurrence=99999999999999999999", "page=%C2%B2"])
    def test_senseless_filters_do_no_harm(self, visitor, query):
        assert visitor.get(f"/?{query}").status == 200

    def test_long_lists_have_pages_and_a_bounded_number_of_statements(self, api, token, runtime, visitor, world):
        occurrence = world.occurrence(web_published=True)
        counted = {}
        for number in range(53):
            person = book(
                api, token, occurrence, f"Number{number:02d}", xsdDOB=datetime.datetime(1980, 1, 1 + number % 31)
            )
            details(api, token, person, sEmail=f"number{number}@example.com", sMobilePhone=f"0400 {number}")
            if number in {3, 52}:
                with statements(runtime) as made:
                    first = visitor.get()
                counted[number] = len(made)
        assert len(first.rows) == 50
        assert counted[3] == counted[52] <= 25
        second = visitor.get("/?page=2&search=number")
        assert len(second.rows) == 3
        assert second.document.xpath("//a[@rel='prev']/@href") == ["/staff/?search=number&page=1"]

    def test_reservations_have_a_list_of_their_own(self, api, token, visitor, occurrence):
        reserve(api, token, occurrence, "Holder")
        assert strangers(visitor.get().rows) == []
        assert visitor.get("/reservations").rows[0].startswith("Holder, Bea")

    def test_what_people_typed_is_shown_as_text(self, api, token, visitor, occurrence):
        number = book(api, token, occurrence, "<script>alert(1)</script>", '"><b>', sDescription="<i>note</i>")
        for path in ("/", f"/enrolments/{number}"):
            page = visitor.get(path)
            assert "<script>alert" not in page.source
            assert page.document.xpath("//main//b | //main//i") == []
            assert "<script>alert(1)</script>" in page.text


class TestOneBesideItsCandidates:
    def test_members_are_compared_one_by_one(self, api, token, world, visitor, occurrence):
        client = world.client(
            "Brewer", "Bea", code="B1", birth_date=BORN.date(), mobile_phone="0400 111 222", email="old@example.com"
        )
        number = book(api, token, occurrence, "brewer", "BEA", xsdDOB=BORN)
        details(api, token, number, sEmail="new@example.com", sMobilePhone="0400111222")
        page = visitor.get(f"/enrolments/{number}")
        assert page.row("Surname") == ["brewer", "Brewer"]
        assert page.row("Date of birth") == ["3 Apr 1990", "3 Apr 1990"]
        assert page.row("Mobile phone") == ["0400111222", "0400 111 222"]
        assert page.row("E-mail") == ["new@example.com", "old@example.com (differs)"]
        assert page.row("Client code") == ["", "B1"]
        assert page.form("/process")[f"person-{web_client(world, number).id}"] == str(client.id)

    def test_statistics_are_compared_in_words(self, api, token, world, visitor, occurrence):
        client = world.client("Brewer", "Bea", code="B1", birth_date=BORN.date())
        stored = {"at_school_flag": "N", "completed_location": "Melbourne High"}
        world.add(ClientStatistics(client_id=client.id, country_of_birth="1201", **stored))
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        told = {"CountryCode": "1101", "AtSchoolFlag": "N", "DisabilityFlag": "Y"}
        told |= {"DisaList": [("TDisa", {"Disa_Code": "11"})]}
        told |= {"CompletedLocation": "Kew High", "SurveyContactStatusCode": "O"}
        assert api.UpdateWebClientAVETMISS(token, number, told).Status == 1
        page = visitor.get(f"/enrolments/{number}")
        assert page.row("Country of birth") == ["Australia", "New Zealand (differs)"]
        assert page.row("Still at school") == ["No", "No"]
        assert page.row("Disabilities")[0].startswith("Hearing")
        assert page.row("Completed at") == ["Kew High", "Melbourne High (differs)"]
        assert page.row("Survey contact") == ["Overseas", "Available for survey use (differs)"]

    def test_the_page_needs_a_bounded_number_of_statements(self, api, token, runtime, world, visitor, occurrence):
        for number in range(12):
            world.client("Brewer", "Bea", code=f"B{number}")
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        with statements(runtime) as made:
            page = visitor.get(f"/enrolments/{number}")
        assert len(page.document.xpath("//input[@type='radio']")) == 6
        assert len(made) <= 27

    def test_when_several_match_nobody_is_chosen_beforehand(self, api, token, world, visitor, occurrence):
        for code in ("T1", "T2"):
            world.client("Twin", "Tom", code=code, birth_date=BORN.date())
        number = book(api, token, occurrence, "Twin", "Tom", xsdDOB=BORN)
        page = visitor.get(f"/enrolments/{number}")
        assert page.problem == "More than one existing client matches. Choose one, or make a new record."
        assert page.document.xpath("//input[@type='radio'][@checked]") == []
        page = visitor.send("/process")
        assert (page.status, page.problem) == (409, "Choose who Tom Twin is.")

    def test_every_control_has_a_label_and_tables_have_headings(self, api, token, world, visitor, occurrence):
        world.client("Brewer", "Bea", birth_date=BORN.date())
        number = book(api, token, occurrence, xsdDOB=BORN)
        held = reserve(api, token, occurrence, "Holder")
        waiting = wait_for(api, token, world.programme(takes_waitlist=True))
        for path in ("/", "/reservations", "/waitlist", "/history", f"/enrolments/{number}", f"/enrolments/{held}",
                     f"/waitlist/{waiting}", "/history/waitlist"):  # fmt: skip
            page = visitor.get(path)
            assert page.status == 200
            assert_accessible(page.document)

    def test_an_unknown_number(self, visitor):
        assert visitor.get("/enrolments/4711").status == 404
        assert visitor.get("/waitlist/4711").status == 404
        assert visitor.get("/enrolments/99999999999999999999").status == 404
        assert visitor.get("/nowhere").status == 404


def assert_accessible(document):
    assert document.get("lang") == "en-AU"
    assert len(document.xpath("//h1")) == 1
    labelled = set(document.xpath("//label/@for"))
    for control in document.xpath("//input[@type!='hidden'] | //select | //textarea"):
        inside = control.xpath("ancestor::label")
        assert inside or control.get("id") in labelled or control.get("aria-label"), control.attrib
    for table in document.xpath("//table"):
        assert table.xpath("caption") or table.get("aria-labelledby")
        assert all(cell.get("scope") and cell.text_content().strip() for cell in table.xpath(".//th"))
    identifiers = document.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


class TestProcessing:
    def test_by_the_rules(self, api, token, world, visitor, occurrence):
        client = world.client("Brewer", "Bea", code="B1", birth_date=BORN.date(), email="old@example.com")
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        details(api, token, number, sEmail="new@example.com")
        visitor.get(f"/enrolments/{number}")
        page = visitor.send("/process")
        assert page.note == "Done: the web enrolment is an enrolment now."
        assert world.one(select(Enrolment.client_id)) == client.id
        assert world.fresh(client).email == "old@example.com"
        assert web_enrolment(world, number).closed_by == "OLGA"
        rules = [(each.action, each.by, each.rule) for each in world.all(select(WebDecision))]
        assert rules == [("match", "OLGA", "staff"), ("process", "OLGA", None)]

    def test_with_an_update_of_what_is_matched(self, api, token, world, visitor, occurrence):
        client = world.client("Brewer", "Bea", birth_date=BORN.date(), email="old@example.com")
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        details(api, token, number, sEmail="new@example.com")
        visitor.get(f"/enrolments/{number}")
        visitor.send("/process", **{f"update-person-{web_client(world, number).id}": "1"})
        assert world.fresh(client).email == "new@example.com"

    def test_a_new_record_although_one_matches(self, api, token, world, visitor, occurrence):
        client = world.client("Brewer", "Bea", birth_date=BORN.date())
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        visitor.get(f"/enrolments/{number}")
        visitor.send("/process", **{f"person-{web_client(world, number).id}": "new"})
        assert world.one(select(Enrolment.client_id)) != client.id

    def test_somebody_whom_the_rules_do_not_find(self, api, token, world, visitor, occurrence):
        client = world.client("Brewer", "Beatrice", email="bea@example.com")
        number = book(api, token, occurrence, "Brewer", "Bea")
        details(api, token, number, sEmail="bea@example.com")
        page = visitor.get(f"/enrolments/{number}")
        field = f"person-{web_client(world, number).id}"
        assert page.form("/process")[field] == "new"
        visitor.send("/process", **{field: str(client.id)})
        assert world.one(select(Enrolment.client_id)) == client.id

    def test_an_employer_with_its_people(self, api, token, world, visitor, occurrence):
        known = world.employer("The Brewery", identifier="BREW")
        number = book_employer(api, token, occurrence, "Worker", "Helper", name="Brewery", contacts=("Boss",))
        page = visitor.get(f"/enrolments/{number}")
        legends = [legend.text for legend in page.document.iterfind(".//main//legend")]
        assert legends == ["Employer: Brewery", "Employee: Will Helper", "Employee: Will Worker", "Contact: Bob Boss"]
        visitor.send("/process", **{f"employer-{web_employer(world, number).id}": str(known.id)})
        enrolled = world.all(select(Enrolment.employer_id).where(Enrolment.client_id.is_not(None)))
        assert enrolled == [known.id, known.id]

    def test_what_stands_in_the_way_is_told_and_nothing_is_written(self, api, token, world, visitor, occurrence):
        client = world.client("Brewer", "Bea", birth_date=BORN.date())
        world.enrolment(client, occurrence)
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        visitor.get(f"/enrolments/{number}")
        page = visitor.send("/process")
        assert (page.status, page.problem) == (409, "Client is already enrolled in this occurrence.")
        assert web_enrolment(world, number).state == "P"
        assert world.all(select(WebDecision)) == []

    def test_a_choice_that_does_not_exist(self, api, token, world, visitor, occurrence):
        number = book(api, token, occurrence)
        field = f"person-{web_client(world, number).id}"
        for choice, problem in (("4711", "Client not found."), ("x", "Choose who Bea Brewer is."), ("²", "Choose who")):
            visitor.get(f"/enrolments/{number}")
            page = visitor.send("/process", **{field: choice})
            assert page.status == 409
            assert page.problem.startswith(problem)


class TestManyAtOnce:
    def test_each_fares_on_its_own(self, api, token, world, visitor, occurrence):
        world.enrolment(world.client("Dupe", "Dan", birth_date=BORN.date()), occurrence)
        good = [book(api, token, occurrence, surname) for surname in ("First", "Second")]
        bad = book(api, token, occurrence, "Dupe", "Dan", xsdDOB=BORN)
        visitor.get()
        page = visitor.send("/process", number=[str(number) for number in (good[0], bad, good[1])])
        steps = [" ".join(step.text_content().split()) for step in page.document.iterfind(".//ol/li")]
        assert steps == [
            "First, Bea: done (1 of 3)",
            "Dupe, Dan: Client is already enrolled in this occurrence. (2 of 3)",
            "Second, Bea: done (3 of 3)",
        ]
        assert [web_enrolment(world, number).state for number in (*good, bad)] == ["D", "D", "P"]
        assert "Finished." in page.text

    def test_with_an_update(self, api, token, world, visitor, occurrence):
        client = world.client("Brewer", "Bea", birth_date=BORN.date())
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        details(api, token, number, sEmail="new@example.com")
        visitor.get()
        visitor.send("/process", number=[str(number)], update="1")
        assert world.fresh(client).email == "new@example.com"

    def test_the_page_comes_step_by_step(self, api, token, site, visitor, occurrence):
        numbers = [book(api, token, occurrence, surname) for surname in ("First", "Second")]
        fields = visitor.get().form("/process") | {"number": [str(number) for number in numbers]}
        response = visitor._client.post("/staff/process", data=fields, buffered=False)
        seen = b""
        for piece in response.response:
            seen += piece
            if b"1 of 2" in seen:
                break
        assert b"2 of 2" not in seen
        response.close()

    def test_nothing_ticked(self, visitor, api, token, occurrence):
        book(api, token, occurrence)
        visitor.get()
        assert visitor.send("/process").heading == "Web enrolments to process"

    def test_numbers_of_nothing(self, visitor, api, token, occurrence):
        book(api, token, occurrence)
        visitor.get()
        page = visitor.send("/process", number=["4711", "x", "99999999999999999999"])
        assert "Web enrolment 4711: Web enrolment not found. (1 of 1)" in page.text
