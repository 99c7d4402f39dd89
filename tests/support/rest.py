"""A small client of the curriculum API for tests: asks a WSGI application through its public door."""

import base64
import json
from dataclasses import dataclass, field

from werkzeug.test import Client

BASE = "/api/rest/v1"


@dataclass
class Answer:
    """What the API answered."""

    status: int
    headers: dict
    text: str

    @property
    def body(self):
        return json.loads(self.text) if self.text else None

    @property
    def faults(self):
        """The fields and rules that a problem names."""
        return [(each["field"], each["rule"]) for each in self.body.get("errors", [])]


@dataclass
class Rest:
    """Sends requests as one account; `with_` sends others' headers."""

    site: object
    username: str = ""
    password: str = ""
    headers: dict = field(default_factory=dict)

    def _send(self, method, path, body=None, query=None, headers=None, data=None):
        told = dict(self.headers)
        if self.username:
            told["Authorization"] = basic(self.username, self.password)
        if body is not None:
            data = json.dumps(body)
        if data is not None:
            told.setdefault("Content-Type", "application/json")
        told |= headers or {}
        response = Client(self.site).open(
            f"{BASE}/{path}" if path is not None else BASE,
            method=method,
            data=data,
            query_string=query,
            headers={name: value for name, value in told.items() if value is not None},
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        )
        return Answer(response.status_code, dict(response.headers), response.get_data(as_text=True))

    def get(self, path, headers=None, **query):
        return self._send("GET", path, query=query, headers=headers)

    def post(self, path, body=None, headers=None, data=None):
        return self._send("POST", path, body, headers=headers, data=data)

    def put(self, path, body=None, headers=None, data=None):
        return self._send("PUT", path, body, headers=headers, data=data)

    def made(self, path, body):
        """Create a record, which must succeed, and return it."""
        answer = self.post(path, body)
        assert answer.status == 201, answer.text
        return answer.body

    def changed(self, path, body):
        """Change a record, which must succeed, and return it."""
        answer = self.put(path, body)
        assert answer.status == 200, answer.text
        return answer.body


def basic(username, password, end=""):
    """Return the header of HTTP Basic authentication."""
    return "Basic " + base64.b64encode(f"{username}:{password}{end}".encode()).decode()
