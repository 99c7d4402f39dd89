"""Judges what a revision does to tables: whether servers that do not know it can go on."""

from contextlib import contextmanager
from unittest import mock

from alembic.operations import ops
from alembic.operations.base import AbstractOperations
from sqlalchemy import String


@contextmanager
def recorded():
    """Give the list of what revisions ask Alembic to do during the body, in their order."""
    asked, invoke = [], AbstractOperations.invoke

    def note(self, operation):
        asked.append(operation)
        return invoke(self, operation)

    with mock.patch.object(AbstractOperations, "invoke", note):
        yield asked


class Judge:
    """Looks at the steps of one revision one after the other, and knows what is new in it."""

    def __init__(self):
        self.tables, self.columns = set(), set()

    def troubles(self, steps):
        """Return what a server of before can not live with."""
        return [trouble for step in steps if (trouble := self.trouble(step))]

    def trouble(self, step):
        """Return why a server of before can not live with a step, or None when it can."""
        judge = JUDGES.get(type(step))
        return judge(self, step) if judge else f"{type(step).__name__} can not be judged"

    def _of_table(self, step):
        self.tables.add(step.table_name)

    def _of_end(self, step):
        return f"{type(step).__name__} of {step.table_name}, which servers of before use"

    def _of_rows(self, step):
        return self._unless_new(step.table.name, "rows are written into it")

    def _of_index(self, step):
        return self._unless_new(step.table_name, "an index allows a value once") if step.unique else None

    def _of_constraint(self, step):
        return self._unless_new(step.table_name, "a constraint refuses what servers of before write")

    def _unless_new(self, table, trouble):
        return None if table in self.tables else f"{table}: {trouble}"

    def _of_column(self, step):
        table, column = step.table_name, step.column
        self.columns.add((table, column.name))
        can_be_left_out = column.nullable or column.server_default is not None or column.computed is not None
        if table in self.tables or can_be_left_out:
            return None
        return f"{table}.{column.name} must be written, and servers of before do not know it"

    def _of_key(self, step):
        table, names = step.source_table, step.local_cols
        if table in self.tables or all((table, name) in self.columns for name in names):
            return None
        return f"{table}: a foreign key refuses what servers of before write"

    def _of_change(self, step):
        told = f"{step.table_name}.{step.column_name}"
        if step.modify_name:
            return f"{told} is called otherwise"
        if step.modify_nullable is not None:
            return f"{told}: servers of before may write nothing into it, or may not expect that nothing is there"
        if step.modify_type is not None and not _is_wider(step.existing_type, step.modify_type):
            return f"{told} has another type, and not just more room"
        return None


JUDGES = {
    ops.CreateTableOp: Judge._of_table,
    ops.AddColumnOp: Judge._of_column,
    ops.AlterColumnOp: Judge._of_change,
    ops.BulkInsertOp: Judge._of_rows,
    ops.CreateIndexOp: Judge._of_index,
    ops.CreateForeignKeyOp: Judge._of_key,
    **dict.fromkeys(
        (ops.CreateUniqueConstraintOp, ops.CreateCheckConstraintOp, ops.CreatePrimaryKeyOp), Judge._of_constraint
    ),
    **dict.fromkeys(
        (ops.DropTableOp, ops.DropColumnOp, ops.DropConstraintOp, ops.DropIndexOp, ops.RenameTableOp), Judge._of_end
    ),
}


def _is_wider(before, after):
    alike = isinstance(before, String) and isinstance(after, String) and isinstance(before, type(after))
    return alike and (after.length is None or (before.length is not None and before.length <= after.length))
