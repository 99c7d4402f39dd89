"""The set-up of roles: what each grants, and who holds it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Integer, bindparam, case, func, select, true
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.errors import VettrakError
from vettrak_api.model.clients import Client
from vettrak_api.model.security import ClientRole, Role
from vettrak_api.model.statements import execute
from vettrak_api.rules.judging import Broken, Values
from vettrak_api.security.roles import NOBODY_LEFT, add_role, change_role, remove_role, would_end_set_up
from vettrak_api.transfer.declared import BY_NAME
from vettrak_api.web.staff.setup.editing import GONE, saved
from vettrak_api.web.staff.setup.inputs import TICK, Form, Input, Part
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.records import Column, Records
from vettrak_api.web.staff.visit import StaffVisit

MOST_HOLDERS = 50
"""Holders of a role that its page names."""

HOLDERS = select(func.count(ClientRole.id)).where(ClientRole.role_id == Role.id).correlate(Role).scalar_subquery()
NAMED = (
    select(Client.id, Client.code, Client.surname, Client.given_name, Client.active)
    .join(ClientRole, ClientRole.client_id == Client.id)
    .where(ClientRole.role_id == bindparam("role", type_=Integer))
    .order_by(Client.surname_key, Client.given_name_key, Client.id)
    .limit(MOST_HOLDERS + 1)
)


def _broken(session: Session, row: Any, values: Values) -> Iterator[Broken]:
    """Refuse to take the last way to set the organisation up."""
    if row is not None and row.grants_setup and not values.get("grants_setup") and would_end_set_up(session, row.id):
        yield Broken("grants_setup", "", NOBODY_LEFT)


def _keep(session: Session, table: Any, row: Any, values: Mapping[str, Any]) -> int:
    told = {"grants_api": values["grants_api"], "grants_setup": values["grants_setup"]}
    if row is None:
        return add_role(session, values["name"], **told).id
    change_role(session, session.get_one(table, row.id), values["name"], **told)
    return int(row.id)


def _holders(session: Session, row: Any) -> Mapping[str, Any]:
    found = execute(session, NAMED, role=row.id).all()
    return {"holders": found[:MOST_HOLDERS], "more_holders": len(found) > MOST_HOLDERS}


ROLES = Records(
    form=Form(
        BY_NAME["roles"],
        (
            Part(
                "What",
                (
                    Input("name", "Name", "What your staff call it"),
                    Input(
                        "grants_api",
                        "Grants the API",
                        "Its holders may use every function of the interface, and process web enrolments here",
                        look=TICK,
                    ),
                    Input(
                        "grants_setup",
                        "Grants the set-up",
                        "Its holders may change everything on these pages, and give roles to others",
                        look=TICK,
                    ),
                ),
            ),
        ),
    ),
    noun="role",
    nouns="roles",
    purpose="What staff may do here, beside their own work. Who holds a role is said on the page of each person.",
    about="Whoever holds it may do what it grants.",
    empty="There is no role.",
    listing=select(
        Role.id,
        Role.name.label("title"),
        case((Role.grants_api == true(), "yes"), else_="").label("api"),
        case((Role.grants_setup == true(), "yes"), else_="").label("setup"),
        HOLDERS.label("holders"),
    ).order_by(Role.name, Role.id),
    columns=(Column("Grants the API", "api"), Column("Grants the set-up", "setup"), Column("Held by", "holders")),
    searched=(Role.name,),
    judges=(_broken,),
    write=_keep,
    more=_holders,
    template="setup/role.html",
)


@setup_pages.page("/setup/roles/<number:number>/delete", methods=("POST",), seen_at="home")
def delete_role(visit: StaffVisit, number: int) -> Response:
    """Delete a role that nobody holds."""

    def work(session: Session) -> None:
        role = session.get(Role, number)
        if role is None:
            raise PageNotFound(GONE)
        remove_role(session, role)

    try:
        saved(visit, work)
    except VettrakError as error:
        return visit.problem(409, error.message)
    return visit.go("setup.records", section="roles")
