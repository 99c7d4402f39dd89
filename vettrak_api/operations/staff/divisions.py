"""Area staff: the divisions that are opened to staff, and the clients in them."""

import datetime

from sqlalchemy import bindparam

from vettrak_api.calls.call import Call, Records, operation
from vettrak_api.model.clients import Client
from vettrak_api.model.portions import read_in_portions
from vettrak_api.model.statements import MOST_LISTED
from vettrak_api.rules.lookups import find_staff_id
from vettrak_api.rules.since import any_changed_since, since
from vettrak_api.views.clients import BY_NAME, CLIENTS
from vettrak_api.views.divisions import DIVISIONS_OF_STAFF, Forest, forest

NO_USER = "User not found."

EVERYBODY = CLIENTS.select.order_by(*BY_NAME)
OF_DIVISIONS = EVERYBODY.where(Client.division_id.in_(bindparam("divisions", expanding=True)))
WITH_DIVISION = EVERYBODY.add_columns(Client.division_id)
CHANGED_EVERYBODY, CHANGED_OF_DIVISIONS, CHANGED_WITH_DIVISION = (
    statement.where(any_changed_since(Client)) for statement in (EVERYBODY, OF_DIVISIONS, WITH_DIVISION)
)


@operation
def GetAccessibleDivisionsTree(call: Call, clientCode: str | None) -> Records:
    """Return the trees of the divisions that are opened to a staff member: one per topmost one, by name."""
    return _forest(call, clientCode).trees()


@operation
def GetAccessibleClients(call: Call, clientCode: str | None, sinceDate: datetime.datetime | None) -> Records:
    """List the clients, active or not, of the divisions opened to a staff member and those below, by name."""
    found = _forest(call, clientCode)
    reached = sorted(found.reached())
    moment = since(sinceDate, call.settings) if sinceDate else {}
    if not reached:
        return []
    reader = call.reader
    if len(reached) == len(found.rows):
        return read_in_portions(reader, CHANGED_EVERYBODY if moment else EVERYBODY, moment)
    if len(reached) <= MOST_LISTED:
        wanted = {"divisions": reached, **moment}
        return read_in_portions(reader, CHANGED_OF_DIVISIONS if moment else OF_DIVISIONS, wanted)
    # More than a statement may name: the order of the list allows no portions of them, so they are sorted out here.
    among = set(reached)
    statement = CHANGED_WITH_DIVISION if moment else WITH_DIVISION
    return read_in_portions(reader, statement, moment, keep=lambda client: client.division_id in among)


def _forest(call: Call, code: str | None) -> Forest:
    wanted = {"wanted_number": find_staff_id(call.reader, code, NO_USER)}
    return forest(call.reader.execute(DIVISIONS_OF_STAFF, wanted))
