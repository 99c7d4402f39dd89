"""Asks QueryAdditionalData: `query("Client", [("Surname", "Equals", "Smith")], ["ClientCode"])` gives the rows."""


class Query:
    """The generic query with one token; a call expects success and returns the rows, `whole` returns the answer."""

    def __init__(self, api, token):
        self._api, self._token = api, token

    def __call__(self, *asked, **named):
        answer = self.whole(*asked, **named)
        assert (answer.Auth.Status, answer.Auth.StatusMessage) == (1, None)
        return answer.Values

    def whole(self, entity, filters=(), returns=("ClientCode",), sorts=(), options=None):
        """Ask with filters as (field, operator, value); others as (field, aggregate or order) or a field alone."""
        return self._api.QueryAdditionalData(
            self._token,
            entity,
            _objects("FilterCriteria", ("Field", "Operator", "Value"), filters),
            _objects("SortCriteria", ("Field", "SortOrder"), sorts),
            _objects("ReturnField", ("Field", "Aggregate"), returns),
            options,
        )


def _objects(type_name, members, items):
    given = ((item,) if isinstance(item, str) else item for item in items)
    return [(type_name, dict(zip(members, item, strict=False))) for item in given]
