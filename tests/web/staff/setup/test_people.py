"""People are found, added and changed on the pages of set-up, by the rules of the operations."""

import datetime

import pytest
from sqlalchemy import func, select

from tests.support.counting import statements
from tests.support.staff import logged_in
from tests.support.world import PASSWORD
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import (
    Client,
    ClientDisability,
    ClientPriorEducation,
    ClientStatistics,
    Employment,
)

USI = "BNGH7C75FN"
BORN = datetime.date(1990, 5, 27)


def client_of(world, surname):
    return world.one(select(Client).where(Client.surname == surname))


def names(page):
    """The names that a list shows."""
    return [link.text_content() for link in page.document.xpath("//tbody//th/a")]


@pytest.fixture
def bea(world):
    return world.client(
        "Brewer", "Bea", code="BREW1", birth_date=BORN, email="bea@example.com", username="bea.b", mobile_phone="0400",
        usual_street_number="5", usual_street_name="High Street", usual_line="5 High Street", usual_city="Kew",
    )  # fmt: skip


@pytest.fixture
def others(world):
    world.client("Brewster", "Ben", active=False, code="GONE1")
    world.staff("Brewin", "Tess", code="TESS1")
    world.client("Ng", "An", code="NG001")


class TestFinding:
    @pytest.mark.parametrize(
        "words",
        [
            "brew1",
            "BREWER",
            "bréwer",
            "brewer, bea",
            "Bea Brewer",
            "bea@EXAMPLE.com",
            "BEA.B",
            "27/5/1990",
            "1990-05-27",
        ],
    )
    def test_somebody_is_found_by(self, setup, bea, others, words):
        page = setup.search("/setup/people", search=words)
        assert page.status == 200
        assert "Brewer, Bea" in names(page)
        assert "Ng, An" not in names(page)

    @pytest.mark.parametrize(
        ("kind", "found"),
        [
            ("", ["Brewer, Bea", "Brewin, Tess", "Brewster, Ben"]),
            ("students", ["Brewer, Bea"]),
            ("staff", ["Brewin, Tess"]),
            ("inactive", ["Brewster, Ben"]),
            ("nonsense", ["Brewer, Bea", "Brewin, Tess", "Brewster, Ben"]),
        ],
    )
    def test_the_list_is_of_a_kind(self, setup, bea, others, kind, found):
        assert names(setup.search("/setup/people", search="brew", kind=kind)) == found

    def test_nobody_is_said_so(self, setup, bea):
        assert "Nobody fits." in setup.search("/setup/people", search="zzz").text

    def test_a_page_is_one_query_and_bounded(self, setup, world, runtime):
        for number in range(60):
            world.client("Many", f"{number:02}")
        with statements(runtime) as asked:
            page = setup.search("/setup/people", search="many")
        assert len([text for text in asked if "client.surname_key LIKE" in text]) == 1
        assert len(names(page)) == 50
        assert len(names(setup.get(page.link("Next page")))) == 10


