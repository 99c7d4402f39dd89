"""The awards of a client, and whether one of them is what it says."""

from flask import Response
from werkzeug.exceptions import NotFound

from vettrak_api.web.portals.soap import within
from vettrak_api.web.portals.troubles import Refused
from vettrak_api.web.portals.visit import ELSEWHERE, PortalVisit, pages


@pages.page("/awards")
def awards(visit: PortalVisit) -> Response:
    """Show certificates and statements, each with its units."""
    whose = visit.whose()
    found = [(award, within(award.UnitList)) for award in visit.calls.listed("GetAwardsForClient", visit.code)]
    found.reverse()
    return visit.page("awards.html", whose=whose, awards=found)


@pages.page("/awards/<number:number>")
def award(visit: PortalVisit, number: int) -> Response:
    """Check an award as somebody does to whom it is shown: by name and number alone."""
    listed = visit.calls.listed("GetAwardsForClient", visit.code)
    found = next((each for each in listed if each.Qucl_ID == number), None)
    if found is None:
        raise NotFound(ELSEWHERE)
    details = visit.calls.ask("GetClientDetails", visit.code).ClieDetail
    name = (details.Clie_Given or "", details.Clie_Surname or "")
    try:
        # Protected; the two calls above have named the award and its owner with the visitor's own token.
        answer = visit.desk.integration.ask(visit.calls, "VerifyAward", *name, found.Qucl_Cert or "")
        is_good = answer.Award.Qucl_ID == number
    except Refused:
        is_good = False
    shown = " ".join(part for part in name if part)
    return visit.page("award.html", award=found, units=within(found.UnitList), name=shown, is_good=is_good)
