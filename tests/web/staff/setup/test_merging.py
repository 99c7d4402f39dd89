"""Two records of one person are found, compared, merged and parted again on the pages of set-up."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.staff import logged_in
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client
from vettrak_api.model.merges import ClientMerge

BORN = datetime.date(1991, 4, 3)


@pytest.fixture
def pair(world):
    """Two records of one person: the one that stays, and the one that vanishes."""
    kept = world.client("Brewer", "Bea", code="KEPT", birth_date=BORN, email="bea@example.com")
    return kept, world.client("Brewer", "Beatrice", code="GONE", birth_date=BORN, mobile_phone="0400 000 001")


def looked_at(setup, pair):
    return setup.get(f"/setup/people/{pair[0].id}/merge?with={pair[1].id}")


def enrolments(page):
    return [" ".join(item.text_content().split()) for item in page.document.iterfind(".//main//li")]


class TestFinding:
    def test_likely_records_come_with_what_speaks_for_them(self, setup, pair):
        page = setup.get(f"/setup/people/{pair[0].id}/merge")
        assert page.rows == ["Brewer, Beatrice GONE born 3 Apr 1991 date of birth, surname, similar given name"]
        assert page.link("Brewer, Beatrice").endswith(f"/merge?with={pair[1].id}")
        assert_accessible(page.document)

    def test_others_are_found_by_name_or_code(self, setup, world, pair):
        world.client("Quite", "Other", code="OTHER")
        for search in ("other", "quite o"):
            page = setup.search(f"/setup/people/{pair[0].id}/merge", search=search)
            assert page.rows[0].startswith("Quite, Other OTHER")
        page = setup.search(f"/setup/people/{pair[0].id}/merge", search="nobody at all")
        assert page.problem == "Nobody else is found by “nobody at all”."

    def test_oneself_is_no_other_one(self, setup, pair):
        page = looked_at(setup, (pair[0], pair[0]))
        assert (page.status, page.problem) == (409, "This is the same record. Choose another one.")

    def test_somebody_who_is_not_there(self, setup, pair):
        assert setup.get(f"/setup/people/{pair[0].id}/merge?with=99999").status == 404
        assert setup.get("/setup/people/99999/merge").status == 404


class TestMerging:
    def test_the_preview_tells_everything(self, setup, world, pair):
        other = pair[1]
        enrolment = world.enrolment(other, world.occurrence(code="RSA-SEP"))
        world.token(other)
        page = looked_at(setup, pair)
        assert page.heading == "Merge GONE into KEPT"
        assert page.problem == "GONE is logged in. Merging ends that log-in at once."
        assert "1 enrolment" in page.text
        assert f"{enrolment.id}, RSA-SEP, 1 Sep 2026, Active" in enrolments(page)
        form = page.form("/merge/now")
        assert (form["keep-given_name"], form["keep-mobile_phone"]) == ("kept", "other")
        assert_accessible(page.document)
        assert world.all(select(ClientMerge)) == []

    def test_a_merge_and_its_way_back(self, setup, world, api, token, pair):
        kept, other = pair
        enrolment = world.enrolment(other, world.occurrence())
        looked_at(setup, pair)
        page = setup.send("/merge/now", **{"keep-given_name": "other"})
        assert page.note == "Merged: GONE is part of KEPT from now on."
        assert page.rows[0].startswith("GONE Brewer, Beatrice KEPT 10 Sep 2026, 12:00, by Sven Setter (SVEN) Undo")
        assert_accessible(page.document)
        assert outcome(api.GetClientDetails(token, "GONE"))[0] == -4
        assert world.fresh(kept).mobile_phone == "0400 000 001"
        assert world.fresh(enrolment).client_id == kept.id
        changes = world.all(select(Change).where(Change.table_name == "client", Change.record_id == other.id))
        assert [(each.by, each.operation, each.reason) for each in changes] == [
            ("SVEN", "set-up page merge_now", "Merged into client KEPT.")
        ]
        page = setup.send("/undo")
        assert page.note == "Undone: GONE and KEPT are two records again."
        assert outcome(api.GetClientDetails(token, "GONE")) == OK
        assert world.fresh(kept).given_name == "Bea"
        assert world.fresh(enrolment).client_id == other.id
        assert not page.has_form("/undo")

    def test_the_other_one_may_be_kept(self, setup, pair):
        looked_at(setup, pair)
        page = setup.get(setup.page.link("Keep GONE instead"))
        assert page.heading == "Merge KEPT into GONE"

    def test_what_stands_in_the_way_is_said_and_there_is_no_button(self, setup, world, pair):
        course = world.occurrence(code="RSA-SEP")
        for client in pair:
            world.enrolment(client, course)
        world.change(pair[0], active=False)
        page = looked_at(setup, pair)
        assert "KEPT is not active." in page.problem
        assert "Both records are enrolled in RSA-SEP" in page.problem
        assert "Merge them" not in page.text

    def test_a_form_that_is_sent_all_the_same_is_refused(self, setup, world, pair):
        looked_at(setup, pair)
        world.change(pair[1], staff=True)
        page = setup.send("/merge/now")
        assert (page.status, page.problem.split(".")[0]) == (409, "GONE is a staff member")
        assert world.all(select(ClientMerge)) == []

    def test_what_was_changed_since_is_said_and_what_was_chosen_stays(self, setup, world, pair):
        looked_at(setup, pair)
        world.change(pair[1], email="b@example.com")
        page = setup.send("/merge/now", **{"keep-given_name": "other"})
        assert page.status == 409
        assert page.problem.startswith("Nothing was merged: one of the records was changed")
        assert page.form("/merge/now")["keep-given_name"] == "other"
        assert setup.send("/merge/now").note == "Merged: GONE is part of KEPT from now on."

    def test_two_people_merge_at_once(self, setup, site, pair):
        other = logged_in(site, "sven")
        looked_at(other, pair)
        looked_at(setup, pair)
        other.send("/merge/now")
        assert setup.send("/merge/now").status == 404

    def test_a_choice_that_is_none(self, setup, pair):
        looked_at(setup, pair)
        page = setup.send("/merge/now", **{"keep-given_name": "both"})
        assert page.status == 409
        assert page.problem == "Choose which of both values is kept."


class TestMerges:
    def test_nobody_has_been_merged(self, setup):
        page = setup.get("/setup/merges")
        assert "Nobody has been merged yet." in page.text
        assert_accessible(page.document)

    def test_what_stands_in_the_way_of_undoing_is_said(self, setup, world, pair):
        world.change(pair[0], username="bea")
        world.change(pair[1], username="trixie")
        looked_at(setup, pair)
        setup.send("/merge/now")
        holder = world.client(username="trixie")
        page = setup.send("/undo")
        assert page.status == 409
        assert page.problem == (
            f"The user name of GONE is that of {holder.code} by now: give {holder.code} another one first."
        )
        assert world.all(select(Client.id).where(Client.code == "GONE")) == []

    def test_they_are_searched(self, setup, pair):
        looked_at(setup, pair)
        setup.send("/merge/now")
        assert len(setup.search("/setup/merges", search="gone").rows) == 1
        assert setup.search("/setup/merges", search="nobody").rows == []
