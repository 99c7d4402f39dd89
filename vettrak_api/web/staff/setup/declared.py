"""The parts of set-up that are lists of records, by the segment of their address."""

from collections.abc import Mapping

from vettrak_api.web.staff.setup.employers import EMPLOYERS
from vettrak_api.web.staff.setup.offers import PROGRAMME_TYPES, PROGRAMMES, QUALIFICATIONS, UNITS
from vettrak_api.web.staff.setup.places import DIVISIONS, LOCATIONS
from vettrak_api.web.staff.setup.records import Records
from vettrak_api.web.staff.setup.roles import ROLES

RECORDS: Mapping[str, Records] = {
    "divisions": DIVISIONS,
    "locations": LOCATIONS,
    "programme-types": PROGRAMME_TYPES,
    "programmes": PROGRAMMES,
    "units": UNITS,
    "qualifications": QUALIFICATIONS,
    "employers": EMPLOYERS,
    "roles": ROLES,
}
