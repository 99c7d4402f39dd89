"""Asks QueryAdditionalData: `query("Client", [("Surname", "Equals", "Smith")], ["ClientCode"])` gives the rows."""

from sqlalchemy import func, select

from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Enrolment


class Query:
    """The generic query with one token; a call expects success and returns the rows, `whole` returns the answer.

    `others` are criteria by entity that leave out records which are none of the test's business.
    """

    def __init__(self, api, token, others=None):
        self._api, self._token, self._others = api, token, others or {}

    def __call__(self, *asked, **named):
        answer = self.whole(*asked, **named)
        assert (answer.Auth.Status, answer.Auth.StatusMessage) == (1, None)
        return answer.Values

    def whole(self, entity, filters=(), returns=("ClientCode",), sorts=(), options=None):
        """Ask with filters as (field, operator, value); others as (field, aggregate or order) or a field alone."""
        return self._api.QueryAdditionalData(
            self._token,
            entity,
            _objects("FilterCriteria", ("Field", "Operator", "Value"), [*filters, *self._others.get(entity, ())]),
            _objects("SortCriteria", ("Field", "SortOrder"), sorts),
            _objects("ReturnField", ("Field", "Aggregate"), returns),
            options,
        )


def apart_from_inhabitants(world):
    """Return criteria that leave out the inhabitants' clients and enrolments."""
    with world.session() as session:
        codes = session.scalars(select(Client.code).where(world.settlement.only(Client.__table__))).all()
        number = session.scalar(select(func.max(Enrolment.id)).where(world.settlement.only(Enrolment.__table__)))
    later = ("EnrolmentId", "GreaterThan", str(number))
    return {"Client": [("ClientCode", "NotIn", ",".join(codes))], "Enrolment": [later], "EnrolledUnit": [later]}


def _objects(type_name, members, items):
    given = ((item,) if isinstance(item, str) else item for item in items)
    return [(type_name, dict(zip(members, item, strict=False))) for item in given]
