"""Who writes rows past the session tells the change log of them: by `model/rows.py`, or there is a reason."""

import ast
from pathlib import Path

from vettrak_api.model import Base
from vettrak_api.model.belonging import told_tables

PACKAGE = Path(__file__).resolve().parents[3] / "vettrak_api"

MADE_WITH_ITS_RECORD = "parts of a record that the same transaction makes, which are told as its beginning"
EMPTIED = "what is emptied for its age, or since a person is erased, is told by nobody: that would keep it"
REASONS = {
    "rules/awards/awarding.py: insert(AwardUnit)": MADE_WITH_ITS_RECORD,
    "rules/enrolments/enrolling.py: insert(ClassClient)": MADE_WITH_ITS_RECORD,
    "rules/enrolments/enrolling.py: insert(EnrolmentStaff)": MADE_WITH_ITS_RECORD,
    "rules/enrolments/prices.py: insert(EnrolmentInvoiceSchedule)": MADE_WITH_ITS_RECORD,
    "rules/bulk.py: insert(table)": "fills a database for measurements",
    "rules/bulk.py: update(table)": "fills a database for measurements",
    "rules/clients/codes.py: update(table)": "gives a new record its code, by the transaction that makes it",
    "rules/merging/merging.py: delete(column.class_)": "log-ins and links, which are told of by nobody",
    "rules/privacy/erasing.py: delete(table)": EMPTIED,
    "rules/privacy/retention.py: delete(ClientSms)": EMPTIED,
    "rules/privacy/retention.py: update(table)": EMPTIED,
    "rules/quarantine/purging.py: update(table)": EMPTIED,
    "outbox/sms.py: update(ClientSms)": "what became of a text message: the history is of what people did",
}


def told_classes():
    return {mapper.class_.__name__ for mapper in Base.registry.mappers if mapper.local_table.name in told_tables()}


def all_classes():
    return {mapper.class_.__name__ for mapper in Base.registry.mappers}


def statements_of(path):
    """The statements of a module that write to what is told of, or to a table that a variable names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        is_statement = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
        if is_statement and node.func.id in {"insert", "update", "delete"}:
            table = ast.unparse(node.args[0])
            if table in told_classes() or table not in all_classes():
                yield f"{path.relative_to(PACKAGE).as_posix()}: {node.func.id}({table})"


def test_statements_that_write_past_the_session_are_told_or_there_is_a_reason():
    rooms = [PACKAGE / room for room in ("rules", "security", "outbox", "hosting", "demo", "tenants")]
    found = {each for room in rooms for path in room.rglob("*.py") for each in statements_of(path)}
    assert found == REASONS.keys()


def test_a_statement_that_is_not_told_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.PACKAGE", tmp_path)
    path = tmp_path / "module.py"
    path.write_text("delete(ClassStaff).where()\ndelete(AccessToken)\nupdate(anything)\nothers.delete(ClassStaff)\n")
    assert {*statements_of(path)} == {"module.py: delete(ClassStaff)", "module.py: update(anything)"}
