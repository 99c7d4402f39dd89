"""Tables that are older or newer than the server: what it says of them, on every kind of database."""

import shutil

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import select

from vettrak_api.database import migrations
from vettrak_api.database.schema import Finding, Fitness, examine_schema
from vettrak_api.model.installation import SchemaRevision

FIRST_TOLD = "0017"
LATER = '''"""A revision of the future."""
from alembic import op
revision, down_revision, branch_labels, depends_on = {revision!r}, {previous!r}, None, None
{told}
def upgrade():
    pass
def downgrade():
    pass
'''


@pytest.fixture
def future(monkeypatch, tmp_path):
    """Add revisions to a copy of ours; give a way to migrate with them, as a newer version does."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.migrations_folder(), folder, ignore=shutil.ignore_patterns("__pycache__"))

    def migrate(database, *told, down_to=None):
        previous = migrations.revisions()[-1]
        for number, words in enumerate(told, 9001):
            text = LATER.format(revision=str(number), previous=previous, told=words)
            (folder / "versions" / f"{number}_later.py").write_text(text, encoding="utf-8")
            previous = str(number)
        with monkeypatch.context() as newer:
            newer.setattr(migrations, "migrations_folder", lambda: folder)
            if down_to:
                migrations.downgrade(database, down_to)
            else:
                migrations.upgrade(database)

    return migrate


def told(database):
    statement = select(SchemaRevision.revision, SchemaRevision.expands, SchemaRevision.reason)
    with database.connection() as connection:
        return [tuple(row) for row in connection.execute(statement.order_by(SchemaRevision.revision))]


def scripts():
    config = Config()
    config.set_main_option("script_location", str(migrations.migrations_folder()))
    return list(ScriptDirectory.from_config(config).walk_revisions())


def test_every_revision_says_whether_older_servers_can_go_on():
    for script in scripts():
        if script.revision >= FIRST_TOLD:
            assert script.module.expands in {True, False}, script.path
            assert script.module.expands or 10 <= len(script.module.reason) <= 200, script.path


def test_tables_that_were_never_made(empty):
    assert examine_schema(empty.database) == Finding(
        Fitness.BEHIND, "The database was never set up. Run: vettrak-api db upgrade"
    )


def test_tables_of_an_older_version(empty):
    *_, previous, newest = migrations.revisions()
    migrations.upgrade(empty.database, previous)
    finding = examine_schema(empty.database)
    assert (finding.fitness, finding.is_usable) == (Fitness.BEHIND, False)
    assert f"at revision {previous} and this version needs {newest}. Run: vettrak-api db upgrade" in finding.advice


def test_tables_as_they_should_be_tell_what_their_revisions_mean(empty):
    migrations.upgrade(empty.database)
    assert examine_schema(empty.database) == Finding(Fitness.FIT)
    assert [row[0] for row in told(empty.database)] == [name for name in migrations.revisions() if name >= FIRST_TOLD]


def test_a_newer_version_that_only_expands_is_served(empty, future):
    future(empty.database, "expands = True", "expands = True")
    finding = examine_schema(empty.database)
    assert (finding.fitness, finding.is_usable) == (Fitness.EXPANDED, True)
    assert "at revision 9002, newer than this version" in finding.advice


def test_a_newer_version_that_takes_something_away_is_refused_and_says_why(empty, future):
    reason = "The column web_enrolment.x is gone, into which older servers write."
    future(empty.database, f"expands, reason = False, {reason!r}", "expands = True")
    finding = examine_schema(empty.database)
    assert (finding.fitness, finding.is_usable) == (Fitness.AHEAD, False)
    assert "is at revision 9002, which this version" in finding.advice
    assert f"Revision 9001: {reason} Install the newer version" in finding.advice


def test_a_way_back_takes_away_what_was_told(empty, future):
    newest = migrations.revisions()[-1]
    words = ("expands, reason = False, 'Nothing works any more.'", "expands = True")
    future(empty.database, *words)
    future(empty.database, *words, down_to="9001")
    assert [row[0] for row in told(empty.database)][-1] == "9001"
    future(empty.database, *words, down_to=newest)
    assert examine_schema(empty.database) == Finding(Fitness.FIT)


def test_a_newer_version_that_says_nothing_is_refused(empty, future):
    future(empty.database, "expands = True")
    with empty.database.connection(writing=True) as connection:
        connection.execute(SchemaRevision.__table__.delete())
    assert examine_schema(empty.database).fitness is Fitness.AHEAD


def test_a_revision_that_says_nothing_can_not_be_reached(empty, future):
    with pytest.raises(AttributeError):
        future(empty.database, "")
