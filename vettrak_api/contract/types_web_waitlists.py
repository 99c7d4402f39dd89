"""Wire types of the area web_waitlists."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Boolean, ComplexModel, Int, String
from vettrak_api.contract.types_common import TAuthenticate


class TProcessedWebWaitlist(ComplexModel):
    """Documented order."""

    __type_name__ = "TProcessedWebWaitlist"

    WebWaitlistId = Int  # web entry processed
    WaitlistId = Int  # new waitlist entry
    ProgrammeId = Int  # programme
    WaiterWasCreated = Boolean  # false = matched
    WaiterIdentifier = String  # client code
    WaiterName = String  # name


class TAuthProcessedWebWaitlist(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthProcessedWebWaitlist"

    Auth = TAuthenticate  # outcome of the call
    ProcessedWebWaitlist = TProcessedWebWaitlist  # what was made
