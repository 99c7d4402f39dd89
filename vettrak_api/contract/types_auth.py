"""Wire types of the area auth."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Boolean, ComplexModel, String
from vettrak_api.contract.types_common import TAuthenticate


class TAuthPasswordCheck(ComplexModel):
    """The outcome of the call with what is to be said of a password."""

    __type_name__ = "TAuthPasswordCheck"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    Valid = Boolean  # Whether the password will do.
    Details = String  # One sentence for each rule that it breaks; absent when it breaks none.
