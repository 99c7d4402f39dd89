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
    String,
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
    insert,
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
from tests.support.tools import give_up
from tests.support.tsql import MOST_PARAMETERS, parser, refusals
from vettrak_api.database import migrations, waiting
from vettrak_api.doctor import servers
from vettrak_api.model import Base
from vettrak_api.tenants import databases as tenant_databases
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


@pytest.fixture(scope="module")
def grammar():
    """Need Microsoft's grammar of T-SQL."""
    if parser() is None:
        give_up("the program maxdop is not installed: pip install -e .[dev]")
    return refusals


WRONG = {
    "a value that is said to be": "SELECT a FROM t WHERE b IS 0",
    "a parameter that is said to be": "SELECT a FROM t WHERE b IS @b",
    "a column after WHEN": "SELECT CASE WHEN b THEN 1 ELSE 0 END FROM t",
    "a column after WHERE": "SELECT a FROM t WHERE b",
    "a column after AND": "SELECT a FROM t WHERE a = 1 AND b",
    "a column after NOT": "SELECT a FROM t WHERE NOT b",
    "a column after ON": "SELECT t.a FROM t JOIN u ON t.b",
    "a number after HAVING": "SELECT a FROM t GROUP BY a HAVING 1",
    "LIMIT": "SELECT a FROM t LIMIT 5",
    "LIMIT behind an order": "SELECT a FROM t ORDER BY a LIMIT 5 OFFSET 10",
    "OFFSET without an order": "SELECT a FROM t OFFSET 5 ROWS",
    "a comparison as a value": "SELECT (a = b) AS c FROM t",
    "a comparison of columns as a value": "SELECT t.a = t.b AS c FROM t",
    "a comparison as an argument": "SELECT coalesce(a = 1, b) FROM t",
    "a comparison in an order": "SELECT a FROM t ORDER BY a IS NULL",
    "a comparison that is written": "UPDATE t SET a = (b > 1)",
    "a question as a value": "SELECT EXISTS (SELECT 1 FROM t) AS c",
    "pairs in a list": "SELECT a FROM t WHERE (a, b) IN (SELECT c, d FROM u)",
    "RETURNING": "INSERT INTO t (a) VALUES (1) RETURNING a",
    "another table of a DELETE": "DELETE FROM t USING u WHERE t.a = u.a",
    "ON CONFLICT": "INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING",
    "a cast of PostgreSQL's": "SELECT a::integer FROM t",
    "an interval": "SELECT a + INTERVAL '1' DAY FROM t",
    "ILIKE": "SELECT a FROM t WHERE a ILIKE 'b'",
}
"""What is no T-SQL; sqlglot reads most of it."""

RIGHT = {
    "a page": "SELECT a FROM t ORDER BY a OFFSET @n ROWS FETCH FIRST @m ROWS ONLY",
    "locks": "SELECT TOP 5 t.a FROM t WITH (UPDLOCK, ROWLOCK) WHERE t.b IS NULL ORDER BY t.a",
    "a row that tells its number": "INSERT INTO t (a) VALUES (@a); SELECT scope_identity()",
    "an index of what is there": "CREATE UNIQUE INDEX i ON t (a) WHERE a IS NOT NULL",
}


class TestTheGrammar:
    """Microsoft's own: it must know what is wrong before its word on our statements counts."""

    @pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
    def test_refuses(self, grammar, text):
        assert text in grammar([text])

    def test_lets_pass(self, grammar):
        assert grammar([*RIGHT.values()]) == {}

    def test_finds_the_wrong_ones_among_others(self, grammar):
        mixed = [*RIGHT.values(), *WRONG.values(), *RIGHT.values()]
        assert grammar(mixed).keys() == set(WRONG.values())

    def test_takes_parameters_as_sqlalchemy_writes_them(self, grammar):
        assert grammar(["SELECT a FROM t WHERE a = :a_1 AND b LIKE ':c' AND [d:e] = :f"]) == {}

    def test_knows_what_is_said_in_words_for_sql_server_alone(self, grammar):
        said = [value for module in (servers, waiting) for value in vars(module).values() if isinstance(value, str)]
        asked = [text for text in said if text.startswith("SELECT")]
        limits = [waiting._told(waiting._LIMIT["mssql"], seconds) for seconds in (0.1, 10)]
        assert len(asked) == 2
        assert grammar([*asked, *limits]) == {}


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_a_table_can_be_made(grammar, table):
    made = [CreateTable(table), *map(CreateIndex, sorted(table.indexes, key=lambda index: index.name))]
    assert grammar([str(one.compile(dialect=DIALECT)) for one in made]) == {}
    for index in table.indexes:
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


