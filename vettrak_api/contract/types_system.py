"""Wire types of the area system."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, String
from vettrak_api.contract.types_common import TAuthenticate


class TAPIVersion(ComplexModel):
    """A class with several version numbers is documented without name; it sorts between TAnzs and TAtte. All
    inferred.
    """

    __type_name__ = "TAPIVersion"

    Major = Int  # e.g. 25
    Minor = Int  # e.g. 10
    Build = Int  # build number
    Revision = Int  # revision number
    ApiVersion = String  # the four parts as text
    DatabaseVersion = String  # schema version of the database


class TAuthAPIVersion(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthAPIVersion"

    Auth = TAuthenticate  # outcome of the call
    APIVersion = TAPIVersion  # version numbers
