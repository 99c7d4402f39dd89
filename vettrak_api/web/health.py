"""What load balancers and watchmen ask: whether the process lives, and whether it can answer calls."""

from typing import Any

from flask import Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.errors import DatabaseTrouble, DatabaseUnfit, VettrakError
from vettrak_api.request import LEAVING
from vettrak_api.runtime import Runtime
from vettrak_api.web.kit.errors import log_and_translate
from vettrak_api.web.kit.request_log import log_trouble, readiness
from vettrak_api.web.public import PublicVisit, pages


@pages.page("/healthz", is_open=True, needs_database=False, for_programs=True)
def healthz(visit: PublicVisit) -> Response:
    """Tell that the process lives; nothing else is asked, so that nobody restarts it for a database that is away."""
    del visit
    return jsonify(status="alive")


@pages.page("/readyz", is_open=True, needs_database=False, for_programs=True)
def readyz(visit: PublicVisit) -> Response:
    """Tell whether calls can be answered, 200 or 503, and what was looked at.

    A server that was told to stop answers calls for a while yet, and says 503 so that nobody sends it new ones. One
    that can not write its log answers calls as well as others do, and says 200 and "degraded".
    """
    if LEAVING in visit.request.environ:
        checks, is_ready = {"running": {"ok": False}}, False
    else:
        checks = checks_of(visit.runtime)
        is_ready = all(check["ok"] for check in checks.values())
        checks["log"] = {"ok": not log_trouble()}
    answer = jsonify(status=readiness(is_ready=is_ready), checks=checks)
    answer.status_code = 200 if is_ready else 503
    return answer


@pages.page("/ready", is_open=True, needs_database=False, for_programs=True)
def ready(visit: PublicVisit) -> Response:
    """Tell the same in one line, without the outbox: 200, or 503 with a word why."""
    if LEAVING in visit.request.environ:
        return Response("The server is about to stop.\n", 503, mimetype="text/plain")
    refusal = visit.runtime.schema.look()
    text = refusal().message if refusal else "Ready."
    return Response(f"{text}\n", 503 if refusal else 200, mimetype="text/plain")


def checks_of(runtime: Runtime) -> dict[str, dict[str, Any]]:
    """Look at the database, at its tables, and at the outbox; each at most once a second, whoever asks."""
    refusal = runtime.schema.look()
    if refusal is DatabaseTrouble:
        return {"database": {"ok": False}}
    checks: dict[str, dict[str, Any]] = {"database": {"ok": True}, "schema": {"ok": refusal is not DatabaseUnfit}}
    if refusal is DatabaseUnfit:
        return checks
    checks["maintenance"] = {"ok": refusal is None}
    if refusal is None:
        checks["outbox"] = _outbox(runtime)
    return checks


def _outbox(runtime: Runtime) -> dict[str, Any]:
    try:
        oldest = runtime.outbox_age.seconds()
    except (SQLAlchemyError, VettrakError) as error:
        log_and_translate(error)
        return {"ok": False}
    most = runtime.settings.ready_outbox_minutes * 60
    return {"ok": not most or oldest <= most, "oldest_seconds": oldest, "most_seconds": most or None}
