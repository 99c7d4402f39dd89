"""Wire types of the area auth."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Boolean, ComplexModel, String
from vettrak_api.contract.types_common import TAuthenticate


class TAuthPasswordCheck(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TAuthPasswordCheck"

    Auth = TAuthenticate  # outcome of the call
    Valid = Boolean  # the password meets the policy
    Details = String  # what is wrong; null when valid
