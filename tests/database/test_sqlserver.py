"""SQL Server, as far as it can be tried without one: tables, revisions and statements are written for it."""

import io
import re
import sys
from collections import Counter

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Column,
    Delete,
    Insert,
    Integer,
    MetaData,
    Select,
    Table,
    Unicode,
    UniqueConstraint,
    Update,
    and_,
    bindparam,
    case,
    create_engine,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.schema import CreateIndex, CreateTable

import vettrak_api.app  # noqa: F401 - imports every module that holds statements
from tests.support.portability import DIALECT, NotPortable, check
from tests.support.tsql import MOST_PARAMETERS
from vettrak_api.database import migrations
from vettrak_api.model import Base
from vettrak_api.views.base import View

pytestmark = pytest.mark.sqlserver

REMOVED_LATER = ("mail", "change", "deletion")
"""Tables that a revision removed; its downgrade makes them again."""

LONGEST_INDEX_KEY = 1700
"""Bytes of a key in SQL Server; a Unicode character takes 2."""


def statements():
    """Return the statements that modules hold, each under the first name that it has."""
    found = {}
    for name, module in sorted(sys.modules.items()):
        if not name.startswith("vettrak_api."):
            continue
        for variable, value in vars(module).items():
            statement = value.select if isinstance(value, View) else value
            if isinstance(statement, Select | Insert | Update | Delete):
                found.setdefault(id(statement), (f"{name.removeprefix('vettrak_api.')}.{variable}", statement))
    return [pytest.param(statement, id=name) for name, statement in found.values()]


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_a_table_can_be_made(table):
    assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=DIALECT)).replace("[", "").replace(
        "]", ""
    )
    for index in table.indexes:
        str(CreateIndex(index).compile(dialect=DIALECT))
        assert sum(getattr(column.type, "length", 4) or 0 for column in index.columns) * 2 <= LONGEST_INDEX_KEY


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_what_is_unique_is_never_null(table):
    """For SQL Server two nulls are the same, so that a second one would be refused; an index may leave them out."""
    unique = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    unique += [index for index in table.indexes if index.unique and index.dialect_options["mssql"]["where"] is None]
    assert [column.name for rule in unique for column in rule.columns if column.nullable] == []


def script_of(upwards, downwards):
    """Return what Alembic would tell SQL Server for these revisions."""
    written = io.StringIO()
    context = MigrationContext.configure(dialect=DIALECT, opts={"as_sql": True, "output_buffer": written})
    with Operations.context(context):
        for revision in upwards:
            revision.module.upgrade()
        for revision in downwards:
            revision.module.downgrade()
    return written.getvalue()


@pytest.fixture(scope="module")
def revisions():
    return list(ScriptDirectory.from_config(migrations.configuration(None, None)).walk_revisions())


def test_every_revision_can_be_written_out(revisions):
    text = script_of(reversed(revisions), revisions)
    made, removed = (Counter(re.findall(rf"{word} TABLE \[?(\w+)", text)) for word in ("CREATE", "DROP"))
    assert made == removed
    assert made == Counter([*Base.metadata.tables, *REMOVED_LATER, *REMOVED_LATER])


def test_a_column_goes_after_its_default(revisions):
    """SQL Server makes a constraint of a default, names it itself, and drops no column that has one."""
    text = script_of(reversed(revisions), revisions)
    with_default = re.findall(r"ALTER TABLE \[?(\w+)\]? ADD \[?(\w+)\]? [^;]*DEFAULT", text)
    dropped = re.findall(r"ALTER TABLE \[?(\w+)\]? DROP COLUMN \[?(\w+)", text)
    freed = re.findall(r"parent_object_id = object_id\('(\w+)'\)\s*and col_name\([^)]*\) = '(\w+)'", text)
    assert freed == [column for column in dropped if column in with_default] != []


@pytest.mark.parametrize("statement", statements())
def test_a_statement_of_a_module_is_understood_everywhere(statement):
    check(statement)


FLAG = Column("flag", Boolean)
THING = Table("thing", MetaData(), Column("id", Integer, primary_key=True), FLAG, Column("name", Unicode(20)))
ID, NAME = THING.c.id, THING.c.name

