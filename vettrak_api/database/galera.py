"""What holds between the nodes of MariaDB with Galera, whose locks end at the node.

Rows that are locked FOR UPDATE on one node can be locked on another at the same moment; Galera refuses only the second
of two transactions that write the same row. So every unit of work that writes also writes the one row of `last_writer`,
as the last thing before its stamp, and only if nobody has committed on another node since it began. Then of two on
different nodes of which neither has seen the other, one is run again. Units on the same node meet at the row for as
long as a commit takes; all else is up to the locks, as on a server that stands alone.

The row tells the node that has committed last, how many commits there have been, and with which of them it has followed
another node.
"""

from typing import Any

from sqlalchemy import BindParameter, Connection, Engine, bindparam, case, event, select, update

from vettrak_api.errors import Overtaken
from vettrak_api.model.installation import LastWriter

NODE, SEEN = "node", "commits_seen"
"""What a connection knows: the name of its node (blank: it is none), and how many commits it began after."""

ASK_NODE = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('wsrep_on', 'wsrep_node_name')"

SEE_ALL = "SET SESSION wsrep_sync_wait = 1"
"""Whoever reads sees what was committed on any node before; a node that lags behind would tell pollers old lists."""

COMMITS = select(LastWriter.commits)

_IS_OURS = LastWriter.node == bindparam("us")
_SEEN: BindParameter[int] = bindparam("seen")
WRITE = (
    update(LastWriter)
    .where((LastWriter.commits == _SEEN) | (_IS_OURS & (LastWriter.since <= _SEEN)))
    # MariaDB works from left to right: what depends on the former values comes first.
    .ordered_values(
        (LastWriter.since, case((_IS_OURS, LastWriter.since), else_=LastWriter.commits + 1)),
        (LastWriter.commits, LastWriter.commits + 1),
        (LastWriter.node, bindparam("us")),
    )
)


def configure(engine: Engine) -> None:
    """Let every new connection know its node, and see what was committed on any."""

    @event.listens_for(engine, "connect")
    def _ask(connection: Any, record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(ASK_NODE)
        told = {str(name).lower(): str(value) for name, value in cursor.fetchall()}
        record.info[NODE] = told.get("wsrep_node_name", "") if told.get("wsrep_on") == "ON" else ""
        if record.info[NODE]:
            cursor.execute(SEE_ALL)
        cursor.close()


def begin(connection: Connection) -> None:
    """Note how many commits there were before a unit of work that writes, where nodes agree on them."""
    if connection.info.get(NODE):
        connection.info[SEEN] = connection.execute(COMMITS).scalar_one()


def take_turn(connection: Connection) -> None:
    """Join the commits, as the last thing before a unit of work is stamped; raises Overtaken.

    Whoever commits on the same node at this moment is waited for.
    """
    node = connection.info.get(NODE)
    if node and not connection.execute(WRITE, {"us": node, "seen": connection.info.get(SEEN)}).rowcount:
        raise Overtaken
