"""An SMS gateway: a real HTTP server that takes messages, or answers as told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qsl

from sqlalchemy import select

from tests.support.servers import free_port
from vettrak_api.model.sms import ClientSms, SmsAccount
from vettrak_api.outbox.queue import SMS

PORT = free_port()
URL = f"http://127.0.0.1:{PORT}"
SETTINGS = {"sms_gateway": "http", "sms_url": f"{URL}/messages?account=1", "sms_token": "geheim"}
"""For a server that sends text messages; one port for all tests of a process, which run one after another."""


class Gateway:
    """Takes messages at POST /messages, and tells the balance at GET /balance.

    `answer` and `answers` (by number): a status, a pair of status and text, or a function that is called with the
    request's handler and does all by itself. `got` are the posts, `taken` those that were answered by 2xx; of a key
    that was taken before only the first is kept, as gateways do. `balance`: what is told, if anything.
    """

    def __init__(self, port=PORT):
        self.answer = 202
        self.answers = {}
        self.balance = None
        self.balance_answer = None
        self.got = []
        self.asked = []
        self._taken = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def start(self):
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def taken(self):
        return list(self._taken.values())

    @property
    def numbers(self):
        return [message.body["to"] for message in self.taken]

    def post(self, handler):
        content = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        is_json = handler.headers["Content-Type"] == "application/json"
        body = json.loads(content) if is_json else dict(parse_qsl(content, keep_blank_values=True))
        post = SimpleNamespace(path=handler.path, headers=dict(handler.headers), body=body)
        self.got.append(post)
        answer = self.answers.get(body["to"], self.answer)
        if callable(answer):
            answer(handler)
            return
        status, text = answer if isinstance(answer, tuple) else (answer, None)
        if status // 100 == 2:
            self.take(post)
        if text is None:
            text = json.dumps({} if self.balance is None else {"balance": self.balance})
        reply(handler, status, text)

    def take(self, post=None):
        """Keep a post, the last one unless another is named; a repeated one is not sent to the phone again."""
        post = post or self.got[-1]
        self._taken.setdefault(post.headers["Idempotency-Key"], post)

    def tell(self, handler):
        self.asked.append(SimpleNamespace(path=handler.path, headers=dict(handler.headers)))
        if self.balance_answer is not None:
            reply(handler, *self.balance_answer)
        else:
            reply(handler, 200, json.dumps({"balance": self.balance}))


def reply(handler, status, text="", **headers):
    """Answer a request."""
    content = text.encode()
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(content)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


def _handler(gateway):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            gateway.post(self)

        def do_GET(self):
            gateway.tell(self)

        def log_message(self, *words):
            pass

    return Handler


def sms_waiting(world):
    """The messages that wait, with number, time and what is to be sent."""
    from tests.support.outbox import messages

    waiting = [message for message in messages(world) if message.kind == SMS and message.payload]
    return [
        SimpleNamespace(
            number=row.recipient, parts=row.parts, queued=row.queued, due=row.next_attempt, **json.loads(row.payload)
        )
        for row in waiting
    ]


def history(world):
    """What is kept of messages to clients, the oldest first."""
    return world.all(select(ClientSms).order_by(ClientSms.id))


def account(world):
    return world.everything(select(SmsAccount))[0]
