"""Area clients: the AVETMISS statistics of a client."""

from vettrak_api.calls.call import Call, Confirmation, Record, operation
from vettrak_api.contract.parameters import TClieAVETMISS
from vettrak_api.errors import NotFound
from vettrak_api.model.clients import Client, ClientDisability, ClientPriorEducation
from vettrak_api.operations.members.statistics import judge_statistics
from vettrak_api.rules.clients.statistics import overwrite_statistics
from vettrak_api.rules.lookups import find_client_id
from vettrak_api.views.clients import CLIENT_DISABILITIES, CLIENT_PRIOR_EDUCATIONS, CLIENT_STATISTICS


@operation
def GetClientAVDetails(call: Call, sClie_Code: str | None) -> Record:
    """Return a client's statistics; without a record everything is not stated."""
    session = call.session
    client_id = find_client_id(session, sClie_Code)
    row = session.execute(CLIENT_STATISTICS.select.where(Client.id == client_id)).one()
    disabilities = CLIENT_DISABILITIES.select.where(ClientDisability.client_id == client_id)
    achievements = CLIENT_PRIOR_EDUCATIONS.select.where(ClientPriorEducation.client_id == client_id)
    return {
        **row._mapping,  # noqa: SLF001 - SQLAlchemy's public name for it
        "DisaList": session.execute(disabilities).all(),
        "PredList": session.execute(achievements).all(),
    }


@operation
def UpdateClientAVDetails(call: Call, cClieAVETMISS: TClieAVETMISS | None) -> Confirmation:
    """Overwrite a client's statistics, both lists included; blank means not stated."""
    if cClieAVETMISS is None:
        raise NotFound("Client not found.")
    session = call.session
    judged = judge_statistics(session, call.texts, cClieAVETMISS)
    client_id = find_client_id(session, cClieAVETMISS.Clie_Code)
    overwrite_statistics(session, client_id, judged)