REFUSED = {
    "a condition among the columns": (select(exists().where(ID == 1).label("there")), "is no value"),
    "a condition among the arguments": (select(func.coalesce(ID == 1, FLAG)), "is no value"),
    "a condition in the order": (select(ID).order_by(ID.is_(None)), "is no value"),
    "a condition that is written": (update(THING).values(flag=ID > 1), "is no value"),
    "a condition as a result": (select(case((ID == 1, NAME == "a"), else_=FLAG)), "is no value"),
    "a flag that is said to be": (select(ID).where(FLAG.is_(False)), "IS takes NULL only"),
    "a flag that is said not to be": (select(ID).where(FLAG.is_not(True)), "IS takes NULL only"),
    "a parameter that is said to be": (select(ID).where(NAME.is_(bindparam("name"))), "IS takes NULL only"),
    "a flag after WHEN": (select(case((FLAG, 1), else_=0)), "thing.flag is no condition"),
    "a parameter after WHEN": (select(case((bindparam("flag", type_=Boolean), 1), else_=0)), "is no condition"),
    "a flag after WHERE": (select(ID).where(literal_column("thing.flag")), "thing.flag is no condition"),
    "a flag after AND": (select(ID).where(ID == 1, literal_column("thing.flag")), "thing.flag is no condition"),
    "a flag after OR": (select(ID).where(or_(ID == 1, literal_column("thing.flag"))), "thing.flag is no condition"),
    "a flag after ON": (select(ID).join(THING.alias("a"), literal_column("a.flag")), "a.flag is no condition"),
    "a flag after HAVING": (select(ID).group_by(ID).having(literal_column("1")), "1 is no condition"),
    "a sum of subqueries": (select(func.sum(select(ID).scalar_subquery())), "makes an aggregate of a subquery"),
    "one order twice": (select(ID).order_by(ID, NAME, ID), "ordered by thing.id twice"),
    "an order by a constant": (select(ID).order_by(literal(1)), "ordered by a constant"),
    "a function of one database": (select(func.julianday(ID)), "julianday"),
}
"""What SQL Server does not understand, or not every database does."""

FINE = {
    "a flag among the columns": select(FLAG).order_by(FLAG),
    "a flag as a condition": select(ID).where(FLAG, ~FLAG, or_(FLAG, ID > 1)),
    "a flag that is compared": select(case((THING.c.flag == true(), 1), else_=0)),
    "a flag that is written": update(THING).values(flag=True).where(NAME.is_(None)),
    "a case of values": select(case({1: "a"}, value=ID)),
    "texts that look like others": select(ID).where(NAME.like("a%", escape="/"), ~NAME.contains("b", autoescape=True)),
    "an empty list": select(ID).where(ID.in_([])),
    "a condition of conditions": select(ID).where(exists().where(ID == 1), ~exists().where(and_(FLAG, ID > 2))),
}


class TestTheCheck:
    """It finds what it is there for."""

    @pytest.mark.parametrize(("statement", "said"), REFUSED.values(), ids=REFUSED)
    def test_refuses(self, statement, said):
        with pytest.raises(NotPortable, match=said):
            check(statement)

    @pytest.mark.parametrize("statement", FINE.values(), ids=FINE)
    def test_lets_pass(self, statement):
        check(statement)

    def test_refuses_more_parameters_than_sql_server_takes(self):
        wanted = select(ID).where(ID.in_(bindparam("numbers", expanding=True)))
        check(wanted, {"numbers": list(range(MOST_PARAMETERS))})
        with pytest.raises(NotPortable, match="it takes 2101 parameters"):
            check(wanted, {"numbers": list(range(MOST_PARAMETERS + 1))})

    def test_refuses_to_compare_with_null(self):
        wanted = select(ID).where(THING.c.name == bindparam("name"))
        check(wanted, {"name": "a"})
        with pytest.raises(NotPortable, match="compared with null"):
            check(wanted, {"name": None})

    def test_looks_at_whatever_an_engine_executes(self, every_statement_is_portable):
        engine = create_engine("sqlite://")
        with engine.connect() as connection:
            THING.create(connection)
            for values in ({"name": "a"}, {"name": None}):
                connection.execute(select(ID).where(FLAG.is_(True), THING.c.name == bindparam("name")), values)
        engine.dispose()
        found = [text.splitlines()[:-3] for text in every_statement_is_portable]
        every_statement_is_portable.clear()
        once, again = ["thing.flag IS 1: IS takes NULL only"], "thing.name = :name is compared with null"
        assert found == [once, [again, *once]]
