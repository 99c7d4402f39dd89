"""Employers and the people who speak for them, on the pages of set-up."""

from sqlalchemy import select

from vettrak_api.model.employers import Employer, EmployerContact


def employer(world, identifier="ACME"):
    return world.one(select(Employer).where(Employer.identifier == identifier))


def test_an_employer_is_added_and_found_by_its_abn(setup, world):
    setup.get("/setup/employers/new")
    page = setup.send("/add", identifier="ACME", name="Acme Brewing", abn="51824753556", email="office@acme.example")
    assert page.note == "Added: Acme Brewing."
    assert setup.search("/setup/employers", search="51824753556").rows == ["Acme Brewing ACME 51824753556"]
    assert employer(world).name_key == "acme brewing"


def test_what_is_wrong_is_said(setup):
    setup.get("/setup/employers/new")
    page = setup.send("/add", identifier="ACME", name="Acme", abn="12", email="nowhere")
    assert page.wrong == {
        "abn": "ABN: Has not 11 digits. Write 11 digits without blanks, or nothing.",
        "email": "E-mail address: This is no e-mail address. Write one plain address, or leave it blank.",
    }


def test_contacts_are_added_and_ended(setup, world):
    number = world.employer("Acme Brewing", identifier="ACME").id
    world.client("Boss", "Bob", code="C0101")
    world.client("Deputy", "Dee", code="C0102")
    setup.get(f"/setup/employers/{number}")
    page = setup.send("/contacts/add", client="c0102", primary="yes")
    page = setup.send("/contacts/add", client="C0101", primary="yes")
    assert page.rows == ["Bob Boss primary C0101 End it", "Dee Deputy C0102 End it"]
    page = setup.send("/contacts/add", client="C9999")
    assert (page.status, "Nobody has that code." in page.text) == (422, True)
    links = world.all(select(EmployerContact.id).where(EmployerContact.employer_id == number))
    for link in links:
        setup.send(f"/contacts/{link}/end")
    assert "Nobody speaks for it yet." in setup.page.text
    assert world.all(select(EmployerContact.active).where(EmployerContact.employer_id == number)) == [False, False]
