"""The wire: SOAP as an ASP.NET .asmx page speaks it, for any Spyne service classes. Knows nothing of VETtrak."""

from vettrak_api.asmx.context import CallContext, CompiledOperation
from vettrak_api.asmx.endpoint import Endpoint
from vettrak_api.asmx.faults import Fault, SoapClientFault, SoapServerFault
from vettrak_api.asmx.help_notes import OperationNotes, TypeNotes
from vettrak_api.asmx.limits import Limits

__all__ = [
    "CallContext",
    "CompiledOperation",
    "Endpoint",
    "Fault",
    "Limits",
    "OperationNotes",
    "SoapClientFault",
    "SoapServerFault",
    "TypeNotes",
]