class TestAdding:
    def test_a_person_is_added_with_everything(self, setup, world):
        division = world.division("Branch")
        setup.get("/setup/people/new")
        assert_accessible(setup.page.document)
        page = setup.send(
            "/add", title="Ms", given_name="Ada", surname="Newcomer", birth_date="27/5/1990", gender="F",
            division_id=str(division.id), email="ada@example.com", mobile_phone="0400 000 000", emergency_name="Mum",
            emergency_mobile="0411", usual_street_number="7", usual_street_name="Low Road", usual_city="Kew",
            usual_state="Vic", usual_postcode="3101", postal_box="PO Box 12", postal_city="Kew", usi=USI.lower(),
            citizenship="1101", visa_expiry="1/2/2030", marketing=None, web_publish="yes",
        )  # fmt: skip
        assert page.status == 200
        assert page.note.startswith("Added.")
        made = client_of(world, "Newcomer")
        assert page.heading == f"Ada Newcomer {made.code}"
        assert (made.birth_date, made.gender, made.division_id, made.usi) == (BORN, "F", division.id, USI)
        assert (made.usual_line, made.usual_state, made.usual_postcode) == ("7 Low Road", "Vic", "3101")
        assert (made.postal_box, made.postal_line, made.citizenship) == ("PO Box 12", "PO Box 12", "1101")
        assert (made.visa_expiry, made.marketing, made.web_publish) == (datetime.date(2030, 2, 1), False, True)
        assert (made.username, made.password_hash, made.staff, made.active) == ("ada.newcomer", None, False, True)
        (change,) = world.all(select(Change).where(Change.table_name == "client", Change.record_id == made.id))
        assert (change.by, change.operation, change.action) == ("SVEN", "set-up page add_person", "insert")

    def test_somebody_who_is_on_record_is_told_before(self, setup, world, bea):
        setup.get("/setup/people/new")
        told = {"given_name": "béa", "surname": "BREWER", "birth_date": "27/5/1990", "mobile_phone": "0499"}
        page = setup.send("/add", **told)
        assert page.status == 409
        assert page.problem.startswith("Nobody was added yet: this person may be on record already")
        assert "BREW1. The same: date of birth, surname, given name." in page.problem
        assert page.link("Bea Brewer") == f"/setup/people/{bea.id}"
        assert page.form("/add")["mobile_phone"] == "0499"
        assert_accessible(page.document)
        assert world.one(select(func.count()).where(Client.surname_key == "brewer")) == 1
        page = setup.send("/add", somebody_else=str(bea.id))
        assert page.note.startswith("Added.")
        assert world.one(select(func.count()).where(Client.surname_key == "brewer")) == 2

    def test_who_says_it_is_somebody_else_has_seen_all(self, setup, world, bea):
        setup.get("/setup/people/new")
        told = {"given_name": "Bea", "surname": "Brewer", "birth_date": "27/5/1990"}
        setup.send("/add", **told)
        late = world.client("Brewer", "Beatrice", birth_date=BORN, code="BREW2", active=False)
        page = setup.send("/add", somebody_else=str(bea.id))
        assert page.status == 409
        assert "Beatrice Brewer BREW2, not active" in page.problem
        page = setup.send("/add", somebody_else=f"{late.id} {bea.id}")
        assert page.note.startswith("Added.")

    @pytest.mark.parametrize(
        "told",
        [
            {"given_name": "Bea", "surname": "Brewer", "birth_date": "28/5/1990"},
            {"given_name": "Bea", "surname": "Brewer"},
            {"given_name": "Tom", "surname": "Brewer", "birth_date": "27/5/1990"},
            {"given_name": "", "surname": "Bea"},
        ],
    )
    def test_namesakes_and_twins_are_added_at_once(self, setup, bea, told):
        setup.get("/setup/people/new")
        assert setup.send("/add", **told).note.startswith("Added.")

    def test_what_the_pages_add_the_operations_find(self, setup, api, token, world):
        setup.get("/setup/people/new")
        setup.send("/add", given_name="Ada", surname="Newcomer", usual_street_number="7", usual_street_name="Low Road")
        made = client_of(world, "Newcomer")
        told = api.GetClientDetails(token, made.code)
        assert told.ClieDetail.Clie_RAddr == "7 Low Road"
        assert told.ClieDetail.UsualAddress.StreetName == "Low Road"

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, setup, world, bea):
        world.change(bea, usi=USI)
        setup.get("/setup/people/new")
        page = setup.send(
            "/add", surname=" ", email="nobody at all", birth_date="31/2/1990", usi=USI, gender="Q", given_name="Ada"
        )
        assert page.status == 422
        assert set(page.wrong) == {"surname", "email", "birth_date", "usi", "gender"}
        assert page.wrong["usi"] == (
            "USI: Stands on BREW1 already. Look whether the two are one person, or correct it."
        )
        assert page.form("/add")["given_name"] == "Ada"
        assert page.form("/add")["birth_date"] == "31/2/1990"
        assert world.all(select(Client).where(Client.given_name == "Ada")) == []

    @pytest.mark.settings(email_as_username=True)
    def test_where_user_names_are_addresses_a_taken_one_is_refused(self, setup, bea, world):
        world.change(bea, username="bea@example.com")
        setup.get("/setup/people/new")
        page = setup.send("/add", surname="Newcomer", email="bea@example.com")
        assert (page.status, page.wrong) == (422, {"email": (
            "E-mail: This is the user name of another person. Write another address, or leave it blank."
        )})  # fmt: skip
        assert world.all(select(Client).where(Client.surname == "Newcomer")) == []


class TestChanging:
    def open(self, setup, client):
        page = setup.get(f"/setup/people/{client.id}/details")
        assert_accessible(page.document)
        return page

    def test_nothing_changed_leaves_nothing(self, setup, world, bea):
        before = vars_of(world.one(select(Client).where(Client.id == bea.id)))
        self.open(setup, bea)
        assert setup.send("/save").note == "Saved."
        assert vars_of(world.one(select(Client).where(Client.id == bea.id))) == before
        assert world.all(select(Change).where(Change.record_id == bea.id, Change.by == "SVEN")) == []

    def test_a_change_is_saved_and_told(self, setup, world, bea):
        self.open(setup, bea)
        page = setup.send("/save", surname="Brewer-Lee", mobile_phone="", usual_street_number="6")
        assert page.heading == "Bea Brewer-Lee BREW1"
        stored = client_of(world, "Brewer-Lee")
        assert (stored.surname_key, stored.mobile_phone, stored.usual_line) == ("brewer-lee", None, "6 High Street")
        (change,) = world.all(select(Change).where(Change.record_id == bea.id, Change.by == "SVEN"))
        assert change.operation == "set-up page save_person"
        assert {"surname", "mobile_phone", "usual_line"} <= set(change.members.split("\n"))

    def test_a_user_name_that_is_the_address_follows_it(self, setup, world, bea):
        world.change(bea, username="bea@example.com")
        self.open(setup, bea)
        setup.send("/save", email="bea@example.org")
        assert client_of(world, "Brewer").username == "bea@example.org"

    def test_it_does_not_follow_to_anothers(self, setup, world, bea):
        world.client("Other", username="taken@example.com")
        world.change(bea, username="bea@example.com")
        self.open(setup, bea)
        page = setup.send("/save", email="taken@example.com")
        assert (page.status, list(page.wrong)) == (422, ["email"])

    @pytest.mark.settings(unique_external_codes=True)
    def test_an_accounts_code_stands_on_one_person(self, setup, world, bea):
        world.client("Other", external_debtor_code="X-1")
        self.open(setup, bea)
        page = setup.send("/save", external_debtor_code="x-1")
        assert (page.status, list(page.wrong)) == (422, ["external_debtor_code"])

    def test_the_second_of_two_is_told(self, setup, site, world, bea):
        world.staff("Second", "Sue", setup_role=True, code="SUE", username="sue", password=PASSWORD)
        second = logged_in(site, "sue")
        self.open(setup, bea)
        self.open(second, bea)
        setup.send("/save", surname="First")
        page = second.send("/save", surname="Latter")
        assert page.status == 409
        assert page.problem.startswith("Nothing was saved: Sven Setter (SVEN) has changed this")
        assert client_of(world, "First").id == bea.id
        assert second.send("/save").note == "Saved."
        assert client_of(world, "Latter").id == bea.id

    def test_what_nobody_is_is_not_found(self, setup):
        for place in ("", "/details", "/statistics", "/work"):
            assert setup.get(f"/setup/people/2000000000{place}").status == 404


