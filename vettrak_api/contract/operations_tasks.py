"""Operations of the area tasks."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import (
    Boolean,
    DateTime,
    Int,
    NullableDateTime,
    NullableInt,
    ServiceBase,
    String,
    rpc,
)
from vettrak_api.contract.types_common import TAuthEnunList, TAuthenticate
from vettrak_api.contract.types_tasks import TAuthEntaList, TAuthTaskList, TAuthTastList


class TasksOperations(ServiceBase):
    """Every operation of the area tasks, whichever product exposes it."""

    @rpc(String, String, Boolean, _returns=TAuthEntaList)
    def GetEnrolledTasksForClient(ctx, token, clientCode, activeEnrolmentsOnly):
        """List a client's enrolled tasks with status and dates."""
        return ctx.udc.perform(ctx, "GetEnrolledTasksForClient", (token, clientCode, activeEnrolmentsOnly))

    @rpc(String, Int, String, _returns=TAuthEnunList)
    def GetEnrolledUnitsForEnrolledTask(ctx, token, enrolmentId, taskCode):
        """List the units mapped to a task within an enrolment."""
        return ctx.udc.perform(ctx, "GetEnrolledUnitsForEnrolledTask", (token, enrolmentId, taskCode))

    @rpc(String, _returns=TAuthTastList)
    def GetTaskStatuses(ctx, token):
        """List the task statuses."""
        return ctx.udc.perform(ctx, "GetTaskStatuses", (token,))

    @rpc(String, String, Boolean, _returns=TAuthTaskList)
    def GetTasksForClient(ctx, token, clientCode, activeEnrolmentsOnly):
        """List the distinct tasks a client is enrolled in."""
        return ctx.udc.perform(ctx, "GetTasksForClient", (token, clientCode, activeEnrolmentsOnly))

    @rpc(
        String,
        String,
        String,
        String,
        DateTime,
        NullableDateTime,
        DateTime,
        NullableDateTime,
        NullableInt,
        String,
        _returns=TAuthenticate,
    )
    def UpdateClientTasks(
        ctx,
        token,
        clientCode,
        taskCode,
        tastCode,
        startDate,
        dueDate,
        statusDate,
        completeDate,
        percentage,
        description,
    ):
        """Record one task's status in all active enrolments of a client."""
        return ctx.udc.perform(
            ctx,
            "UpdateClientTasks",
            (
                token,
                clientCode,
                taskCode,
                tastCode,
                startDate,
                dueDate,
                statusDate,
                completeDate,
                percentage,
                description,
            ),
        )

    @rpc(
        String,
        Int,
        String,
        String,
        DateTime,
        NullableDateTime,
        DateTime,
        NullableDateTime,
        NullableInt,
        String,
        _returns=TAuthenticate,
    )
    def UpdateEnrolledTask(
        ctx,
        token,
        enrolmentId,
        taskCode,
        tastCode,
        startDate,
        dueDate,
        statusDate,
        completeDate,
        percentage,
        description,
    ):
        """Record status and dates of one enrolled task."""
        return ctx.udc.perform(
            ctx,
            "UpdateEnrolledTask",
            (
                token,
                enrolmentId,
                taskCode,
                tastCode,
                startDate,
                dueDate,
                statusDate,
                completeDate,
                percentage,
                description,
            ),
        )
