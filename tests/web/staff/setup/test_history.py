"""The History tab of what is set up: who changed it, from what to what, and what else the same request has written."""

from sqlalchemy import select

from vettrak_api.model.changes import Change
from vettrak_api.web.staff.setup.history_words import DONE, SET_UP


def members(page):
    """The rows of a history's tables, as they are shown."""
    return [[cell.text_content().strip() for cell in row] for row in page.document.xpath("//main//tbody/tr")]


def test_a_change_on_a_page_is_told_there(setup, world):
    place = world.location("HALL", "Old hall")
    world.location("ELSE", "Another place")
    setup.get(f"/setup/locations/{place.id}")
    assert setup.send("/save", name="New hall").status == 200
    shown = setup.get(setup.get(f"/setup/locations/{place.id}").link("History"))
    assert shown.heading == "History of New hall"
    assert ["Name", "Old hall", "New hall"] in members(shown)
    text = shown.document.xpath("string(//main)")
    for said in ("SVEN", "Set-up page: Locations, saved", "10 September 2026, 12:00:00"):
        assert said in text
    assert shown.link("Details") == f"/setup/locations/{place.id}"


def test_a_persons_history_holds_what_belongs_to_the_person(setup, world, api, token):
    client = world.client("Before", "Bea", code="MEMBER")
    api.UpdateClientDetails(token, {"Clie_Code": "MEMBER", "Clie_Surname": "After"})
    page = setup.get(f"/setup/history/client/{client.id}")
    assert page.heading == "History of After"
    assert ["Surname", "Before", "After"] in members(page)
    [change] = world.all(select(Change).where(Change.operation == "UpdateClientDetails"))
    of_request = setup.get(page.link(f"request {change.request}"))
    assert (of_request.heading, ["Surname", "Before", "After"] in members(of_request)) == (
        f"History of request {change.request}",
        True,
    )


def test_what_is_typed_is_shown_as_it_is(setup, world, api, token):
    client = world.client("Before", "Bea", code="MEMBER")
    api.UpdateClientDetails(token, {"Clie_Code": "MEMBER", "Clie_Surname": "<b>After</b>"})
    assert ["Surname", "Before", "<b>After</b>"] in members(setup.get(f"/setup/history/client/{client.id}"))


def test_more_than_a_page_is_led_on_to(setup, world, runtime, clock):
    from vettrak_api.model.audit import Author
    from vettrak_api.model.reference import Location

    place = world.location(name="Name 0")
    for number in range(1, 103):
        with runtime.database.writing(Author("TEST", "test", clock.now())) as session:
            session.get(Location, place.id).name = f"Name {number}"
    page = setup.get(f"/setup/history/location/{place.id}")
    assert (members(page)[0], len(members(page))) == (["Name", "Name 101", "Name 102"], 100)
    older = setup.get(page.link("Older ones"))
    assert [row[2] for row in members(older)] == ["Name 2", "Name 1"]
    assert setup.get(older.link("The latest")).rows == page.rows


def test_there_is_none_of_what_nobody_tells_of(setup):
    for path in ("/setup/history/access_token/1", "/setup/history/nothing/1", f"/setup/requests/{'a' * 33}"):
        assert setup.get(path).status == 404


def test_nothing_is_known_of_what_was_never_changed(setup, world):
    page = setup.get(f"/setup/history/location/{world.location().id}?before=none")
    assert (page.status, "No change has been written down." in page.text) == (200, True)


def test_what_every_form_of_the_set_up_does_has_words(site):
    rules = site.page_sites["staff"].url_map.iter_rules()
    forms = {rule.endpoint.removeprefix("setup.") for rule in rules if "POST" in rule.methods and "/setup" in rule.rule}
    assert len(forms) > 20
    assert forms - {*SET_UP, *DONE} == set()
