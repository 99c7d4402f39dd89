"""Wire types of the area web_waitlists."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Boolean, ComplexModel, Int, String
from vettrak_api.contract.types_common import TAuthenticate


class TProcessedWebWaitlist(ComplexModel):
    """What processing made of a web waitlist entry."""

    __type_name__ = "TProcessedWebWaitlist"

    WebWaitlistId = Int  # Which web entry it was, by number.
    WaitlistId = Int  # The number of the entry that was made from it.
    ProgrammeId = Int  # Which programme the person waits for, by number.
    WaiterWasCreated = Boolean  # Whether a client was added; false when one was recognised.
    WaiterIdentifier = String  # Who waits, by client code.
    WaiterName = String  # What the person who waits is called.


class TAuthProcessedWebWaitlist(ComplexModel):
    """The outcome of the call with what became of the waitlist entry."""

    __type_name__ = "TAuthProcessedWebWaitlist"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ProcessedWebWaitlist = TProcessedWebWaitlist  # What became of the waitlist entry.