def test_every_revision_is_t_sql(grammar, revisions):
    said = [text for text in script_of(reversed(revisions), revisions).split("\nGO") if text.strip()]
    assert len(said) > len(revisions)
    assert grammar(said) == {}


def test_a_revision_gives_no_number_that_the_server_gives(revisions):
    """SQL Server refuses a number for a column that counts by itself, unless it is told before."""
    text = script_of(reversed(revisions), revisions)
    counting = re.findall(r"CREATE TABLE \[?(\w+)\]? \(\s+\[?id\]? \w+ NOT NULL IDENTITY", text)
    inserted = re.findall(r"INSERT INTO \[?(\w+)\]? \(([^)]*)\)", text)
    assert {"client", "event"} <= set(counting)
    assert [table for table, columns in inserted if table in counting and re.search(r"\bid\b", columns)] == []


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
THING = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    FLAG,
    Column("name", Unicode(20)),
    Column("code", String(10)),
)
ID, NAME, CODE = THING.c.id, THING.c.name, THING.c.code

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
    "an order that leaves the rows open": (select(ID).order_by(NAME).limit(5), "does not tell them apart"),
    "a code that is compared the other way round": (
        select(ID).where(bindparam("code") == THING.c.code),
        "sent as NullType",
    ),
    "a page by another table's key": (
        select(ID).where(THING.alias("a").c.id == ID).order_by(THING.alias("b").c.id).limit(5),
        "does not tell them apart",
    ),
    "a code that is sent as text": (
        select(ID).where(THING.c.code == bindparam("code", type_=Unicode(10))),
        "sent as Unicode.* so that no index is used",
    ),
    "a list of codes that is sent as text": (
        select(ID).where(CODE.in_(bindparam("codes", expanding=True, type_=Unicode(10)))),
        "so that no index is used",
    ),
    "a code that VARCHAR can not hold": (insert(THING).values(code="Zoë"), "thing.code takes no text such as 'Zoë'"),
    "a code that is changed into one": (update(THING).values(code="Ж"), "thing.code takes no text"),
    "a function of one database": (select(func.julianday(ID)), "julianday"),
}
"""What SQL Server does not understand, or not every database does."""

FINE = {
    "a flag among the columns": select(FLAG).order_by(FLAG),
    "a flag as a condition": select(ID).where(FLAG, ~FLAG, or_(FLAG, ID > 1)),
    "a flag that is compared": select(case((THING.c.flag == true(), 1), else_=0)),
    "a flag that is written": update(THING).values(flag=True).where(NAME.is_(None)),
    "an order by a key": select(ID, NAME).order_by(NAME, ID).limit(5).offset(10),
    "an order of groups": select(NAME).group_by(NAME).order_by(NAME).limit(5),
    "the question whether there are two": select(ID).where(bindparam("name") == NAME).limit(2),
    "a code": select(ID).where(THING.c.code == bindparam("code"), CODE.in_(["a", "b"])),
    "a name": insert(THING).values(name="Zoë", code="Z"),
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

    def test_refuses_a_number_for_what_counts_by_itself(self):
        described = Table("event", MetaData(), Column("id", Integer), Column("description", Unicode))
        check(insert(described), {"description": "a"})
        check(insert(Base.metadata.tables["event"]), {"id": 1, "description": "a"})
        with pytest.raises(NotPortable, match=r"event\.id counts by itself"):
            check(insert(described), {"id": 1, "description": "a"})

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


def test_making_a_database_for_an_organisation_is_in_its_grammar(grammar):
    said = (tenant_databases.DATABASES, tenant_databases.DATABASE, tenant_databases.NO_DATABASE)
    texts = [words["mssql"].format(name="vettrak_alpha") for words in said]
    assert grammar(texts) == {}
    assert grammar([text.replace("DATABASE [", "DATABASES [") for text in texts[1:]]) != {}
