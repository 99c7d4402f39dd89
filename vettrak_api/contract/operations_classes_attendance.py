"""Operations of the area classes_attendance."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import DateTime, Int, ServiceBase, String, rpc
from vettrak_api.contract.types_classes_attendance import TAuthAtteList, TAuthAttyList, TAuthInstList
from vettrak_api.contract.types_common import TAuthClieList, TAuthenticate


class ClassesAttendanceOperations(ServiceBase):
    """Every operation of the area classes_attendance, whichever product exposes it."""

    @rpc(String, Int, _returns=TAuthAtteList)
    def GetAttendanceForClass(ctx, sToken, iInst_ID):
        """List the recorded attendance at a class."""
        return ctx.udc.perform(ctx, "GetAttendanceForClass", (sToken, iInst_ID))

    @rpc(String, String, DateTime, DateTime, _returns=TAuthAtteList)
    def GetAttendanceForClient(ctx, sToken, sClie_Code, xsdStart, xsdEnd):
        """List a client's recorded attendance in a date range."""
        return ctx.udc.perform(ctx, "GetAttendanceForClient", (sToken, sClie_Code, xsdStart, xsdEnd))

    @rpc(String, _returns=TAuthAttyList)
    def GetAttendanceTypes(ctx, sToken):
        """List the attendance types."""
        return ctx.udc.perform(ctx, "GetAttendanceTypes", (sToken,))

    @rpc(String, String, DateTime, DateTime, _returns=TAuthInstList)
    def GetClassesForClient(ctx, sToken, sClie_Code, xsdStart, xsdEnd):
        """Read the timetable of a client: its classes in a date range."""
        return ctx.udc.perform(ctx, "GetClassesForClient", (sToken, sClie_Code, xsdStart, xsdEnd))

    @rpc(String, Int, _returns=TAuthInstList)
    def GetClassesForOccurrence(ctx, sToken, iOccu_ID):
        """List the classes of an occurrence."""
        return ctx.udc.perform(ctx, "GetClassesForOccurrence", (sToken, iOccu_ID))

    @rpc(String, String, DateTime, DateTime, _returns=TAuthInstList)
    def GetClassesForStaff(ctx, sToken, sClie_Code, xsdStart, xsdEnd):
        """Read the timetable of a staff member: the classes in a date range."""
        return ctx.udc.perform(ctx, "GetClassesForStaff", (sToken, sClie_Code, xsdStart, xsdEnd))

    @rpc(String, Int, _returns=TAuthClieList)
    def GetClientsForClass(ctx, sToken, iInst_ID):
        """List the clients in a class."""
        return ctx.udc.perform(ctx, "GetClientsForClass", (sToken, iInst_ID))

    @rpc(String, String, Int, DateTime, DateTime, String, String, _returns=TAuthenticate)
    def UpdateAttendanceForClientClass(
        ctx,
        sToken,
        sClie_Code,
        iInst_ID,
        xsdStart,
        xsdFinish,
        sAtty_Name,
        description,
    ):
        """Record a client's attendance at a class."""
        return ctx.udc.perform(
            ctx,
            "UpdateAttendanceForClientClass",
            (sToken, sClie_Code, iInst_ID, xsdStart, xsdFinish, sAtty_Name, description),
        )
