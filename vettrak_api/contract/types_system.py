"""Wire types of the area system."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, String
from vettrak_api.contract.types_common import TAuthenticate


class TAPIVersion(ComplexModel):
    """The versions of what answers."""

    __type_name__ = "TAPIVersion"

    Major = Int  # The first part of the version; it goes up when client programs may have to change.
    Minor = Int  # The second part, which goes up with new features.
    Build = Int  # The third part, which goes up with mended faults.
    Revision = Int  # The fourth part; 0 on this server.
    ApiVersion = String  # All four parts as a text, with points between them.
    DatabaseVersion = String  # The revision of the tables that the server works on.


class TAuthAPIVersion(ComplexModel):
    """The outcome of the call with the versions of the server."""

    __type_name__ = "TAuthAPIVersion"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    APIVersion = TAPIVersion  # What is running, part by part.
