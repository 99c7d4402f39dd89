"""Of units of work on different nodes, neither of which has seen the other, one is run again."""

import pytest

from vettrak_api.database import galera
from vettrak_api.errors import Overtaken


class Work:
    """A unit of work on a node, by a connection of its own."""

    def __init__(self, runtime, node):
        self.runtime, self.node, self.info = runtime, node, {}

    def _on(self, connection):
        connection.info.clear()
        connection.info.update(self.info | {galera.NODE: self.node})
        return connection

    def begin(self):
        with self.runtime.database.connection() as connection:
            galera.begin(self._on(connection))
            self.info = dict(connection.info)
        return self

    def commit(self):
        """Commit, and tell whether that was in time."""
        try:
            with self.runtime.database.connection(writing=True) as connection:
                galera.take_turn(self._on(connection))
        except Overtaken:
            return False
        return True


@pytest.fixture
def work(runtime):
    return lambda node: Work(runtime, node).begin()


def test_units_on_one_node_are_up_to_its_locks(work):
    assert work("a").commit()
    units = [work("a") for _ in range(3)]
    assert [unit.commit() for unit in units] == [True] * 3


def test_whom_another_node_has_overtaken_begins_anew(work):
    assert work("a").commit()
    late = work("a")
    assert work("b").commit()
    assert not late.commit()
    assert late.begin().commit()


def test_it_does_not_help_that_the_own_node_has_followed_again(work):
    assert work("a").commit()
    late = work("a")
    assert work("b").commit()
    assert work("a").commit()
    assert not late.commit()


def test_of_two_that_began_together_on_two_nodes_one_is_first(work):
    units = [work("a"), work("b")]
    assert [unit.commit() for unit in units] == [True, False]


def test_who_takes_over_is_followed_by_others_of_the_same_node(work):
    assert work("a").commit()
    assert work("b").commit()
    units = [work("b") for _ in range(2)]
    assert [unit.commit() for unit in units] == [True, True]


def test_a_server_that_stands_alone_writes_no_row(runtime, work):
    alone = work("")
    assert alone.commit()
    with runtime.database.connection() as connection:
        assert connection.execute(galera.COMMITS).scalar_one() == 0
