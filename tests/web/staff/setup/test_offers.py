"""What can be studied: types, programmes, units, qualifications and their units, on the pages of set-up."""

import pytest
from sqlalchemy import select

from vettrak_api.model.programmes import Programme, ProgrammeType, Qualification, QualificationUnit, Unit
from vettrak_api.model.reference import Division

NEW = {
    "divisions": (Division, {"name": "North", "parent_id": "1"}),
    "programme-types": (ProgrammeType, {"name": "Evening classes", "code": "EVE"}),
    "programmes": (Programme, {"code": "RSA-N", "name": "Serving Responsibly"}),
    "units": (Unit, {"code": "XFAB021", "name": "Serve", "hours": "12.5", "kind": "0"}),
    "qualifications": (Qualification, {"code": "XIT20", "name": "Certificate II", "kind": "0", "nominal_hours": "400"}),
}
"""What a form of each section is filled in with."""


@pytest.mark.parametrize("section", NEW)
def test_one_is_added_changed_and_found(setup, world, section):
    table, fields = NEW[section]
    page = setup.get(f"/setup/{section}/new")
    assert page.status == 200
    page = setup.send("/add", **fields)
    assert page.note == f"Added: {fields['name']}."
    made = world.one(select(table).where(table.name == fields["name"]))
    page = setup.get(f"/setup/{section}/{made.id}")
    assert page.heading.startswith(fields["name"])
    page = setup.send("/save", name="Renamed")
    assert page.note == "Saved: Renamed."
    assert world.get(table, made.id).name == "Renamed"
    assert [row for row in setup.search(f"/setup/{section}", search="renam").rows if "Renamed" in row]


@pytest.mark.parametrize("section", NEW)
def test_a_blank_form_says_what_it_needs(setup, section):
    setup.get(f"/setup/{section}/new")
    page = setup.send(
        "/add", **{name: "" for name, text in setup.page.form("/add").items() if name != "csrf" and text is not None}
    )
    assert page.status == 422
    assert page.wrong["name"].endswith("Fill this in.")


@pytest.mark.parametrize("section", ["programmes", "units", "qualifications"])
def test_a_code_is_unique_whatever_the_case_and_stays(setup, world, section):
    table, fields = NEW[section]
    setup.get(f"/setup/{section}/new")
    setup.send("/add", **fields)
    setup.get(f"/setup/{section}/new")
    page = setup.send("/add", **fields | {"code": fields["code"].lower()})
    assert page.wrong == {"code": "Code: Another record has this already. Give it one of its own."}
    made = world.one(select(table).where(table.code == fields["code"]))
    setup.get(f"/setup/{section}/{made.id}")
    page = setup.send("/save", code="OTHER")
    assert page.wrong == {"code": "Code: Other systems know the record by this, so it stays. Put it back."}


def test_divisions_have_one_root_and_no_circle(setup, world):
    north = world.division("North")
    east = world.division("East", parent_id=north.id)
    for number, above, words in (
        (east.id, "", "Choose the division that it belongs to."),
        (north.id, str(east.id), "Belongs to this very division. Choose one that does not."),
        (1, str(east.id), "All divisions belong to this one. Leave it as None."),
    ):
        setup.get(f"/setup/divisions/{number}")
        assert setup.send("/save", parent_id=above).wrong == {"parent_id": f"Belongs to: {words}"}


def test_a_qualification_names_the_programme_that_sells_it(setup, world):
    world.programme("Bar Tending", code="BAR")
    number = world.qualification("XIT20").id
    setup.get(f"/setup/qualifications/{number}")
    page = setup.send("/save", programme_id="NONE")
    assert page.wrong["programme_id"].startswith("Sold as: Names nothing that is there among the programmes.")
    assert setup.send("/save", programme_id="bar").note.startswith("Saved")
    kept = world.get(Qualification, number)
    page = setup.get(f"/setup/programmes/{kept.programme_id}")
    assert page.link("XIT20") == f"/setup/qualifications/{number}"
    assert setup.get(f"/setup/qualifications/{number}").form("/save")["programme_id"] == "BAR"


def test_a_qualification_holds_units(setup, world):
    number = world.qualification("XIT20").id
    world.unit("XFAB021", "Serve")
    setup.get(f"/setup/qualifications/{number}")
    page = setup.send("/units/add", unit="xfab021")
    assert page.rows == ["XFAB021 Serve core Take it out"]
    page = setup.send("/units/add", unit="XFAB021", core=None)
    assert (page.status, "holds the unit already" in page.text) == (422, True)
    page = setup.send("/units/add", unit="NOWHERE")
    assert "There is no unit of that code." in page.text
    assert page.form("/units/add")["unit"] == "NOWHERE"
    (link,) = world.all(select(QualificationUnit.id).where(QualificationUnit.qualification_id == number))
    page = setup.send(f"/units/{link}/remove")
    assert "It has no unit yet." in page.text
    page = setup.post(f"/setup/qualifications/{number}/units/{link}/remove", {"csrf": page.form("/save")["csrf"]})
    assert (page.status, "holds that unit no longer" in page.text) == (409, True)


def test_what_the_curriculum_api_tells_says_so(setup, world):
    number = world.unit("XFAB021", "Serve", status="ACTIVE").id
    assert "by the curriculum API" in setup.get(f"/setup/units/{number}").text
    assert "by the curriculum API" not in setup.get(f"/setup/units/{world.unit('XFAB022').id}").text


def test_nothing_is_at_other_addresses(setup):
    for path in ("/setup/nothing", "/setup/nothing/new", "/setup/units/2000000000"):
        assert setup.get(path).status == 404
