"""The staff pages and doctor list codes and user names that look like another's."""

import pytest
from sqlalchemy import update

from tests.support.staff import logged_in
from vettrak_api.doctor.examination import examine
from vettrak_api.doctor.findings import Level
from vettrak_api.model.clients import Client
from vettrak_api.model.look_alikes import LookAlike


@pytest.fixture
def look_alike(world):
    """Somebody whose user name looks like that of somebody else."""
    world.client(username="sam")
    client = world.client()
    with world.runtime.database.writing() as session:
        wide = {"username": "s\u200bam", "username_key": "s\u200bam"}
        session.execute(update(Client).where(Client.id == client.id).values(wide))
    world.add(LookAlike(table_name="client", column_name="username", row_id=client.id))
    return client


@pytest.fixture
def note(site, person):
    """What stands at the foot of the list of web enrolments."""

    def text():
        found = logged_in(site).get("/").document.xpath("//p[starts-with(., 'These look')]")
        return found[0].text_content() if found else None

    return text


@pytest.fixture
def finding(runtime):
    return lambda: next(finding for finding in examine(runtime.settings) if finding.subject == "look-alikes")


def test_nothing_is_said_while_there_are_none(note, finding):
    assert note() is None
    assert (finding().level, finding().detail) == (Level.OK, "no code or user name looks like another's")


def test_each_is_told_with_what_nobody_would_see(note, finding, look_alike):
    told = rf"user name s\u200bam (number {look_alike.id})"
    assert note() == f"These look like another's: {told}. Please tell your administrator."
    assert (finding().level, finding().detail) == (Level.WARN, told)
    assert "user name of its own" in finding().advice


def test_until_it_has_another_text(world, note, finding, look_alike):
    world.change(world.fresh(look_alike), username="samuel")
    assert note() is None
    assert finding().level is Level.OK


def test_and_of_one_that_is_gone_nothing_is_said(world, note, finding, look_alike):
    with world.runtime.database.writing() as session:
        session.delete(session.get(Client, look_alike.id))
    assert note() is None
    assert finding().level is Level.OK
