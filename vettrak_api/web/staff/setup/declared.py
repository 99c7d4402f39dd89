"""The parts of set-up that are lists of records, by the segment of their address."""

from collections.abc import Mapping

from vettrak_api.web.staff.setup.places import LOCATIONS
from vettrak_api.web.staff.setup.records import Records

RECORDS: Mapping[str, Records] = {
    "locations": LOCATIONS,
}