class TestStatistics:
    def open(self, setup, client):
        page = setup.get(f"/setup/people/{client.id}/statistics")
        assert_accessible(page.document)
        return page

    def fields(self, setup, **more):
        """The form as it is, with several ticks where they are told."""
        return {**setup.page.form("/statistics/save"), **more}

    def test_they_are_saved_and_told_by_the_operation(self, setup, world, api, token, bea):
        self.open(setup, bea)
        page = setup.post(
            f"/setup/people/{bea.id}/statistics/save",
            self.fields(
                setup, country_of_birth="1101", language="1201", disability_flag="Y", completed_year="2007",
                disability=["11", "17"], **{"achievement-008": "A"},
            ),
        )  # fmt: skip
        assert page.note == "Saved."
        told = api.GetClientAVDetails(token, "BREW1")
        stored = world.one(select(ClientStatistics).where(ClientStatistics.client_id == bea.id))
        assert (stored.country_of_birth, stored.completed_year, stored.at_school_flag) == ("1101", "2007", "@")
        assert [each.code for each in world.all(select(ClientDisability))] == ["11", "17"]
        (achieved,) = world.all(select(ClientPriorEducation))
        assert (achieved.code, achieved.recognition) == ("008", "A")
        assert [each.Disa_Code for each in told.ClieAVETMISS.DisaList] == ["11", "17"]
        form = self.open(setup, bea).form("/statistics/save")
        assert (form["country_of_birth"], form["achievement-008"], form["achievement-990"]) == ("1101", "A", "")

    def test_a_person_without_any_begins_with_not_stated(self, setup, bea):
        form = self.open(setup, bea).form("/statistics/save")
        assert (form["at_school_flag"], form["highest_school_level"], form["survey_contact_status"]) == ("@", "@@", "A")

    def test_a_flag_that_denies_its_list_is_refused_and_ticks_stay(self, setup, bea):
        self.open(setup, bea)
        page = setup.send("/statistics/save", disability_flag="N", disability="11", completed_year="07")
        assert (page.status, set(page.wrong)) == (422, {"disability_flag", "completed_year"})
        assert page.form("/statistics/save")["disability"] == "11"

    def test_the_second_of_two_is_told_even_of_a_tick(self, setup, site, world, bea):
        world.staff("Second", "Sue", setup_role=True, code="SUE", username="sue", password=PASSWORD)
        second = logged_in(site, "sue")
        self.open(setup, bea)
        self.open(second, bea)
        setup.send("/statistics/save", disability="11")
        assert second.send("/statistics/save", disability="17").status == 409


class TestWork:
    def test_an_employment_begins_and_another_takes_its_place(self, setup, world, bea):
        first, second = world.employer("First"), world.employer("Second")
        page = setup.get(f"/setup/people/{bea.id}/work")
        assert_accessible(page.document)
        assert setup.send("/work/save", employer_id=first.identifier, commenced="1/2/2020").note == "Saved."
        setup.get(f"/setup/people/{bea.id}/work")
        assert setup.page.form("/work/save")["employer_id"] == first.identifier
        setup.send("/work/save", employer_id=second.identifier.lower(), salary="50000")
        jobs = world.all(select(Employment).where(Employment.client_id == bea.id).order_by(Employment.id))
        assert [(job.employer_id, job.active) for job in jobs] == [(first.id, False), (second.id, True)]

    def test_what_can_not_be_is_refused(self, setup, world, bea):
        setup.get(f"/setup/people/{bea.id}/work")
        page = setup.send("/work/save", employer_id="NOBODY", commenced="1/2/2020", terminated="1/1/2020", salary="-1")
        assert page.status == 422
        assert {"employer_id", "terminated"} <= set(page.wrong)


def vars_of(row):
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
