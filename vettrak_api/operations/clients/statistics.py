"""Area clients: the AVETMISS statistics of a client."""

from vettrak_api.calls.call import Call, Confirmation, Record, operation
from vettrak_api.contract.parameters import TClieAVETMISS
from vettrak_api.errors import NotFound
from vettrak_api.model.clients import Client, ClientDisability, ClientPriorEducation
from vettrak_api.operations.members.statistics import judge_statistics
from vettrak_api.rules.clients.statistics import overwrite_statistics
from vettrak_api.rules.lookups import NUMBER, find_client_id
from vettrak_api.views.clients import CLIENT_DISABILITIES, CLIENT_PRIOR_EDUCATIONS, CLIENT_STATISTICS

STATISTICS = CLIENT_STATISTICS.select.where(Client.id == NUMBER)
DISABILITIES = CLIENT_DISABILITIES.select.where(ClientDisability.client_id == NUMBER)
ACHIEVEMENTS = CLIENT_PRIOR_EDUCATIONS.select.where(ClientPriorEducation.client_id == NUMBER)


@operation
def GetClientAVDetails(call: Call, sClie_Code: str | None) -> Record:
    """Return a client's statistics; without a record everything is not stated."""
    reader = call.reader
    wanted = {"wanted_number": find_client_id(reader, sClie_Code)}
    row = reader.execute(STATISTICS, wanted).one()
    return {
        **row._mapping,  # noqa: SLF001 - SQLAlchemy's public name for it
        "DisaList": reader.execute(DISABILITIES, wanted).all(),
        "PredList": reader.execute(ACHIEVEMENTS, wanted).all(),
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
